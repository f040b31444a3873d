"""Numbers as people write them: 0.0625, 0,0625, 6.25e-2, 1/16, sqrt(2/512). Read, and never executed."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from quizapp.claims.evaluation import quantify
from quizapp.claims.meant import number_meant
from quizapp.claims.parsing import ClaimError, parse_quantity
from sim.registry import BadValue

EXAMPLES = "such as 0.0625, 6.25e-2, 1/16 or sqrt(2/512)"
LONGEST = 200
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
#: 1,000 is a thousand to some readers and one to others.
_THOUSANDS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])", re.ASCII)
#: Where these are, a comma stands between two numbers.
_LISTS = re.compile(r"\b(?:max|min|median)\b")
_SIGNS = str.maketrans({"\u2212": "-", "\u00d7": "*", "\u00b7": "*", "\u00f7": "/", "^": "\u2191"})


@lru_cache(maxsize=4096)
def value_of(text: str) -> float:
    """The finite number that a text says; BadValue if it says none."""
    if len(text) > LONGEST:
        raise BadValue(f"must be a number of at most {LONGEST} characters; this has {len(text)}")
    written = _with_points(text.translate(_SIGNS)).replace("\u2191", "**")
    try:
        quantity = parse_quantity(written, {}, "")
        number = float(quantify(quantity, {}, "").item())
    except (ClaimError, KeyError, ValueError, RecursionError):
        raise BadValue(f"must be a number {EXAMPLES}, not {text[:60]!r}{number_meant(text[:60])}") from None
    if not math.isfinite(number):
        raise BadValue(f"must be a finite number, and {text[:60]!r} is not one")
    return number


def _with_points(text: str) -> str:
    if _LISTS.search(text):
        return text
    unclear = _THOUSANDS.search(text)
    if unclear:
        plain, pointed = unclear[0].replace(",", ""), unclear[0].replace(",", ".", 1)
        raise BadValue(f"must say which comma this is in {unclear[0]!r}; write {plain} or {pointed}")
    return _DECIMAL_COMMA.sub(".", text)
