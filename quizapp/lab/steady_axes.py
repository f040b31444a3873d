"""Axes that stand still while knobs are turned: they grow when something leaves them, and shrink only by a half."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

from quizapp.charts import Axis, Scale
from quizapp.views import Axes

#: An axis is kept while it spans at most this many times the decades that are needed.
LOOSE = 2.0


def steady(last: Axes | None, needed: Axes) -> Axes:
    """The axes to draw on: the last ones as far as they still do."""
    if last is None:
        return needed
    kept: dict[str, Any] = {
        field.name: _steady(getattr(last, field.name), getattr(needed, field.name)) for field in fields(Axes)
    }
    return Axes(**kept)


def _steady(last: Any, needed: Any) -> Any:
    both = isinstance(last, Axis) and isinstance(needed, Axis)
    return last if both and last.scale is needed.scale is Scale.LOG and _does(last, needed) else needed


def _does(last: Axis, needed: Axis) -> bool:
    holds = last.low <= needed.low and needed.high <= last.high
    return holds and _decades(last) <= LOOSE * _decades(needed)


def _decades(axis: Axis) -> float:
    return math.log10(axis.high) - math.log10(axis.low)
