"""From the answers that Moodle knows for a number to a key, misconceptions, and what is said of all else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizapp.exchange.draft import LeftOut
from quizapp.exchange.marks import ROUNDED

NUMBER = re.compile(r"[-+]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,3})?")
ANY = "*"
#: As near as a number that must be hit exactly is taken.
EXACTLY = {"digits": 12}


@dataclass(frozen=True)
class Given:
    """A number as it is written, or ANY, how near is near, what it is worth in percent, and what is said of it."""

    value: str
    near: str
    share: float
    said: str


def numeric(answers: Sequence[Given]) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The question type, the fields and the losses of a question that is answered with a number."""
    right = [each for each in answers if each.share >= 100 - ROUNDED and each.value != ANY]
    if len(right) != 1:
        raise LeftOut(f"exactly one number can be right, and {len(right)} are")
    key = right[0]
    wrong = [each for each in answers if each is not key and each.value != ANY and each.said]
    others = [each.said for each in answers if each.value == ANY and each.said]
    fields: dict[str, Any] = {"answer": {"value": _number(key.value), "tolerance": _near(key.near)}}
    if wrong:
        fields["misconceptions"] = [{"value": _number(each.value), "feedback": each.said} for each in wrong]
    fields |= {name: said for name, said in {"if_right": key.said, "if_wrong": "\n\n".join(others)}.items() if said}
    partial = [each.value for each in answers if ROUNDED < each.share < 100 - ROUNDED]
    losses = [f"part of the mark for {', '.join(partial)}"] if partial else []
    return "numeric", fields, tuple(losses)


def _number(text: str) -> str:
    if not NUMBER.fullmatch(text.strip()):
        raise LeftOut(f"{text[:60]!r} is not a number")
    return text.strip()


def _near(text: str) -> object:
    return float(_number(text)) if text.strip() and float(_number(text)) > 0 else EXACTLY


def between(low: str, high: str) -> tuple[str, str]:
    """The number in the middle of two, and how far they are from it."""
    ends = float(_number(low)), float(_number(high))
    return f"{sum(ends) / 2:.12g}", f"{abs(ends[1] - ends[0]) / 2:.12g}"
