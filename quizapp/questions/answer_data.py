"""Answers and their forms as plain data, for a file or another machine, and answers back from it.

An answer is a mapping tagged by its form: {"form": "pick_many", "picked": ["a", "c"]}.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, assert_never

from quizapp.questions.answer_forms import (
    Answer,
    Entered,
    EnterNumber,
    EnterText,
    Form,
    PickMany,
    PickOne,
    PutInOrder,
    Settings,
    TurnKnobs,
    Typed,
    fits,
)
from quizapp.questions.spellings import LONGEST


class BadAnswer(ValueError):
    """Data that is no answer of the form that it should have."""


def answer_as_data(form: Form, answer: Answer) -> dict[str, Any]:
    """An answer of a form as data of which JSON can be made; the part with the answer is None where none is given."""
    match form:
        case PickOne() | PickMany():
            part: dict[str, Any] = {"picked": sorted(answer) if isinstance(answer, frozenset) else None}
        case EnterNumber():
            entered = answer if isinstance(answer, Entered) else None
            part = {"number": entered and {"text": entered.text, "value": entered.value}}
        case EnterText():
            part = {"text": answer.text if isinstance(answer, Typed) else None}
        case PutInOrder():
            part = {"order": list(answer) if isinstance(answer, tuple) else None}
        case TurnKnobs():
            part = {"knobs": answer.values if isinstance(answer, Settings) else None}
        case _:
            assert_never(form)
    return {"form": form.name, **part}


def answer_from_data(form: Form, data: object) -> Answer:
    """The answer that data says, or BadAnswer if it is none of this form."""
    if not isinstance(data, Mapping) or data.get("form") != form.name:
        raise BadAnswer(f"this is no answer of the form {form.name}")
    try:
        answer = _answer(form, data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadAnswer(f"this answer of the form {form.name} lacks a part, or has one of another kind") from None
    if not fits(form, answer):
        raise BadAnswer(f"this answer does not fit the question, which has the form {form.name}")
    return answer


def _answer(form: Form, data: Mapping[str, Any]) -> Answer:
    match form:
        case PickOne() | PickMany():
            return frozenset(_text(each) for each in _list(data["picked"]))
        case EnterNumber():
            number = data["number"]
            return None if number is None else Entered(_text(number["text"]), _number(number["value"]))
        case EnterText():
            return None if data["text"] is None else Typed(_text(data["text"]))
        case PutInOrder():
            return tuple(_text(each) for each in _list(data["order"]))
        case TurnKnobs():
            values = {_text(knob): _number(value) for knob, value in data["knobs"].items()}
            return Settings(tuple((knob.id, values.pop(knob.id)) for knob in form.knobs) + tuple(values.items()))
        case _:
            assert_never(form)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return list(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def form_as_data(form: Form) -> dict[str, Any]:
    """How a question is answered, as data of which JSON can be made: what can be picked, ordered, typed or turned."""
    options = [asdict(option) for option in form.options]
    match form:
        case PickOne() | PickMany():
            part: dict[str, Any] = {"choices": options}
        case EnterNumber():
            part = {"unit": form.unit}
        case EnterText():
            part = {"longest": LONGEST}
        case PutInOrder():
            part = {"choices": options, "by": form.by, "ends": list(form.ends)}
        case TurnKnobs():
            part = {"knobs": [asdict(knob) for knob in form.knobs], "predict": form.predict}
        case _:
            assert_never(form)
    return {"form": form.name, **part}
