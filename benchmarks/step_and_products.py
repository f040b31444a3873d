"""The time of a training step, as a multiple of the time that its matrix products take by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.products import products_of
from benchmarks.steps import Amount, amount_of, seconds_each, stepper, training_of
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, ratios
from sim.experiment import Experiment

#: Large networks, whose products take most of the time, and small ones, whose activations do: targets differ.
LARGE, SMALL = 1.6, 5.0
NETS = {
    Experiment(
        depth=10, width=width, activation="relu", init="he_normal", samples=128, precision=precision, seeds=seeds
    ): LARGE
    for width, seeds in ((128, 1), (128, 8), (256, 1))
    for precision in ("float32", "float64")
} | {Experiment(depth=10, width=32, activation="tanh", samples=256, batch_size=128, seeds=8): SMALL}


def rows(size: Size) -> Iterator[Row]:
    """One row for each network."""
    amount = amount_of(size)
    for net, at_most in NETS.items():
        networks = f"{net.seeds} networks" if net.seeds > 1 else "1 network"
        what = f"training step / its products, 10 x {net.width}, {networks}, {net.precision}"
        name = f"{net.width}-{net.seeds}-{net.precision}"
        yield Row(name, what, partial(_measure, size.of(net, net.replace(width=4)), amount), at_most=at_most)


def _measure(net: Experiment, amount: Amount) -> Measured:
    turns = seconds_each({"step": stepper(training_of(net)), "products": products_of(net)}, amount)
    return Measured(ratios(turns, "step", "products"), against(turns, "step", "products"))
