"""Line mode's adapter for each form of answer: what it lists, what a line means, and the answer and its marks in words.

To add a form, write its adapter in a file of this folder, and add its case here.
"""

from __future__ import annotations

from typing import Protocol, assert_never

from quizapp.plain.inputs.choices import Choices
from quizapp.plain.inputs.knobs import Knobs
from quizapp.plain.inputs.numbers import Number
from quizapp.plain.inputs.orders import Ordering
from quizapp.plain.inputs.words import Words
from quizapp.play.presenter import AfterMarking, MarkedOption
from quizapp.questions.answer_forms import (
    Answer,
    EnterNumber,
    EnterText,
    Form,
    PickMany,
    PickOne,
    PutInOrder,
    Settings,
    TurnKnobs,
)
from quizapp.text.run_report import Page


class LineAdapter(Protocol):
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

    def marked(self, shown: AfterMarking, page: Page) -> list[str]:
        """What became of each option, a line each; nothing where the verdict says it."""

    def heading(self, shown: AfterMarking, option: MarkedOption, page: Page) -> str:
        """Which option is being looked at, and what became of it."""


def adapter_for(form: Form, answer: Answer) -> LineAdapter:
    """The adapter of a form, and of the answer so far."""
    match form:
        case PickOne() | PickMany():
            return Choices(form)
        case EnterNumber():
            return Number(form)
        case EnterText():
            return Words(form)
        case PutInOrder():
            return Ordering(form)
        case TurnKnobs():
            assert isinstance(answer, Settings)
            return Knobs(form, answer)
        case _:
            assert_never(form)
