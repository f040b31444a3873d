"""Moodle XML: what a question bank exports; HTML becomes text on its lines, and what is left out of it is listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from quizapp.deck.reader.problems import DeckError
from quizapp.deck.reader.source import Source
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported, said
from quizapp.exchange.format import Imported, Importer, at_once
from quizapp.exchange.html_reader import read_html
from quizapp.exchange.importers.gift import title_of
from quizapp.exchange.markdown_reader import read_markdown
from quizapp.exchange.marks import ROUNDED, marked
from quizapp.exchange.markup import Node, read_xml
from quizapp.exchange.number_answers import Given, numeric
from quizapp.exchange.remarks import ReadText, located
from quizapp.exchange.text import cleaned
from quizapp.exchange.text_answers import Given as GivenText
from quizapp.exchange.text_answers import short_answer

Fields = tuple[str, dict[str, Any], tuple[str, ...]]
STYLES: dict[str, Callable[[str], ReadText]] = {
    "plain_text": ReadText,
    "markdown": read_markdown,
    "moodle_auto_format": lambda text: read_html(text.replace("\n", "<br>")),
}


@at_once
def read(source: Source) -> Imported:
    """The deck that a Moodle XML file makes."""
    root = read_xml(source)
    if root.tag != "quiz":
        message = f"Moodle's question files begin with <quiz>, not with <{root.tag[:60]}>"
        raise DeckError(source.path, [source.problem(root.offset, message)])
    found, category = Found(), ""
    for node in root.all("question"):
        try:
            if node.attributes.get("type") == "category":
                category = title_of(node.inner("category", "text"))
                found.categories.append((node.offset, category))
            else:
                found.drafts.append(_draft(node, category, Words(source.text)))
        except LeftOut as reason:
            found.leave_out(node.offset, reason)
    return imported(source, found)


def _draft(node: Node, category: str, words: Words) -> Draft:
    type_ = node.attributes.get("type", "")
    if type_ == "ordering":
        raise LeftOut("an ordering; `type: order` needs an experiment for every item, by which it is measured")
    if type_ not in READERS:
        raise LeftOut(f"a question of type {type_[:60] or 'unknown'!r}; there is no such question type")
    question_type, fields, losses = READERS[type_](node, words)
    return Draft(
        offset=node.offset,
        question_type=question_type,
        prompt=words(node.first("questiontext")),
        fields=fields,
        name=node.inner("idnumber") or node.inner("name", "text"),
        hints=tuple(words(hint) for hint in node.all("hint")),
        explanation=words(node.first("generalfeedback")),
        tags=tuple(tag.inner("text") for tags in node.all("tags") for tag in tags.all("tag")),
        losses=(*losses, *_combined(node), *_files(node), *_grade(node)),
        remarks=tuple(words.remarks),
        category=category,
    )


class Words:
    """What turns the text in a node into text as decks hold it, by the format that the node names."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.remarks: list[tuple[int, str]] = []

    def __call__(self, node: Node | None) -> str:
        """The text in a node; what is left out of it is added to the remarks."""
        if node is None:
            return ""
        read = STYLES.get(node.attributes.get("format", "html"), read_html)(node.inner("text"))
        self.remarks.extend(located(read.remarks, self.source, node.offset, node.end))
        return read.text


def _share(answer: Node) -> float:
    given = answer.attributes.get("fraction", "0").strip()
    try:
        return min(max(float(given), -100.0), 100.0)
    except ValueError:
        raise LeftOut(f"an answer's fraction must be a number of percent, not {given[:60]!r}", answer.offset) from None


def _multichoice(node: Node, words: Words) -> Fields:
    answers = list(node.all("answer"))
    single = node.inner("single") not in ("false", "0")
    choices = [choice(words(answer), False, words(answer.first("feedback"))) for answer in answers]
    question_type, fields, losses = marked(single, [_share(answer) for answer in answers], choices)
    fixed = {"shuffle": False} if node.inner("shuffleanswers") in ("false", "0") else {}
    return question_type, {**fields, **fixed}, losses


def _true_false(node: Node, words: Words) -> Fields:
    answers = {answer.inner("text").lower(): answer for answer in node.all("answer")}
    if set(answers) != {"true", "false"}:
        raise LeftOut("its two answers are not called true and false")
    shares = {name: _share(answer) for name, answer in answers.items()}
    whole = [name for name, share in shares.items() if share >= 100 - ROUNDED]
    if len(whole) != 1:
        raise LeftOut("exactly one of true and false can be right, and here " + ("both are" if whole else "neither is"))
    truth = whole == ["true"]
    right, wrong = (words(answers[str(each).lower()].first("feedback")) for each in (truth, not truth))
    losses = ("part of the mark for the other answer",) if any(0 < share < 100 for share in shares.values()) else ()
    return "true_false", {"answer": truth, **said(right, wrong)}, losses


def _numerical(node: Node, words: Words) -> Fields:
    given = [
        Given(
            answer.inner("text"),
            answer.inner("tolerance"),
            _share(answer),
            words(answer.first("feedback")),
            answer.offset,
        )
        for answer in node.all("answer")
    ]
    question_type, fields, losses = numeric(given)
    units = [unit.inner("unit_name") for holder in node.all("units") for unit in holder.all("unit")]
    known = {"unit": cleaned(units[0])} if units and cleaned(units[0]) else {}
    return question_type, {**fields, **known}, (*losses, *(["all units but the first"] if len(units) > 1 else []))


def _short_answer(node: Node, words: Words) -> Fields:
    """Texts to type: Moodle keeps them plain, and other programs may write HTML."""
    given = [
        GivenText(_typed(answer, words), _share(answer), words(answer.first("feedback")), answer.offset)
        for answer in node.all("answer")
    ]
    question_type, fields, losses = short_answer(given, node.inner("usecase") in ("1", "true"))
    words.remarks.extend(losses)
    return question_type, fields, ()


def _typed(answer: Node, words: Words) -> str:
    is_html = answer.attributes.get("format") == "html"
    return words(answer) if is_html else answer.inner("text")


def _combined(node: Node) -> list[str]:
    """What is said of the whole answer, which decks do not have, unless it is Moodle's own standard words."""
    tags = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    words = Words("")
    told = [tag for tag in tags if (said := words(node.first(tag))) and "Your answer is" not in said]
    return [f"the {', '.join(told)}"] if told else []


def _files(node: Node) -> list[str]:
    """How many pictures and other files a question holds."""
    count, waiting = 0, [node]
    while waiting:
        each = waiting.pop()
        count += each.tag in ("file", "image_base64")
        waiting.extend(each.children)
    return [f"{count} file{'s' * (count > 1)}, such as pictures"] if count else []


def _grade(node: Node) -> list[str]:
    """What a right answer is worth, where that is not one point as in decks."""
    given = node.inner("defaultgrade")
    return [f"the default grade {given[:20]}"] if given.strip("0").rstrip(".") not in ("", "1") else []


def is_meant(text: str) -> bool:
    """Whether a text is XML that begins with Moodle's tag."""
    return re.match(r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<quiz>?\s*<question\b", text) is not None


READERS: dict[str, Callable[[Node, Words], Fields]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "numerical": _numerical,
    "shortanswer": _short_answer,
}
IMPORTER = Importer(
    (".xml",),
    "multichoice, truefalse, numerical and shortanswer, with names, idnumbers, tags, hints and all feedback; the first "
    "category is the title, and of several each is a tag",
    read,
    is_meant,
)
