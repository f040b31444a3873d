"""Arithmetic of written numbers is one number: `0.4 / 16 < x` says what `0.025 < x` does wherever it is read."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from quizapp.claims.operators import APPLY, ARITHMETIC, REDUCE, Numbers, computed, reduced
from quizapp.claims.tree import Arithmetic, Call, Constant, Measure, Negative, Number

Size = Callable[[Measure], float | None]


@np.errstate(all="ignore")
def folded(number: Number) -> Number:
    """A number whose parts are folded as one constant, if they all are constants and what they make is finite."""
    value = _made_of_parts(number, value_of=_written)
    return number if value is None or not math.isfinite(value) else Constant(value)


@np.errstate(all="ignore")
def value_with(number: Number, size: Size) -> float | None:
    """The finite number that is written, given the `size` of what is known without a run; None if there is none."""

    def value_of(part: Number) -> float | None:
        if isinstance(part, Measure):
            return size(part)
        return part.value if isinstance(part, Constant) else _made_of_parts(part, value_of)

    value = value_of(number)
    return value if value is not None and math.isfinite(value) else None


def _written(number: Number) -> float | None:
    return number.value if isinstance(number, Constant) else None


def _made_of_parts(number: Number, value_of: Callable[[Number], float | None]) -> float | None:
    """What arithmetic makes of the values of its parts; None if one of these has no value, or there are no parts."""
    match number:
        case Negative(operand):
            parts: tuple[Number, ...] = (operand,)
        case Arithmetic(_, left, right):
            parts = (left, right)
        case Call(_, arguments):
            parts = arguments
        case _:
            return None
    values = [value for value in map(value_of, parts) if value is not None]
    return _made(number, [np.asarray(value) for value in values]) if len(values) == len(parts) else None


def _made(number: Number, values: list[Numbers]) -> float:
    match number:
        case Negative():
            return float(-values[0])
        case Arithmetic(operator):
            return float(computed(ARITHMETIC[operator], *values))
        case Call(function) if function in REDUCE:
            return float(reduced(function, np.stack(values)))
        case Call(function):
            return float(computed(APPLY[function], *values))
    raise AssertionError(number)
