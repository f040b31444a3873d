"""Numbers as people write them: 0.0625, 0,0625, 6.25e-2, 1/16, sqrt(2/512). Read, and never executed."""

from __future__ import annotations

import math
import re

from quizapp.claims.evaluation import quantify
from quizapp.claims.parsing import ClaimError, parse_quantity
from sim.registry import BadValue

EXAMPLES = "such as 0.0625, 6.25e-2, 1/16 or sqrt(2/512)"
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SIGNS = str.maketrans({"\u2212": "-", "\u00d7": "*", "\u00b7": "*", "\u00f7": "/", "^": "\u2191"})


def value_of(text: str) -> float:
    """The finite number that a text says; BadValue if it says none."""
    written = _DECIMAL_COMMA.sub(".", text.translate(_SIGNS)).replace("\u2191", "**")
    try:
        quantity = parse_quantity(written, {}, "")
        number = float(quantify(quantity, {}, "").item())
    except (ClaimError, KeyError, ValueError):
        raise BadValue(f"must be a number {EXAMPLES}, not {text[:60]!r}") from None
    if not math.isfinite(number):
        raise BadValue(f"must be a finite number, and {text[:60]!r} is not one")
    return number
