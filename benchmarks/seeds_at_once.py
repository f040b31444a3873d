"""The time of a training step of 8 networks at once, as a multiple of that of one network, where networks are small."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.steps import Amount, amount_of, seconds_each, stepper, training_of
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, ratios
from sim.experiment import Experiment


def rows(size: Size) -> Iterator[Row]:
    """One row for each depth."""
    amount = amount_of(size)
    for depth in (3, 10):
        what = f"step of 8 networks / of 1 network, {depth} x 16, batch 64"
        yield Row(f"depth-{depth}", what, partial(_measure, depth, amount), at_most=3)


def _measure(depth: int, amount: Amount) -> Measured:
    net = Experiment(depth=depth, width=16, activation="tanh", samples=256, batch_size=64, seeds=8)
    turns = seconds_each({"8": stepper(training_of(net)), "1": stepper(training_of(net.replace(seeds=1)))}, amount)
    return Measured(ratios(turns, "8", "1"), against(turns, "8", "1"))
