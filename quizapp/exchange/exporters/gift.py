"""GIFT, Moodle's text format, with every escape that Moodle's own reader undoes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.deck.model import Deck
from quizapp.exchange import fractions
from quizapp.exchange.format import CannotSay, Dialect, Exported, Exporter, Progress
from quizapp.exchange.measured_keys import with_keys
from quizapp.exchange.numbers import answers, decimal
from quizapp.exchange.reading_list import explained
from quizapp.exchange.text import flowed, on_one_line
from quizapp.exchange.worded import Worded, shares_lost, worded
from quizapp.questions.types import Question
from quizapp.questions.types.multiple import Multiple
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.single import Single
from quizapp.questions.types.true_false import TrueFalse

RESERVED = re.compile(r"[\\#=~{}:]")
CARRIED = frozenset(
    {"explanation", "reading", "tags", "choices.text", "choices.correct", "choices.if_chosen"}
    | {"answer", "answer.value", "answer.tolerance", "answer.within", "if_right", "if_wrong"}
    | {"misconceptions.value", "misconceptions.feedback"}
    | {"accept", "near_misses.text", "near_misses.feedback", "near_misses.credit"}
)


def escaped(text: str) -> str:
    """Text on one line, in which no character means anything but itself."""
    return RESERVED.sub(r"\\\g<0>", flowed(text)).replace("\n", "\\n")


def _part(text: str) -> str:
    """Text as an answer or its feedback; one that begins like a format or a weight says that it is plain."""
    return f"[plain]{escaped(text)}" if text.lstrip()[:1] in ("[", "%") else escaped(text)


def _feedback(text: str | None) -> str:
    return f"#{_part(text)}" if text else ""


def _single(question: Single) -> list[str]:
    return _choices(question, ["=" if choice.correct else "~" for choice in question.choices])


def _multiple(question: Multiple) -> list[str]:
    return _choices(question, [f"~%{weight}%" for weight in fractions.of_choices(question)])


def _choices(question: Single | Multiple, signs: Sequence[str]) -> list[str]:
    return [
        f"{sign}{_part(choice.text)}{_feedback(choice.if_chosen)}"
        for sign, choice in zip(signs, question.choices, strict=True)
    ]


def _true_false(question: TrueFalse) -> list[str]:
    wrong = _feedback(question.if_wrong) or "#" * bool(question.if_right)
    return [f"{'TRUE' if question.answer else 'FALSE'}{wrong}{_feedback(question.if_right)}"]


def _numeric(question: Numeric) -> list[str]:
    """The answers, and what is said of every other number."""
    lines = ["#"]
    for value, near, right, said in answers(question):
        lines.append(f"=%{100 if right else 0}%{decimal(value, near)}:{decimal(near)}{_feedback(said)}")
    return [*lines, f"~{_feedback(question.if_wrong)}"] if question.if_wrong else lines


def _short_answer(question: ShortAnswer) -> list[str]:
    """The spellings, each with its share."""
    lines = [_spelling(each) for each in worded(question)]
    if any("->" in line for line in lines):
        raise CannotSay("GIFT takes an answer with -> for a pair to be matched")
    return lines


def _spelling(each: Worded) -> str:
    return f"=%{fractions.percent(each.share)}%{_part(each.text)}{_feedback(each.said)}"


DIALECT: Dialect[list[str]] = Dialect(
    "GIFT",
    {
        "single": _single,
        "multiple": _multiple,
        "true_false": _true_false,
        "numeric": _numeric,
        "short_answer": _short_answer,
    },
    CARRIED,
)


def _whole(question: Question, lines: Sequence[str]) -> str:
    told = explained(question.explanation, question.reading)
    lines = [*lines, *([f"####{_part(told)}"] if told else [])]
    body = "\n".join(f"\t{line}" for line in lines)
    return f"{_comment(question)}\n::{escaped(question.id)}::[plain]{escaped(question.prompt)} {{\n{body}\n}}\n"


def _comment(question: Question) -> str:
    """The id and the tags, which Moodle reads from comments."""
    tags = (re.sub(r"[\[\]<>`]", "", on_one_line(tag)) for tag in question.tags)
    return " ".join([f"// [id:{question.id}]", *(f"[tag:{tag}]" for tag in tags if tag)])


def write(deck: Deck, progress: Progress) -> Exported:
    """The deck as the text of a GIFT file."""
    said, losses = DIALECT.say(deck.questions, with_keys(deck, progress))
    category = f"$CATEGORY: {on_one_line(deck.title).replace('/', '//')}\n"
    text = "\n".join([category, *(_whole(*each) for each in said)])
    return Exported(text.encode(), (*losses, *shares_lost(each for each, _ in said)))


EXPORTER = Exporter(
    ".gift",
    DIALECT.writers,
    "prompts, choices, if_chosen, spellings, if_right and if_wrong, explanations with reading, tags, ids",
    write,
)
