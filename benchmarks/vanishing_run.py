"""The time of a training step where signal and error vanish, as a multiple of that of a healthy one.

Numbers on the edge of what floating point can hold (denormal ones) slow processors down a hundredfold: whichever
scale is the worst stands in the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.steps import seconds_each, stepper, training_of
from benchmarks.table import Row
from sim.experiment import Experiment

NET = Experiment(depth=30, width=64, samples=64, seeds=1)
SCALES = (0.05, 0.03, 0.01, 0.003, 0.001, 1e-5)


def rows() -> Iterator[Row]:
    """One row for each activation and precision."""
    for activation in ("tanh", "relu"):
        for precision in ("float32", "float64"):
            yield _row(NET.replace(activation=activation, precision=precision))


def _row(net: Experiment) -> Row:
    nets = {"healthy": net.replace(init="xavier_normal" if str(net.activation) == "tanh" else "he_normal")}
    nets |= {f"std {std:g}": net.replace(init={"name": "normal", "std": std}) for std in SCALES}
    found = seconds_each({name: stepper(training_of(each)) for name, each in nets.items()}, times=7)
    healthy = found.pop("healthy")
    worst = max(found, key=lambda name: found[name])
    detail = f"{found[worst] * 1e3:.2f} ms at {worst} against {healthy * 1e3:.2f} ms"
    what = f"vanishing / healthy step, 30 x 64 {net.activation}, {net.precision}"
    return Row(what, found[worst] / healthy, detail, at_most=1.2)
