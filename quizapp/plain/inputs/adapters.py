"""How each form is answered in lines: a new form has a reader of its own, in a file of its own."""

from __future__ import annotations

from typing import Protocol

from quizapp.plain.inputs.choices import Choices
from quizapp.plain.inputs.knobs import Knobs
from quizapp.plain.inputs.numbers import Number
from quizapp.plain.inputs.orders import Ordering
from quizapp.play.session import Attempt
from quizapp.questions.answer_forms import Answer, EnterNumber, PutInOrder, Settings, TurnKnobs
from quizapp.text.run_report import Page


class Reader(Protocol):
    """What line mode knows of a form: what it lists, how it asks, what a line means, and an answer in words."""

    @property
    def how(self) -> str:
        """What to type, in a sentence or two."""

    def listed(self, page: Page) -> str:
        """What stands below the prompt: the choices, items or knobs."""

    def read(self, line: str) -> Answer:
        """The answer that a line gives, or NotUnderstood."""

    def understood(self, answer: Answer, page: Page) -> str:
        """What a line was understood as, where its own words do not say it."""

    def said(self, answer: Answer) -> str:
        """An answer in a few words, to follow 'You say:'."""


def reader_of(attempt: Attempt) -> Reader:
    """The reader of an attempt's form."""
    match attempt.form:
        case EnterNumber():
            return Number(attempt.form)
        case PutInOrder():
            return Ordering(attempt.form)
        case TurnKnobs():
            assert isinstance(attempt.answer, Settings)
            return Knobs(attempt.form, attempt.answer)
    return Choices(attempt.form)
