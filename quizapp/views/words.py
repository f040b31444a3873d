"""Sentences about numbers, for those who cannot see the chart or want to be sure of what they see."""

from __future__ import annotations

import math

from quizapp.charts.numbers import number
from sim.diagnosis import changes


def change(start: float, end: float) -> str:
    """How a number that should be above 0 changes: 'falls 90,000-fold', or what became of it if it was lost."""
    if math.isnan(end) or math.isnan(start):
        return "is not a number"
    if math.isinf(end):
        return "overflows"
    if math.isinf(start):
        return f"comes down from overflow to {number(end)}"
    if start == 0:
        return "is exactly 0" if end == 0 else f"grows from exactly 0 to {number(end)}"
    return changes(end / start) if end / start < math.inf else "grows beyond all numbers"


def aside(name: str | None, text: str) -> str:
    """A remark on the control, in brackets, if there is one."""
    return f" (control {name}: {text})" if name else ""


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def journey(what: str, own: tuple[float, float], other: tuple[float, float] | None, path: str, control: str) -> str:
    """How a number changes along a path through the network, and how the control's does."""
    compared = aside(control, change(*other)) if other else ""
    change_of_own = change(*own)
    where = "any more, as networks diverged" if change_of_own.endswith("number") else path
    return sentence(f"the {what} {change_of_own} {where}{compared}")
