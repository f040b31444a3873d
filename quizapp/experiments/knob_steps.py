"""How far a turn of a knob goes: from one round number to the next, finely or coarsely.

A `KnobStep` is called as `step(value, up, big)` and gives the next value; it knows nothing of ranges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

KnobStep = Callable[[float, bool, bool], float]

FINE = (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9)
COARSE = (1, 2, 5)
#: Turned further down than this, a number on a log scale becomes 0, and from 0 it comes back to this.
SMALLEST = 1e-4
#: Two numbers closer than this, relatively, are one.
SAME = 1e-9
#: Up to this a whole number is turned one by one.
ONE_BY_ONE = 20


def logarithmic(value: float, up: bool, big: bool) -> float:
    """The next round number in size: 0.1, 0.11, 0.12 ...; through 0 to the other sign."""
    if value == 0:
        return SMALLEST if up else -SMALLEST
    if value < 0:
        return 0.0 - logarithmic(-value, not up, big)
    if not up and value <= SMALLEST * (1 + SAME):
        return 0.0
    return _next(value, up, _round_numbers(value, COARSE if big else FINE))


def linear(value: float, up: bool, big: bool) -> float:
    """The next hundredth, or tenth."""
    parts = 10 if big else 100
    return _next(value, up, [(math.floor(value * parts) + by) / parts for by in (-1, 0, 1, 2)])


def counting(value: float, up: bool, big: bool) -> float:
    """The next whole number; from 20 on, or if the turn is big, the next round one."""
    if not big and (value < ONE_BY_ONE or (value == ONE_BY_ONE and not up)):
        return value + (1 if up else -1)
    if value <= 0:
        return value + (1 if up else -1)
    return _next(value, up, _round_numbers(value, COARSE if big else FINE))


def doubling(value: float, up: bool, big: bool) -> float:
    """The next power of two, or a number halfway between two of them."""
    exponent = math.floor(math.log2(max(value, 1)))
    powers = [2.0 ** (exponent + by) for by in (-1, 0, 1, 2)]
    return _next(value, up, powers if big else [*powers, *(1.5 * power for power in powers)])


def by_one(value: float, up: bool, big: bool) -> float:
    """The next whole number, or the one ten further: for numbers that are names, such as a seed."""
    return value + (10 if big else 1) * (1 if up else -1)


def _next(value: float, up: bool, stops: Iterable[float]) -> float:
    slack = SAME * abs(value)
    if up:
        return min(stop for stop in stops if stop > value + slack)
    return max(stop for stop in stops if stop < value - slack)


def _round_numbers(value: float, mantissas: tuple[float, ...]) -> list[float]:
    exponent = math.floor(math.log10(value))
    return [float(f"{mantissa:g}e{exponent + by}") for by in (-1, 0, 1) for mantissa in mantissas]
