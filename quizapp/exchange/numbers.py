"""Numbers and tolerances as other formats write them: decimals, and a distance in place of a percentage."""

from __future__ import annotations

import math
from decimal import Decimal

from quizapp.claims.arithmetic import value_of
from quizapp.questions.tolerances import Tolerance
from quizapp.questions.types.numeric import Numeric

#: Significant digits that are written where the tolerance needs no more; of measured numbers, and of given ones.
FEWEST, DIGITS, MOST = 4, 10, 17


def rounded(value: float, near: float, fewest: int = FEWEST) -> str:
    """A number with so many digits that what is cut off is less than a hundredth of how near is near enough."""
    if not value or not near or not math.isfinite(value):
        return f"{value:.{MOST if value and not near else fewest}g}"
    needed = math.ceil(math.log10(abs(value) / near)) + 3
    return f"{value:.{min(max(fewest, needed), MOST)}g}"


def decimal(value: float, near: float | None = None) -> str:
    """A number without an exponent, as every reader takes it, as exactly as `near` needs it."""
    written = f"{Decimal(rounded(value, near, DIGITS) if near else f'{value:.{DIGITS}g}'):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def distance(near: Tolerance, value: float) -> float:
    """How far from a value a tolerance reaches; of digits, half a unit of the last."""
    if near.percent is not None:
        return abs(value) * near.percent / 100
    if near.digits is None:
        return near.absolute or 0.0
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - near.digits + 1) if value else 0.0


def answers(question: Numeric) -> list[tuple[float, float, bool, str | None]]:
    """The right number and the misconceptions, each with how near is near, whether it is right, and what is said."""
    near = question.answer.near
    given = [(value_of(str(question.answer.value)), True, question.if_right)]
    given += [(value_of(each.value), False, each.feedback) for each in question.misconceptions]
    return [(value, distance(near, value), right, said) for value, right, said in given]
