"""One statement of a paper, and the number that our simulation gives for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim import Experiment
from sim.sweep import Ends, first_and_last

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Within:
    """The closed interval in which a number must lie, and how a reader would say it."""

    low: float
    high: float
    words: str

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Replication:
    """What a paper states (and where), what we measure for it, and the tolerance; `measured()` runs it, once."""

    source: str
    statement: str
    quantity: str
    within: Within
    measured: Callable[[], float]

    def __str__(self) -> str:
        return f"{self.source}: {self.statement} ({self.quantity}: {self.within})"


REPLICATIONS: list[Replication] = []


def replicates(
    source: str, statement: str, quantity: str, within: Within
) -> Callable[[Callable[[], float]], Callable[[], float]]:
    """Make the function below, which measures the number, a row of the table."""

    def add(measure: Callable[[], float]) -> Callable[[], float]:
        REPLICATIONS.append(Replication(source, statement, quantity, within, cache(measure)))
        return measure

    return add


def at_most(high: float) -> Within:
    """No more than this."""
    return Within(-np.inf, high, f"at most {high:g}")


def at_least(low: float) -> Within:
    """No less than this."""
    return Within(low, np.inf, f"at least {low:g}")


def about(value: float, percent: float) -> Within:
    """This number, but for so many percent."""
    margin = abs(value) * percent / 100
    return Within(value - margin, value + margin, f"{value:.4g} ± {percent:g}%")


@cache
def ends(experiment: Experiment) -> Ends:
    """The first and the last frame of an experiment, which several findings may share."""
    return first_and_last(experiment)


def typical(sizes: Numbers) -> Numbers:
    """The geometric mean over networks, (S, L) -> (L,)."""
    return np.asarray(np.exp(np.log(sizes).mean(axis=0)))


def per_layer(sizes: Numbers) -> float:
    """The factor, geometric mean over layers, by which sizes change from each layer to the next one."""
    return float((sizes[-1] / sizes[0]) ** (1 / (len(sizes) - 1)))
