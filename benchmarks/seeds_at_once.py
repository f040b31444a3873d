"""The time of a training step of 8 networks at once, as a multiple of that of one network, where networks are small."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.steps import seconds_each, stepper, training_of
from benchmarks.table import Row
from sim.experiment import Experiment


def rows() -> Iterator[Row]:
    """One row for each depth."""
    for depth in (3, 10):
        net = Experiment(depth=depth, width=16, activation="tanh", samples=256, batch_size=64, seeds=8)
        nets = {"8": net, "1": net.replace(seeds=1)}
        found = seconds_each({name: stepper(training_of(each)) for name, each in nets.items()})
        detail = f"{found['8'] * 1e3:.2f} ms against {found['1'] * 1e3:.2f} ms"
        yield Row(f"8 networks / 1 network, {depth} x 16, batch 64", found["8"] / found["1"], detail, at_most=3)
