"""One widget for each form of answer; each draws an attempt with `show`, and posts `Answered`."""

from __future__ import annotations

from quizapp.play.session import Attempt
from quizapp.questions.answer_forms import EnterNumber, Form, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.inputs.knob_board import KnobBoard
from quizapp.ui.inputs.number_input import NumberInput
from quizapp.ui.inputs.order_list import OrderList

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
