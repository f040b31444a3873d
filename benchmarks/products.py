"""The matrix products of a training step in bare NumPy: what no simulation of the same networks can go below."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment import Experiment


def products_of(experiment: Experiment) -> Callable[[], None]:
    """All products of a step into arrays that are there: forward, back to the inputs, and the gradients."""
    rng = np.random.default_rng(0)

    def normal(*shape: int) -> NDArray[Any]:
        values = rng.standard_normal((experiment.seeds, *shape)) / np.sqrt(shape[0])
        return np.asarray(values, experiment.precision)

    outputs = [normal(experiment.batch, size) for size in experiment.layer_sizes]
    errors = [normal(experiment.batch, size) for size in experiment.layer_sizes]
    weights = [normal(*shape) for shape in pairwise(experiment.layer_sizes)]
    gradients = [np.empty_like(matrix) for matrix in weights]

    def multiply() -> None:
        for layer, matrix in enumerate(weights):
            np.matmul(outputs[layer], matrix, out=outputs[layer + 1])
        for layer in reversed(range(len(weights))):
            np.matmul(outputs[layer].swapaxes(1, 2), errors[layer + 1], out=gradients[layer])
            if layer:
                np.matmul(errors[layer + 1], weights[layer].swapaxes(1, 2), out=errors[layer])

    return multiply


def multiplications(experiment: Experiment) -> int:
    """The multiply-adds of one pass forward over a batch, all networks together; a step has three times as many."""
    weights = sum(inputs * outputs for inputs, outputs in pairwise(experiment.layer_sizes))
    return experiment.seeds * experiment.batch * weights
