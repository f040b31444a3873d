"""The terminal UI's adapter for each form of answer: its widget, and the keys by which it is answered.

A widget draws a question with `show`, and posts `Answered` to the screen. To add a form, add its case here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_forms import EnterNumber, EnterText, Form, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.inputs.field import TYPED
from quizapp.ui.inputs.knob_board import KnobBoard
from quizapp.ui.inputs.number_input import NumberInput
from quizapp.ui.inputs.order_list import OrderList
from quizapp.ui.inputs.word_input import WordInput

AnswerInput = ChoiceList | NumberInput | WordInput | OrderList | KnobBoard


def input_for(shown: BeforeCommit, id: str, names: Sequence[str] = "123456789") -> AnswerInput:  # noqa: A002
    """The widget by which a question is answered; choices are called by these names."""
    match shown.form:
        case PickOne() | PickMany():
            return ChoiceList(shown, id=id, names=names)
        case EnterNumber():
            return NumberInput(shown, id=id)
        case EnterText():
            return WordInput(shown, id=id)
        case PutInOrder():
            return OrderList(shown, id=id)
        case TurnKnobs():
            return KnobBoard(shown, id=id)
        case _:
            assert_never(shown.form)


def keys_for(form: Form) -> str:
    """The keys by which a form is answered, in a sentence."""
    match form:
        case PickOne() | PickMany():
            return "Pick your answer with the number keys, or with j, k and space; then press enter."
        case EnterNumber():
            return f"Type your number; then press enter. {TYPED}"
        case EnterText():
            return f"Type your answer; then press enter. {TYPED}"
        case PutInOrder():
            return "Carry an item with J and K or to its number, or drag it; press enter when the order is right."
        case TurnKnobs():
            return "Turn with the arrow keys, or click; press enter when it stands where you think it must."
        case _:
            assert_never(form)
