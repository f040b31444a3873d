"""One widget for each form of answer; each draws an attempt with `show`, and posts `Answered`."""

from __future__ import annotations

from quizapp.forms import EnterNumber, Form, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.session import Attempt
from quizapp.ui.choice_list import ChoiceList
from quizapp.ui.knob_board import KnobBoard
from quizapp.ui.number_input import NumberInput
from quizapp.ui.order_list import OrderList

AnswerInput = ChoiceList | NumberInput | OrderList | KnobBoard

INPUTS: dict[type[Form], type[AnswerInput]] = {
    PickOne: ChoiceList,
    PickMany: ChoiceList,
    EnterNumber: NumberInput,
    PutInOrder: OrderList,
    TurnKnobs: KnobBoard,
}


def input_for(attempt: Attempt, id: str) -> AnswerInput:  # noqa: A002
    """The widget by which an attempt is answered."""
    return INPUTS[type(attempt.form)](attempt, id=id)
