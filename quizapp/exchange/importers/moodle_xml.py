"""Moodle XML: what a question bank exports; HTML becomes plain text, and pictures are left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizapp.deck.reader.problems import DeckError
from quizapp.deck.reader.source import Source
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported
from quizapp.exchange.format import Imported, Importer
from quizapp.exchange.html_text import as_text
from quizapp.exchange.importers.gift import said, title_of
from quizapp.exchange.marks import marked
from quizapp.exchange.markup import Node, read_xml
from quizapp.exchange.number_answers import Given, numeric
from quizapp.exchange.text import cleaned

Fields = tuple[str, dict[str, Any], tuple[str, ...]]
PLAIN = ("plain_text", "markdown")


def read(source: Source) -> Imported:
    """The deck that a Moodle XML file makes."""
    root = read_xml(source)
    if root.tag != "quiz":
        message = f"Moodle's question files begin with <quiz>, not with <{root.tag[:60]}>"
        raise DeckError(source.path, [source.problem(root.offset, message)])
    found = Found()
    for node in root.all("question"):
        try:
            if node.attributes.get("type") == "category":
                found.title = found.title or title_of(node.inner("category", "text"))
            else:
                found.drafts.append(_draft(node))
        except LeftOut as reason:
            found.left_out.append((node.offset, f"left out: {reason}"))
    return imported(source, found)


def _draft(node: Node) -> Draft:
    type_ = node.attributes.get("type", "")
    if type_ == "ordering":
        raise LeftOut("an ordering; `type: order` needs an experiment for every item, by which it is measured")
    if type_ not in READERS:
        raise LeftOut(f"a question of type {type_[:60] or 'unknown'!r}; there is no such question type")
    question_type, fields, losses = READERS[type_](node)
    return Draft(
        offset=node.offset,
        question_type=question_type,
        prompt=_words(node.first("questiontext")),
        fields=fields,
        name=node.inner("idnumber") or node.inner("name", "text"),
        hints=tuple(_words(hint) for hint in node.all("hint")),
        explanation=_words(node.first("generalfeedback")),
        tags=tuple(tag.inner("text") for tags in node.all("tags") for tag in tags.all("tag")),
        losses=(*losses, *_combined(node), *_files(node)),
    )


def _words(node: Node | None) -> str:
    """The text in a node, by the format that it names."""
    if node is None:
        return ""
    style, text = node.attributes.get("format", "html"), node.inner("text")
    if style in PLAIN:
        return text
    return as_text(text.replace("\n", "<br>") if style == "moodle_auto_format" else text)


def _share(answer: Node) -> float:
    given = answer.attributes.get("fraction", "0").strip()
    try:
        return min(max(float(given), -100.0), 100.0)
    except ValueError:
        raise LeftOut(f"an answer's fraction must be a number of percent, not {given[:60]!r}") from None


def _multichoice(node: Node) -> Fields:
    answers = list(node.all("answer"))
    single = node.inner("single") not in ("false", "0")
    choices = [choice(_words(answer), False, _words(answer.first("feedback"))) for answer in answers]
    question_type, fields, losses = marked(single, [_share(answer) for answer in answers], choices)
    fixed = {"shuffle": False} if node.inner("shuffleanswers") in ("false", "0") else {}
    return question_type, {**fields, **fixed}, losses


def _true_false(node: Node) -> Fields:
    answers = {answer.inner("text").lower(): answer for answer in node.all("answer")}
    if set(answers) != {"true", "false"}:
        raise LeftOut("its two answers are not called true and false")
    truth = _share(answers["true"]) == 100.0
    right, wrong = (_words(answers[str(each).lower()].first("feedback")) for each in (truth, not truth))
    return "true_false", {"answer": truth, **said(right, wrong)}, ()


def _numerical(node: Node) -> Fields:
    given = [
        Given(answer.inner("text"), answer.inner("tolerance"), _share(answer), _words(answer.first("feedback")))
        for answer in node.all("answer")
    ]
    question_type, fields, losses = numeric(given)
    units = [unit.inner("unit_name") for holder in node.all("units") for unit in holder.all("unit")]
    known = {"unit": cleaned(units[0])} if units and cleaned(units[0]) else {}
    return question_type, {**fields, **known}, (*losses, *(["all units but the first"] if len(units) > 1 else []))


def _combined(node: Node) -> list[str]:
    """What is said of the whole answer, which decks do not have, unless it is Moodle's own standard words."""
    tags = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    told = [tag for tag in tags if _words(node.first(tag)) and "Your answer is" not in _words(node.first(tag))]
    return [f"the {', '.join(told)}"] if told else []


def _files(node: Node) -> list[str]:
    """How many pictures and other files a question holds."""
    count, waiting = 0, [node]
    while waiting:
        each = waiting.pop()
        count += each.tag in ("file", "image_base64")
        waiting.extend(each.children)
    return [f"{count} file{'s' * (count > 1)}, such as pictures"] if count else []


READERS: dict[str, Callable[[Node], Fields]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "numerical": _numerical,
}
IMPORTER = Importer(
    (".xml",),
    "multichoice, truefalse and numerical, with names, idnumbers, tags, hints and all feedback; the first category is "
    "the title",
    read,
)
