"""Measuring several things in turn, so that all of them meet the same machine, and comparing them turn by turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

#: What was measured of each thing, by its name: one value a turn.
Turns = Mapping[str, tuple[float, ...]]


def in_turn(things: Mapping[str, Callable[[], float]], times: int, warm_up: int = 1) -> Turns:
    """What each thing measures in each of `times` turns, after `warm_up` turns that do not count."""
    found: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(times + warm_up):
        for name, measure in things.items():
            value = measure()
            if turn >= warm_up:
                found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def ratios(turns: Turns, above: str, below: str, factor: float = 1.0) -> tuple[float, ...]:
    """In each turn, `factor` times one thing's value divided by the other's."""
    return tuple(factor * a / b for a, b in zip(turns[above], turns[below], strict=True))


def medians(turns: Turns) -> dict[str, float]:
    """The median over the turns for each thing."""
    return {name: statistics.median(values) for name, values in turns.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (in percent) of all values lies."""
    return float(np.percentile(values, share))


def seconds_of(work: Callable[[], object]) -> float:
    """The time that a piece of work takes by the clock on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cpu_seconds_of(work: Callable[[], object]) -> float:
    """The processor time of this process that a piece of work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def ms(seconds: float) -> str:
    """Seconds as milliseconds with two significant digits or more, in words."""
    milliseconds = seconds * 1e3
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"


def against(turns: Turns, above: str, below: str) -> str:
    """The median times of two things, in words."""
    middle = medians(turns)
    return f"{ms(middle[above])} against {ms(middle[below])}"
