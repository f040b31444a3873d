"""Moodle XML: one category of questions, with everything that Moodle's question bank has a place for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizapp.deck.model import Deck
from quizapp.exchange import fractions
from quizapp.exchange.format import Dialect, Exported, Exporter, Progress
from quizapp.exchange.html_text import as_html, explained_html, inline_html
from quizapp.exchange.markup import Element, as_bytes, element
from quizapp.exchange.measured_keys import with_keys
from quizapp.exchange.numbers import answers, decimal
from quizapp.exchange.text import on_one_line
from quizapp.exchange.worded import shares_lost, worded
from quizapp.questions.types import Question
from quizapp.questions.types.multiple import Multiple
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.order import Order
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.single import Single
from quizapp.questions.types.true_false import TrueFalse

CARRIED = frozenset(
    {"explanation", "reading", "tags", "hints", "shuffle", "choices.text", "choices.correct", "choices.if_chosen"}
    | {"answer", "answer.value", "answer.tolerance", "answer.within", "if_right", "if_wrong", "unit"}
    | {"misconceptions.value", "misconceptions.feedback", "items.text", "items.feedback"}
    | {"accept", "case_sensitive", "near_misses.text", "near_misses.feedback", "near_misses.credit"}
)


def _text(tag: str, html: str, **attributes: str) -> Element:
    return element(tag, element("text", html), format="html", **attributes)


def _plain(tag: str, text: str) -> Element:
    return element(tag, element("text", on_one_line(text)))


def _answer(text: str, fraction: str, feedback: str | None) -> Element:
    answer = _text("answer", inline_html(text), fraction=fraction)
    answer.append(_text("feedback", as_html(feedback) if feedback else ""))
    return answer


def _single(question: Single) -> Element:
    return _multichoice(question, "true", [fractions.percent(float(choice.correct)) for choice in question.choices])


def _multiple(question: Multiple) -> Element:
    return _multichoice(question, "false", fractions.of_choices(question))


def _multichoice(question: Single | Multiple, single: str, shares: Sequence[str]) -> Element:
    answers = [
        _answer(choice.text, share, choice.if_chosen) for choice, share in zip(question.choices, shares, strict=True)
    ]
    options = [
        element("single", single),
        element("shuffleanswers", str(question.shuffle).lower()),
        element("answernumbering", "abc"),
    ]
    return _question("multichoice", question, [*options, *answers])


def _true_false(question: TrueFalse) -> Element:
    answers = []
    for word, truth in (("true", True), ("false", False)):
        right = truth is question.answer
        feedback = question.if_right if right else question.if_wrong
        answers.append(_answer(word, "100" if right else "0", feedback))
        answers[-1].set("format", "moodle_auto_format")
    return _question("truefalse", question, answers)


def _question(type_: str, question: Question, own: Iterable[Element]) -> Element:
    return element(
        "question",
        _plain("name", question.id),
        _text("questiontext", as_html(question.prompt)),
        _text("generalfeedback", explained_html(question.explanation, question.reading)),
        element("defaultgrade", "1"),
        element("penalty", "0.3333333"),
        element("hidden", "0"),
        element("idnumber", question.id),
        *own,
        *(_text("hint", as_html(hint)) for hint in question.hints),
        element("tags", *(_plain("tag", tag) for tag in question.tags)),
        type=type_,
    )


def _numeric(question: Numeric) -> Element:
    given = []
    for value, near, right, said in answers(question):
        given.append(_answer(decimal(value, near), "100" if right else "0", said))
        given[-1].append(element("tolerance", decimal(near)))
    if question.if_wrong:
        given.append(_answer("*", "0", question.if_wrong))
        given[-1].append(element("tolerance", "0"))
    return _question("numerical", question, [*given, *_units(question)])


def _units(question: Numeric) -> list[Element]:
    """The unit, which may stand behind the number and need not."""
    if not question.unit:
        return []
    unit = element("unit", element("multiplier", "1"), element("unit_name", on_one_line(question.unit)))
    return [element("units", unit), element("unitgradingtype", "0"), element("showunits", "0")]


def _short_answer(question: ShortAnswer) -> Element:
    """The spellings, each with its share; plain text, as Moodle keeps them."""
    given = []
    for each in worded(question):
        answer = element("answer", element("text", each.text), fraction=fractions.percent(each.share))
        answer.set("format", "moodle_auto_format")
        answer.append(_text("feedback", as_html(each.said) if each.said else ""))
        given.append(answer)
    return _question("shortanswer", question, [element("usecase", str(int(question.case_sensitive))), *given])


def _order(question: Order) -> Element:
    """Moodle's own ordering, since 4.4: items stand in their right order, each worth its place, marked by pairs."""
    items = [_answer(item.text, str(place), item.feedback) for place, item in enumerate(question.items, start=1)]
    words = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": "0", "gradingtype": "ALL_PREVIOUS_AND_NEXT"}
    words |= {"showgrading": "SHOW", "numberingstyle": "none"}
    return _question("ordering", question, [*(element(name, value) for name, value in words.items()), *items])


DIALECT: Dialect[Element] = Dialect(
    "Moodle XML",
    {
        "single": _single,
        "multiple": _multiple,
        "true_false": _true_false,
        "numeric": _numeric,
        "order": _order,
        "short_answer": _short_answer,
    },
    CARRIED,
)


def write(deck: Deck, progress: Progress) -> Exported:
    """The deck as a Moodle XML file."""
    said, losses = DIALECT.say(deck.questions, with_keys(deck, progress))
    title = on_one_line(deck.title).replace("/", "//")
    category = element("question", _plain("category", f"$course$/top/{title}"), type="category")
    content = as_bytes(element("quiz", category, *(each for _, each in said)))
    return Exported(content, (*losses, *shares_lost(each for each, _ in said)))


EXPORTER = Exporter(
    ".xml",
    DIALECT.writers,
    "prompts, choices, if_chosen, spellings, if_right and if_wrong, hints, explanations with reading, tags, ids",
    write,
)
