"""The spellings of a short answer in the order in which other programs try them, each with what it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizapp.exchange.fractions import percent
from quizapp.exchange.losses import Loss
from quizapp.questions.spellings import escaped
from quizapp.questions.types import Question
from quizapp.questions.types.short_answer import ShortAnswer


@dataclass(frozen=True)
class Worded:
    """A spelling in which a star stands for anything, what it is worth from 0 to 1, and what is said to it."""

    text: str
    share: float
    said: str | None


def worded(question: ShortAnswer) -> list[Worded]:
    """All that is right, then the near misses, and last what is said to whatever else is typed."""
    right = [Worded(each, 1.0, question.if_right) for each in (escaped(question.shown), *question.accept)]
    near = [Worded(each.text, each.credit, each.feedback) for each in question.near_misses]
    rest = [Worded("*", 0.0, question.if_wrong)] if question.if_wrong else []
    return [*right, *near, *rest]


def shares_lost(questions: Iterable[Question]) -> Iterator[Loss]:
    """The questions with an answer that is worth a part of the mark that Moodle does not know."""
    for question in questions:
        near = question.near_misses if isinstance(question, ShortAnswer) else ()
        if any(abs(float(percent(each.credit)) - 100 * each.credit) > 0.001 for each in near):
            yield Loss(question.id, "near_misses.exact credit")
