"""Answers as a room counts them: which are the same, and what each is called in a word or two."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, assert_never

from quizapp.charts.numbers import precise
from quizapp.questions.answer_data import answer_from_data
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
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MORE_OPTIONS = len(LETTERS)


def letters(form: Form) -> dict[str, str]:
    """The letters by which a room speaks of options, in the order in which all see them: 'A', ... 'Z', then numbers."""
    names = [LETTERS[n] if n < MORE_OPTIONS else str(n + 1) for n in range(len(form.options))]
    return {option.id: name for option, name in zip(form.options, names, strict=True)}


def same(form: Form, answer: Mapping[str, Any]) -> str:
    """What two answers have in common if and only if they are the same answer: numbers by value, words in any case."""
    given = answer_from_data(form, answer)
    match given:
        case Entered(_, value):
            return f"number {value!r}"
        case Typed(text):
            return f"text {text.casefold()}"
        case Settings():
            return f"knobs {json.dumps(given.values)}"
        case frozenset():
            return f"picked {json.dumps(sorted(given))}"
        case tuple():
            return f"order {json.dumps(given)}"
        case None:
            return "nothing"
        case _:
            assert_never(given)


def called(form: Form, answer: Mapping[str, Any]) -> str:
    """An answer in a word or two, for a bar or a row: 'B', 'A, C', '0.5', 'C < A < B'."""
    return _called(form, answer_from_data(form, answer))


def _called(form: Form, given: Answer) -> str:
    by_id = letters(form)
    match form:
        case PickOne() | PickMany():
            picked = given if isinstance(given, frozenset) else frozenset()
            return ", ".join(name for option, name in by_id.items() if option in picked) or "none"
        case PutInOrder():
            sign = " > " if form.largest_first else " < "
            return sign.join(by_id[each] for each in given) if isinstance(given, tuple) else "none"
        case EnterNumber():
            unit = f" {form.unit}" if form.unit else ""
            return f"{precise(given.value)}{unit}" if isinstance(given, Entered) else "none"
        case EnterText():
            return given.text if isinstance(given, Typed) else "none"
        case TurnKnobs():
            return str(given) if isinstance(given, Settings) else "none"
        case _:
            assert_never(form)
