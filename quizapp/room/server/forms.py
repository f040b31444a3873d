"""A vote from a plain form of HTML, for phones without JavaScript, as the message that other clients send."""

from __future__ import annotations

import math
from typing import Any, assert_never

from starlette.datastructures import FormData

from quizapp.play.attempt import Attempt
from quizapp.questions.answer_forms import EnterNumber, EnterText, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.room.server.messages import BadMessage, number_in


def vote_of_form(attempt: Attempt | None, form: FormData) -> dict[str, Any]:
    """The message of a form's fields: `round`, `key`, `question`, `certainty`, and the answer's own."""
    if attempt is None:
        raise BadMessage("there is no question to answer yet")
    return {
        "round": _text(form, "round"),
        "key": _text(form, "key"),
        "question": _text(form, "question"),
        "certainty": _text(form, "certainty") or None,
        "answer": {"form": attempt.form.name, **_answer(attempt, form)},
    }


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _answer(attempt: Attempt, form: FormData) -> dict[str, Any]:
    match attempt.form:
        case PickOne() | PickMany():
            return {"picked": [each for each in form.getlist("choice") if isinstance(each, str)]}
        case EnterNumber():
            return {"number": {"text": _text(form, "number")}}
        case EnterText():
            return {"text": _text(form, "text")}
        case PutInOrder(options=options):
            places = sorted(options, key=lambda option: (_place(form, option.id), options.index(option)))
            return {"order": [option.id for option in places]}
        case TurnKnobs(knobs=knobs):
            return {"knobs": {knob.id: number_in(_text(form, f"knob-{knob.id}")) for knob in knobs}}
        case _:
            assert_never(attempt.form)


def _place(form: FormData, option: str) -> float:
    try:
        return float(_text(form, f"place-{option}"))
    except ValueError:
        return math.inf
