"""From the answers that Moodle knows for a number to a key, misconceptions, and what is said of all else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from quizapp.exchange.draft import LeftOut, said
from quizapp.exchange.fractions import percent
from quizapp.exchange.marks import ROUNDED
from quizapp.exchange.text import kept

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
    offset: int | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest number that is taken for it."""
        value, near = float(_number(self.value, self.offset)), self.reach
        return value - near, value + near

    @property
    def reach(self) -> float:
        """How far from it a number may be."""
        return abs(float(_number(self.near, self.offset))) if self.near.strip() else 0.0


def numeric(answers: Sequence[Given]) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The question type, the fields and the losses of a question that is answered with a number."""
    numbers = [each for each in answers if each.value != ANY]
    key, right_losses = _key([each for each in numbers if each.share >= 100 - ROUNDED])
    rest = [each for each in numbers if each.share < 100 - ROUNDED]
    wrong, wrong_losses = _misconceptions(rest, key)
    others = [each.said for each in answers if each.value == ANY and each.said]
    fields: dict[str, Any] = {"answer": {"value": _number(key.value, key.offset), "tolerance": key.reach or EXACTLY}}
    if wrong:
        fields["misconceptions"] = [{"value": each.value.strip(), "feedback": kept(each.said)} for each in wrong]
    partial = [each.value for each in answers if ROUNDED < each.share < 100 - ROUNDED]
    losses = [f"part of the mark for {', '.join(partial)}"] if partial else []
    return "numeric", {**fields, **said(key.said, "\n\n".join(others))}, (*right_losses, *wrong_losses, *losses)


def _key(right: Sequence[Given]) -> tuple[Given, list[str]]:
    """The one range of right numbers that several make together, if they do, and what is lost by that."""
    ranges = sorted(right, key=lambda each: each.ends)
    if not ranges:
        raise LeftOut("exactly one number can be right, and 0 are")
    low, high = ranges[0].ends
    for each in ranges[1:]:
        if each.ends[0] > high:
            raise LeftOut(f"exactly one number can be right, and {len(right)} are", each.offset)
        high = max(high, each.ends[1])
    whole = [each for each in right if each.ends == (low, high)]
    value, near = f"{(low + high) / 2:.12g}", f"{(high - low) / 2:.12g}"
    key = whole[0] if whole else replace(right[0], value=value, near=near)
    lost = [each.said for each in right if each.said and each.said != key.said]
    return key, [f"what is said only of some right numbers: {each[:60]}" for each in lost]


def _misconceptions(rest: Sequence[Given], key: Given) -> tuple[list[Given], list[str]]:
    """The wrong numbers of which something is said, and what is lost: ours are apart from the key and one another."""
    low, high = key.ends
    found: list[Given] = []
    losses: list[str] = []
    known: set[float] = set()
    for each in rest:
        number = float(_number(each.value, each.offset))
        if not each.said:
            continue
        if low <= number <= high or number in known:
            near = f" within {each.near.strip()}" if each.near.strip() else ""
            number_said = f"{each.value.strip()}{near} for {percent(each.share / 100)} percent"
            losses.append(f"what is said of {number_said}: {each.said[:60]}")
        else:
            found.append(each)
        known.add(number)
    return found, losses


def _number(text: str, offset: int | None = None) -> str:
    if not NUMBER.fullmatch(text.strip()):
        raise LeftOut(f"{text.strip()[:60]!r} is not a number", offset)
    return text.strip()


def between(low: str, high: str, offset: int | None = None) -> tuple[str, str]:
    """The number in the middle of two, and how far they are from it."""
    ends = float(_number(low, offset)), float(_number(high, offset))
    return f"{sum(ends) / 2:.12g}", f"{abs(ends[1] - ends[0]) / 2:.12g}"
