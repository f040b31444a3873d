"""Items of QTI 2 and 3: choices, and texts and numbers to type. `quizapp.exchange.qti_package` reads many of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizapp.deck.reader.problems import DeckError
from quizapp.deck.reader.source import Source
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported, said
from quizapp.exchange.format import Imported, Importer, at_once
from quizapp.exchange.marks import marked
from quizapp.exchange.markup import Node, read_xml
from quizapp.exchange.number_answers import Given, numeric
from quizapp.exchange.qti_items import GAP, Words, correct_values, declared, feedback_of_texts, plainly_named, within
from quizapp.exchange.text_answers import Given as GivenText
from quizapp.exchange.text_answers import short_answer
from quizapp.questions.spellings import escaped

INTERACTION = re.compile(r"[a-z]\w*Interaction")
Fields = tuple[str, dict[str, Any], tuple[str, ...]]


@at_once
def read(source: Source) -> Imported:
    """The deck that one item makes."""
    return imported(source, found_in(source))


def found_in(source: Source) -> Found:
    """The question of an item; DeckError if the text is none."""
    root = plainly_named(read_xml(source))
    if root.tag != "assessmentItem":
        message = f"a question of QTI is an <assessmentItem>, and this is <{root.tag[:60]}>"
        raise DeckError(source.path, [source.problem(root.offset, message)])
    found = Found(root.attributes.get("title", ""))
    try:
        found.drafts.append(_draft(root, Words(source)))
    except LeftOut as reason:
        found.leave_out(root.offset, reason)
    return found


def _draft(root: Node, words: Words) -> Draft:
    body = root.first("itemBody")
    asked = [each for each in within(root, *_tags(root)) if INTERACTION.fullmatch(each.tag)]
    if body is None or not asked:
        raise LeftOut("a description, which asks nothing")
    if len(asked) > 1:
        raise LeftOut(f"it asks for {len(asked)} answers, and a question of ours for one", asked[1].offset)
    (interaction,) = asked
    if interaction.tag not in READERS:
        raise LeftOut(f"it is answered by <{interaction.tag[:60]}>; there is no such question type", interaction.offset)
    question_type, fields, losses = READERS[interaction.tag](root, interaction, words)
    return Draft(
        offset=root.offset,
        question_type=question_type,
        prompt=_prompt(body, interaction, words),
        fields=fields,
        name=root.attributes.get("identifier", "").removeprefix("_"),
        explanation=_modal(root, words, "EXPLAINED").get("yes", ""),
        losses=losses,
        remarks=tuple(words.remarks),
    )


def _tags(root: Node) -> set[str]:
    """All tags that occur."""
    found, waiting = set(), [root]
    while waiting:
        node = waiting.pop()
        found.add(node.tag)
        waiting.extend(node.children)
    return found


def _prompt(body: Node, interaction: Node, words: Words) -> str:
    """What stands in the body, with a gap where something is typed within a sentence, and the interaction's prompt."""
    gap = GAP if interaction.tag == "textEntryInteraction" else ""
    text = words(body, lambda node: gap if node is interaction else None)
    more = words(interaction.first("prompt"))
    lines = [line for line in text.split("\n") if line.strip() != GAP]
    return "\n\n".join(filter(None, ["\n".join(lines).strip(), more]))


def _modal(root: Node, words: Words, outcome: str = "FEEDBACK") -> dict[str, str]:
    """What is said once an outcome has a value, by this value."""
    found = (each for each in root.all("modalFeedback") if each.attributes.get("outcomeIdentifier") == outcome)
    return {each.attributes.get("identifier", ""): words(each) for each in found}


def _choices(root: Node, interaction: Node, words: Words) -> Fields:
    declaration = declared(root, interaction)
    options = list(interaction.all("simpleChoice"))
    names = [each.attributes.get("identifier", "") for each in options]
    choices = [choice(*_choice(each, words)) for each in options]
    single = (declaration.attributes.get("cardinality") if declaration else "") == "single"
    shares = _shares(root, declaration, single, names)
    marks = [share >= 100 for share in shares]
    if single and [each["text"].lower() for each in choices] == ["true", "false"] and sum(marks) == 1:
        told = [each.get("if_chosen", "") for each in choices]
        return "true_false", {"answer": marks[0], **said(told[not marks[0]], told[marks[0]])}, ()
    question_type, fields, losses = marked(single, shares, choices)
    fixed = {} if interaction.attributes.get("shuffle") == "true" else {"shuffle": False}
    return question_type, {**fields, **fixed}, losses


def _shares(root: Node, declaration: Node | None, single: bool, names: Sequence[str]) -> list[float]:
    """What each choice is worth in percent: by the mapping, or as our marking has it where none counts."""
    worths = _worths(declaration, names)
    if any(each > 0 for each in worths) and not _is_by_match(root):
        whole = max(worths) if single else sum(each for each in worths if each > 0)
        return [100 * each / whole for each in worths]
    correct = correct_values(declaration)
    marks = [name in correct for name in names]
    right, wrong = sum(marks), len(marks) - sum(marks)
    if single:
        return [100.0 * mark for mark in marks]
    return [100 / right if mark else -100 / wrong for mark in marks]


def _worths(declaration: Node | None, names: Sequence[str]) -> list[float]:
    """The mapped value of each choice; none without a mapping."""
    mapping = declaration.first("mapping") if declaration else None
    if mapping is None:
        return []
    known, other = dict(_mapping(declaration)), _worth(mapping, "defaultValue")
    return [known.get(name, other) for name in names]


def _is_by_match(root: Node) -> bool:
    """Whether the item names the standard marking that compares with the correct response and looks at no mapping."""
    processing = root.first("responseProcessing")
    return processing is not None and "match_correct" in processing.attributes.get("template", "")


def _choice(node: Node, words: Words) -> tuple[str, bool, str]:
    """The text of a choice, and what is said to whoever picks it."""
    inline = node.first("feedbackInline")
    return words(node, lambda each: "" if each.tag == "feedbackInline" else None), False, words(inline)


def _mapping(declaration: Node | None) -> list[tuple[str, float]]:
    """What each answer is worth, as the declaration has it."""
    mapping = declaration.first("mapping") if declaration else None
    return [(each.attributes.get("mapKey", ""), _worth(each)) for each in (mapping.all("mapEntry") if mapping else ())]


def _worth(entry: Node, attribute: str = "mappedValue") -> float:
    given = entry.attributes.get(attribute, "0")
    try:
        return float(given)
    except ValueError:
        raise LeftOut(f"a mapped value must be a number, not {given[:60]!r}", entry.offset) from None


def _typed(root: Node, interaction: Node, words: Words) -> Fields:
    declaration = declared(root, interaction)
    if declaration is None:
        raise LeftOut("it does not say which answer is right", interaction.offset)
    if declaration.attributes.get("baseType") in ("float", "integer"):
        return _number(root, declaration, words)
    entries = dict(_mapping(declaration))
    whole = max(entries.values(), default=1.0)
    right = correct_values(declaration)
    if whole <= 0 or not (right or entries):
        raise LeftOut("it does not say which answer is right", declaration.offset)
    shares = {**dict.fromkeys(right, 100.0), **{text: 100 * worth / whole for text, worth in entries.items()}}
    told, named = _modal(root, words), feedback_of_texts(root)
    at = declaration.offset
    given = [
        GivenText(escaped(text), share, told.get(named.get(text, "right" if share >= 100 else ""), ""), at)
        for text, share in shares.items()
        if share > 0 or told.get(named.get(text, ""))
    ]
    rest = [GivenText("*", 0.0, told["wrong"], at)] if told.get("wrong") else []
    question_type, fields, lost = short_answer([*given, *rest], _case(declaration))
    words.remarks.extend(lost)
    return question_type, fields, ()


def _case(declaration: Node) -> bool:
    """Whether case counts: in QTI it does, unless an entry says otherwise."""
    return not any(each.attributes.get("caseSensitive") == "false" for each in within(declaration, "mapEntry"))


def _number(root: Node, declaration: Node, words: Words) -> Fields:
    near = next(within(root, "equal"), None)
    tolerance = near.attributes.get("tolerance", "").split() if near else []
    exact = near is None or near.attributes.get("toleranceMode", "exact") != "absolute"
    told = _modal(root, words)
    values = correct_values(declaration)
    given = [
        Given(value, "" if exact or not tolerance else tolerance[0], 100.0, told.get("right", ""), declaration.offset)
        for value in values
    ]
    rest = [Given("*", "", 0.0, told["wrong"], declaration.offset)] if told.get("wrong") else []
    return numeric([*given, *rest])


#: What may stand before the first tag, and this.
BEFORE = r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
MEANT = re.compile(rf"{BEFORE}<(?:[\w.]+:)?(?:qti-assessment-item|assessmentItem)\b")


def is_meant(text: str) -> bool:
    """Whether a text is XML that begins with the tag of an item."""
    return MEANT.match(text) is not None


READERS = {"choiceInteraction": _choices, "textEntryInteraction": _typed}
IMPORTER = Importer(
    (".zip",),
    "items of QTI 2 and 3, and packages of them (.zip): choices, and texts and numbers to type, with what is said "
    "about them; items with several gaps, and what is drawn, matched or put in order, are left out",
    read,
    is_meant,
)
