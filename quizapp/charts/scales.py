"""Where numbers lie on an axis, and how its ends are labelled."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.model import Axis, Numbers, Scale
from quizapp.charts.numbers import tick

BELOW, INSIDE, ABOVE = -1, 0, 1
#: The largest power of ten that an axis reaches, and the smallest; the difference of two ends must stay finite.
HIGHEST = 300.0
SLACK = 1e-9


def places(values: Numbers, axis: Axis) -> tuple[Numbers, NDArray[np.int8]]:
    """Each value's place from 0 (the low end) to 1, and whether it lies BELOW, INSIDE or ABOVE the axis.

    The place of nan is nan, and so is that of 0 or less on a log axis, which has no place for them.
    """
    low, high = ends(axis)
    with np.errstate(all="ignore"):
        numbers = np.asarray(values, float)
        if axis.scale is Scale.LOG:
            numbers = np.where(numbers > 0, np.log10(numbers), np.nan)
        where = (numbers - low) / (high - low)
        outside = (where > 1 + SLACK).astype(np.int8) - (where < -SLACK).astype(np.int8)
    return np.clip(where, 0.0, 1.0), outside


@lru_cache(256)
def ends(axis: Axis) -> tuple[float, float]:
    """The ends of the axis, exponents of ten on a log scale; the low one below the high one whatever was given."""
    end = _log_end if axis.scale is Scale.LOG else _linear_end
    low, high = end(axis.low), end(axis.high)
    return (low, high) if low < high else (low, low + max(1.0, abs(low) * 1e-3))


def _log_end(value: float) -> float:
    if not value > 0:
        return -HIGHEST
    return min(max(math.log10(value), -HIGHEST), HIGHEST)


def _linear_end(value: float) -> float:
    return 0.0 if math.isnan(value) else min(max(value, -(10.0**HIGHEST)), 10.0**HIGHEST)


@lru_cache(256)
def ticks(axis: Axis) -> tuple[tuple[float, str], ...]:
    """(place, label) of the low end, of a number in the middle, and of the high end."""
    low, high = ends(axis)
    middle = math.floor((low + high) / 2) if axis.scale is Scale.LOG else (low + high) / 2
    return tuple(((end - low) / (high - low), _label(end, axis.scale)) for end in (low, middle, high))


def _label(end: float, scale: Scale) -> str:
    return tick(10.0**end if scale is Scale.LOG else end)


def axis_text(axis: Axis, room: int) -> str:
    """The labels of a horizontal axis of `room` cells; the middle one only where it stands clear of the others."""
    (_, low), (place, middle), (_, high) = ticks(axis)
    if room < len(low) + len(high) + 1:
        return ""
    text = low.ljust(room - len(high)) + high
    start = round(place * room - len(middle) / 2)
    clear = len(low) + 2 <= start and start + len(middle) <= room - len(high) - 2
    return text[:start] + middle + text[start + len(middle) :] if clear else text
