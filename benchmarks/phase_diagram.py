"""The time of a phase diagram of 48 x 24 points, for the activation that takes longest: nothing is kept from before."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.table import Row, in_turn
from sim.activations import ACTIVATIONS
from sim.theory import phase_diagram, phases

TIMES = 3


def rows() -> Iterator[Row]:
    """One row."""
    found = in_turn({name: lambda name=name: _seconds(name) for name in ACTIVATIONS.names}, TIMES)  # type: ignore[misc]
    slowest = max(found, key=lambda name: found[name])
    detail = f"{slowest}, the slowest of {len(found)}; the fastest takes {min(found.values()) * 1e3:.0f} ms"
    yield Row("phase diagram of 48 x 24 points", found[slowest], detail, " s", at_most=0.3)


def _seconds(activation: str) -> float:
    phases._moments.cache_clear()
    began = time.perf_counter()
    diagram = phase_diagram(activation)
    seconds = time.perf_counter() - began
    assert diagram.chi.shape == (24, 48)
    return seconds
