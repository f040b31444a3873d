"""A question of a room read back from its data: its form of answer, and what the widgets and adapters of a quiz need.

It is the other way of `quizapp.questions.answer_data.form_as_data` and of `course.seen.question_seen`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from quizapp.play.attempt import Phase
from quizapp.play.certainty import Certainty
from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_forms import (
    Answer,
    EnterNumber,
    EnterText,
    Form,
    Knob,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
    missing_from,
)
from quizapp.room.course.answers import letters


class BadQuestion(ValueError):
    """Data that is no question that this program knows how to ask."""


@dataclass(frozen=True)
class Asked:
    """A question as a room asks it: `how` it is answered, all its `hints`, and whether certainty is asked for."""

    id: str
    kind: str
    prompt: str
    how: str
    form: Form
    hints: tuple[str, ...]
    asks_certainty: bool

    @property
    def letters(self) -> Mapping[str, str]:
        """The room's letters by the ids of the options."""
        return letters(self.form)


def question_from_data(data: object) -> Asked:
    """The question that data says, or BadQuestion."""
    try:
        question = _mapping(data)
        return Asked(
            id=_text(question["id"]),
            kind=_text(question["kind"]),
            prompt=_text(question["prompt"]),
            how=_text(question["how"]),
            form=form_from_data(question),
            hints=tuple(_text(hint) for hint in _list(question.get("hints", []))),
            asks_certainty=bool(question.get("certainties")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadQuestion(f"this is no question that this version of quizapp can ask: {error}") from None


def form_from_data(data: Mapping[str, Any]) -> Form:
    """The form of answer that data says; BadQuestion if it says none.

    The options stay in the order in which they come, which is the room's.
    """
    try:
        return _form(data)
    except (KeyError, TypeError, ValueError) as error:
        raise BadQuestion(f"this is no form of answer: {error}") from None


def _form(data: Mapping[str, Any]) -> Form:
    match data["form"]:
        case PickOne.name:
            return PickOne(_options(data), fixed_order=True)
        case PickMany.name:
            return PickMany(_options(data), fixed_order=True)
        case EnterNumber.name:
            return EnterNumber(_text(data["unit"]))
        case EnterText.name:
            return EnterText()
        case PutInOrder.name:
            form = PutInOrder(_options(data), _text(data["by"]))
            return replace(form, largest_first=list(form.ends) != _list(data["ends"]))
        case TurnKnobs.name:
            return TurnKnobs(tuple(_knob(_mapping(each)) for each in _some(data["knobs"])), bool(data["predict"]))
        case other:
            raise ValueError(other)


def _options(data: Mapping[str, Any]) -> tuple[Option, ...]:
    options = tuple(Option(_text(each["id"]), _text(each["text"])) for each in _some(data["choices"]))
    if len({option.id for option in options}) < len(options):
        raise ValueError("two choices have one id")
    return options


def _knob(data: Mapping[str, Any]) -> Knob:
    low, high, start = (_number(data[name]) for name in ("low", "high", "start"))
    is_log = bool(data["logarithmic"])
    if not low <= start <= high or (is_log and low <= 0):
        raise ValueError("a knob stands outside its range")
    return Knob(_text(data["id"]), _text(data["text"]), low, high, start, is_log, bool(data["whole"]))


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("not a mapping")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _some(value: object) -> list[Any]:
    if not _list(value):
        raise ValueError("an empty list")
    return _list(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("not a number")
    return float(value)


def before_commit_of(
    asked: Asked,
    answer: Answer,
    certainty: Certainty | None = None,
    hints_shown: int = 0,
    closed: bool = False,
) -> BeforeCommit:
    """What the widgets and line adapters of a quiz show of a question; `closed` if nothing can be answered just now.

    The options of an order stand as they are answered, each with the room's letter before its words.
    """
    missing = missing_from(asked.form, answer)
    return BeforeCommit(
        attempt=asked.id,
        phase=Phase.PREDICT,
        question=asked.id,
        type=asked.kind,
        prompt=asked.prompt,
        how=asked.how,
        form=asked.form,
        options=_shown(asked, answer),
        answer=answer,
        certainty=certainty,
        hints=asked.hints[:hints_shown],
        hints_in_all=len(asked.hints),
        missing=missing,
        missing_answer=missing,
        prediction=None,
        committed=closed,
        asks_certainty=asked.asks_certainty,
        tuning=False,
        watches=False,
        in_exam=False,
    )


def _shown(asked: Asked, answer: Answer) -> tuple[Option, ...]:
    if not isinstance(asked.form, PutInOrder):
        return asked.form.options
    by_id = {option.id: option for option in asked.form.options}
    order = answer if isinstance(answer, tuple) else tuple(by_id)
    return tuple(Option(each, f"{asked.letters[each]}: {by_id[each].text}") for each in order)
