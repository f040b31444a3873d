"""The time of a training step, as a multiple of the time that its matrix multiplications take by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from benchmarks.steps import seconds_each, stepper, training_of
from benchmarks.table import Row
from sim.experiment import Experiment

NETS = [
    Experiment(
        depth=10, width=width, activation="relu", init="he_normal", samples=128, precision=precision, seeds=seeds
    )
    for width, seeds in ((128, 1), (128, 8), (256, 1))
    for precision in ("float32", "float64")
]


def rows() -> Iterator[Row]:
    """One row for each network."""
    for net in NETS:
        found = seconds_each({"step": stepper(training_of(net)), "raw": _products(net)})
        detail = f"{found['step'] * 1e3:.2f} ms against {found['raw'] * 1e3:.2f} ms"
        networks = f"{net.seeds} networks" if net.seeds > 1 else "1 network"
        what = f"training step / its products, 10 x {net.width}, {networks}, {net.precision}"
        yield Row(what, found["step"] / found["raw"], detail, at_most=1.6)


def _products(net: Experiment) -> Callable[[], None]:
    """All products of a step into arrays that are there: forward, back to the inputs, and the gradients."""
    rng = np.random.default_rng(0)

    def normal(*shape: int) -> np.ndarray:
        return np.asarray(rng.standard_normal((net.seeds, *shape)) / np.sqrt(shape[0]), net.precision)

    outputs = [normal(net.batch, size) for size in net.layer_sizes]
    errors = [normal(net.batch, size) for size in net.layer_sizes]
    weights = [normal(*shape) for shape in pairwise(net.layer_sizes)]
    gradients = [np.empty_like(matrix) for matrix in weights]

    def multiply() -> None:
        for layer, matrix in enumerate(weights):
            np.matmul(outputs[layer], matrix, out=outputs[layer + 1])
        for layer in reversed(range(len(weights))):
            np.matmul(outputs[layer].swapaxes(1, 2), errors[layer + 1], out=gradients[layer])
            if layer:
                np.matmul(errors[layer + 1], weights[layer].swapaxes(1, 2), out=errors[layer])

    return multiply
