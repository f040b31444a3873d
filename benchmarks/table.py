"""What all benchmarks share: measuring several things in turn, and a row with its target beside it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


class Skip(Exception):
    """What is not installed, as a sentence."""


@dataclass(frozen=True)
class Row:
    """One measured number, its unit (none for a ratio), and what it may be at most or has to be at least."""

    what: str
    value: float
    detail: str
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool:
        """Whether the target is met; without one it is."""
        below = self.at_most is None or self.value <= self.at_most
        return below and (self.at_least is None or self.value >= self.at_least)

    @property
    def target(self) -> str:
        """The target in words, with its outcome."""
        if self.at_most is None and self.at_least is None:
            return ""
        bound = f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"
        return f"{bound}{self.unit}  {'met' if self.met else 'MISSED'}"

    def __str__(self) -> str:
        return f"{self.what:<58} {self.value:>8.2f}{self.unit:<3}  {self.target:<16} {self.detail}"


def in_turn(things: Mapping[str, Callable[[], float]], times: int, warm_up: int = 1) -> dict[str, float]:
    """The median of what each thing measures, when all are measured in turn, so that all meet the same machine."""
    found: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(times + warm_up):
        for name, measure in things.items():
            value = measure()
            if turn >= warm_up:
                found[name].append(value)
    return {name: statistics.median(values) for name, values in found.items()}


def percentile(values: list[float], share: float) -> float:
    """The value below which this share (in percent) of all values lies."""
    return float(np.percentile(values, share))


def ms(seconds: float) -> str:
    """Seconds as milliseconds, in words."""
    return f"{seconds * 1e3:.0f} ms"
