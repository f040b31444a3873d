"""The time of a phase diagram of 48 x 24 points, for the activation that takes longest: nothing is kept from before.

It is a multiple of what its two expectations take at least: an exponential for each node of the quadrature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, cpu_seconds_of, in_turn, medians, ms, ratios
from sim.activations import ACTIVATIONS
from sim.theory import phase_diagram, phases
from sim.theory.gaussian import panels

BARE = "bare NumPy"


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    names, times = size.of((ACTIVATIONS.names, 7), tiny=(["relu"], 1))
    what = "phase diagram of 48 x 24 points / exponentials of its nodes"
    yield Row("", what, lambda: _measure(names, times), at_most=25)


def _measure(activations: Sequence[str], times: int) -> Measured:
    works = {name: _diagram_of(name) for name in activations}
    turns = in_turn({**works, BARE: _exponentials()}, times)
    middle = medians(turns)
    slowest = max(activations, key=lambda name: middle[name])
    fastest = min(middle[name] for name in activations)
    detail = f"{against(turns, slowest, BARE)} for {slowest}, the slowest; the fastest takes {ms(fastest)}"
    return Measured(ratios(turns, slowest, BARE), detail)


def _diagram_of(activation: str) -> Callable[[], float]:
    def measure() -> float:
        phases._moments.cache_clear()
        return cpu_seconds_of(lambda: phase_diagram(activation))

    return measure


def _exponentials() -> Callable[[], float]:
    """The seconds that exp takes at the nodes of both expectations, for all variances that are looked at."""
    nodes, _ = panels(np.exp(phases.LOG_Q / 2), np.broadcast_to(np.zeros(10), (len(phases.LOG_Q), 10)))
    both = np.concatenate([nodes, nodes])
    both = -np.square(both / both.max())
    out = np.empty_like(both)
    return lambda: cpu_seconds_of(lambda: np.exp(both, out=out))
