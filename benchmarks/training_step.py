"""The time of one training step of 10 layers of 32 units, batches of 128, 8 networks at once, and the share of it that
the matrix multiplications of the same shapes take by themselves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from benchmarks.table import Row, in_turn
from sim.experiment import Experiment
from sim.training import Training, use_one_blas_thread

EXPERIMENT = Experiment(
    depth=10, width=32, activation="tanh", init="xavier_normal", task="circles", samples=256, batch_size=128, seeds=8
)
STEPS, TIMES = 50, 15


def rows() -> Iterator[Row]:
    """The step, and the share of its matrix multiplications."""
    use_one_blas_thread()
    training = Training(EXPERIMENT)
    training.evaluate(0)
    found = in_turn({"step": lambda: _seconds(_stepper(training)), "raw": lambda: _seconds(_multiplier())}, TIMES)
    step, raw = found["step"], found["raw"]
    yield Row("training step, 10 x 32, batch 128, 8 networks", step * 1e3, "one update and one gradient", unit=" ms")
    yield Row("  of it raw matrix multiplications", 100 * raw / step, f"{raw * 1e3:.2f} ms by themselves", unit=" %")


def _seconds(work: Callable[[], None]) -> float:
    """Seconds for one of many calls."""
    began = time.perf_counter()
    for _ in range(STEPS):
        work()
    return (time.perf_counter() - began) / STEPS


def _stepper(training: Training) -> Callable[[], None]:
    def step() -> None:
        training.update()
        training.evaluate(1)

    return step


def _multiplier() -> Callable[[], None]:
    """All multiplications of a step into arrays that are there: forward, back to the inputs, and the gradients."""
    sizes = EXPERIMENT.layer_sizes
    rng = np.random.default_rng(0)
    outputs = [rng.standard_normal((8, 128, size)) for size in sizes]
    weights = [rng.standard_normal((8, *shape)) / np.sqrt(shape[0]) for shape in pairwise(sizes)]
    gradients = [np.empty_like(matrix) for matrix in weights]

    def multiply() -> None:
        for layer, matrix in enumerate(weights):
            np.matmul(outputs[layer], matrix, out=outputs[layer + 1])
        for layer in reversed(range(len(weights))):
            np.matmul(outputs[layer].swapaxes(1, 2), outputs[layer + 1], out=gradients[layer])
            if layer:
                np.matmul(outputs[layer + 1], weights[layer].swapaxes(1, 2), out=outputs[layer])

    return multiply
