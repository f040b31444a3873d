"""How many times faster a sweep is on two processes than on one, starting the processes included."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from benchmarks.table import Row, Skip, in_turn
from sim.experiment import Experiment
from sim.sweep import sweep

#: About a second each.
GRID = [
    Experiment(depth=depth, width=64, activation="relu", init=init, batch_size=64, steps=600, seeds=4)
    for depth in (8, 9, 10, 11)
    for init in ("xavier_normal", "he_normal", "orthogonal", "lecun_uniform")
]


def rows() -> Iterator[Row]:
    """One row."""
    if (os.cpu_count() or 1) < 2:
        raise Skip("There is one core only.")
    found = in_turn({"one": lambda: _seconds(1), "two": lambda: _seconds(2)}, times=2, warm_up=0)
    detail = f"{found['one']:.1f} s against {found['two']:.1f} s for {len(GRID)} experiments"
    yield Row("sweep on 1 process / on 2", found["one"] / found["two"], detail, at_least=1.8)


def _seconds(jobs: int) -> float:
    began = time.perf_counter()
    for _ in sweep(GRID, jobs=jobs):
        pass
    return time.perf_counter() - began
