"""How near is near enough: tolerances of a number, and gaps between two, as authors write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, WithJsonSchema

from quizapp.experiments import scalars
from sim.registry import BadValue, Range

_PERCENT = re.compile(r"([0-9.]+)\s*%")
_FACTOR = re.compile(r"([0-9.]+)\s*[x×]")
MOST_DIGITS = 12
TOLERANCES = "a tolerance is a number such as 0.003, a percentage such as 5%, or {digits: 2}"
GAPS = "a gap is a factor such as 2x, or a difference such as 0.5"
#: Room for the rounding of the last bits, relative to the larger number.
ROUNDING = 1e-13
#: What is closer than this, relative to the larger number, another processor may put in another order.
LAST_DIGITS = 1e-6


@dataclass(frozen=True)
class Tolerance:
    """An absolute distance, a share of the right number, or half a unit in the last of its significant digits."""

    absolute: float | None = None
    percent: float | None = None
    digits: int | None = None

    def __str__(self) -> str:
        if self.digits is not None:
            return f"{self.digits} significant digit{'s' * (self.digits != 1)}"
        return f"{self.percent:g}%" if self.percent is not None else f"{self.absolute:g}"

    def as_data(self) -> object:
        """The form in which a deck file writes it."""
        if self.digits is not None:
            return {"digits": self.digits}
        return f"{_exact(self.percent)}%" if self.percent is not None else self.absolute

    @property
    def relative(self) -> bool:
        """Whether it goes by the size of the right number, so that there is none around 0."""
        return self.absolute is None

    def accepts(self, number: float, right: float) -> bool:
        """Whether a number is near enough to the right one; what is not finite is near nothing."""
        if not (math.isfinite(number) and math.isfinite(right)):
            return False
        return abs(number - right) <= self.room(right) + ROUNDING * max(abs(number), abs(right))

    def room(self, right: float) -> float:
        """How far from the right number an answer may lie."""
        if self.percent is not None:
            return abs(right) * (self.percent / 100)
        if self.digits is None:
            return self.absolute or 0.0
        return 0.5 * 10.0 ** (math.floor(math.log10(abs(right))) - self.digits + 1) if right else 0.0


@dataclass(frozen=True)
class Distance:
    """A factor as in 2x, or a difference as in 0.5, by which two numbers must be apart."""

    factor: float | None = None
    difference: float | None = None

    def __str__(self) -> str:
        return f"{self.factor:g}x" if self.factor is not None else f"{self.difference:g}"

    def as_data(self) -> object:
        """The form in which a deck file writes it."""
        return f"{_exact(self.factor)}x" if self.factor is not None else self.difference

    def reached(self, less: NDArray[np.float64], more: NDArray[np.float64]) -> NDArray[np.bool_]:
        """(S,) whether the second number is above the first by so much, as nothing is of what is not finite.

        No factor leads on from a number below 0.
        """
        with np.errstate(all="ignore"):
            finite = np.isfinite(less) & np.isfinite(more) & (np.abs(more - less) > LAST_DIGITS * np.abs(more))
            if self.factor is not None:
                return np.asarray(finite & (more >= self.factor * less) & (more > less) & (less >= 0))
            return np.asarray(finite & (more - less >= (self.difference or 0.0)))


def _exact(value: float) -> str:
    """A number in as many digits as it takes to read it back, and without an exponent."""
    return np.format_float_positional(value, trim="-")


def _read_tolerance(value: object) -> Tolerance:
    if isinstance(value, Tolerance):
        return value
    if isinstance(value, dict):
        return _digits(value)
    percent = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if percent:
        return Tolerance(percent=_positive(percent[1], TOLERANCES, 100))
    return Tolerance(absolute=_positive(value, TOLERANCES))


def _digits(value: dict[str, object]) -> Tolerance:
    if set(value) != {"digits"}:
        raise BadValue(TOLERANCES)
    digits = scalars.whole(value["digits"])
    return Tolerance(digits=int(Range(1, MOST_DIGITS).check("digits", digits, whole=True)))


def _read_gap(value: object) -> Distance:
    if isinstance(value, Distance):
        return value
    factor = _FACTOR.fullmatch(value) if isinstance(value, str) else None
    if factor is None:
        return Distance(difference=_positive(value, GAPS))
    number = _positive(factor[1], GAPS)
    if number <= 1:
        raise BadValue(f"a factor is more than 1, as in 2x, not {value!r}")
    return Distance(factor=number)


def _positive(value: object, forms: str, most: float = 1e300) -> float:
    """A number above 0, which may be in quotes as 5% and 2x may; BadValue with the forms that there are."""
    try:
        number = scalars.number(str(value) if isinstance(value, str) else value)
    except BadValue:
        raise BadValue(f"{forms}, not {scalars.in_words(value)}") from None
    if not isinstance(number, int | float) or not 0 < number <= most:
        raise BadValue(f"must be more than 0{f' and at most {most:g}' if most < 1e300 else ''}, not {value}")
    return float(number)


_ABOVE_ZERO = {"type": "number", "exclusiveMinimum": 0}
#: Patterns of what may stand in quotes: a number as the reader takes it, a percentage up to 100, and a factor over 1.
_NUMBER_PATTERN = rf"(?!-)(?=[+0.]*[1-9])(?:{scalars.NUMBER.pattern})"
_PERCENT_PATTERN = r"(?=[0.]*[1-9])(?:100(?:\.0*)?|(?:0|[1-9][0-9]?)(?:\.[0-9]*)?|\.[0-9]+)\s*%"
_FACTOR_PATTERN = r"(?![0.]|1(?:\.0*)?\s*[x×])[0-9]+(?:\.[0-9]*)?\s*[x×]"


def _in_quotes(pattern: str, forms: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^(?:{_NUMBER_PATTERN}|{pattern})$", "patternErrorMessage": forms}


_TOLERANCE: dict[str, Any] = {
    "anyOf": [
        _ABOVE_ZERO,
        _in_quotes(_PERCENT_PATTERN, TOLERANCES),
        {
            "type": "object",
            "properties": {
                "digits": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_DIGITS,
                    "description": "Significant digits that must agree.",
                }
            },
            "required": ["digits"],
            "additionalProperties": False,
        },
    ]
}
_GAP: dict[str, Any] = {"anyOf": [_ABOVE_ZERO, _in_quotes(_FACTOR_PATTERN, GAPS)]}

Near = Annotated[Tolerance, BeforeValidator(_read_tolerance), WithJsonSchema(_TOLERANCE)]
Apart = Annotated[Distance, BeforeValidator(_read_gap), WithJsonSchema(_GAP)]
