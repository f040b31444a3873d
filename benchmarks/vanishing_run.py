"""The time of a training step where signal and error vanish, as a multiple of that of a healthy one.

Numbers on the edge of what floating point can hold (denormal ones) slow processors down a hundredfold: whichever
scale is the worst stands in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.steps import Amount, amount_of, seconds_each, stepper, training_of
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, medians, ratios
from sim.experiment import Experiment

NET = Experiment(depth=30, width=64, samples=64, seeds=1)
SCALES = (0.05, 0.03, 0.01, 0.003, 0.001, 1e-5)
#: The initialisation with which each activation is healthy.
HEALTHY = {"tanh": "xavier_normal", "relu": "he_normal"}


def rows(size: Size) -> Iterator[Row]:
    """One row for each activation and precision."""
    amount = amount_of(size, times=9)
    for activation, init in HEALTHY.items():
        for precision in ("float32", "float64"):
            net = NET.replace(activation=activation, init=init, precision=precision)
            what = f"vanishing / healthy step, 30 x 64 {activation}, {precision}"
            name = f"{activation}-{precision}"
            yield Row(name, what, partial(_measure, size.of(net, net.replace(depth=3, width=4)), amount), at_most=1.2)


def _measure(healthy: Experiment, amount: Amount) -> Measured:
    nets = {f"std {std:g}": healthy.replace(init={"name": "normal", "std": std}) for std in SCALES}
    steppers = {name: stepper(training_of(net)) for name, net in {"healthy": healthy, **nets}.items()}
    turns = seconds_each(steppers, amount)
    middle = medians(turns)
    worst = max(nets, key=lambda name: middle[name])
    return Measured(ratios(turns, worst, "healthy"), f"{against(turns, worst, 'healthy')}; {worst} is the worst")
