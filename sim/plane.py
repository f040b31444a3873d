"""What a network whose inputs are points of a plane makes of any point: its answer, and the output of each unit.

A frame keeps the weights of its run's first network for this. P is the number of points, L that of weight layers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.activations import ACTIVATIONS
from sim.experiment import Experiment
from sim.frames import Numbers
from sim.loss import Labels
from sim.network import Architecture, Forward, Parameters, architecture_of, draw_data, forward, zero_parameters
from sim.tasks import TASKS

#: The most numbers of a network that are kept in every frame.
MOST_KEPT = 40_000
#: The plane reaches this much further than the examples.
MARGIN = 1.15


@dataclass(frozen=True, eq=False)
class Responses:
    """What a network makes of P points: `hidden`, of each hidden layer (P, n_l), and `shares`, its softmax (P, C)."""

    hidden: tuple[Numbers, ...]
    shares: Numbers


def is_on_plane(experiment: Experiment) -> bool:
    """Whether the inputs are points of a plane, and the network is small enough for its weights to be kept."""
    return TASKS[experiment.task].inputs == 2 and size_of(experiment) <= MOST_KEPT


def size_of(experiment: Experiment) -> int:
    """How many weights and biases a network has."""
    sizes = experiment.layer_sizes
    return sum((n + 1) * m for n, m in itertools.pairwise(sizes))


@np.errstate(over="ignore")
def kept_weights(experiment: Experiment, parameters: Parameters) -> NDArray[np.float32] | None:
    """A copy of the weights and biases of the first network, (size,); None where they are not kept."""
    return parameters.flat[0].astype(np.float32) if is_on_plane(experiment) else None


@lru_cache(64)
def examples(experiment: Experiment) -> tuple[Numbers, Labels]:
    """The points (samples, 2) and the classes (samples,) that the first network learns."""
    x, y = draw_data(experiment.replace(seeds=1, steps=0, precision="float64"))
    return x[0], y[0]


def reach(experiment: Experiment) -> float:
    """How far the plane that is looked at goes from 0, to all four sides."""
    return MARGIN * float(np.abs(examples(experiment)[0]).max())


def grid(experiment: Experiment, rows: int, columns: int) -> Numbers:
    """The points (rows * columns, 2) in the middle of the cells of the plane, row by row from its upper left corner."""
    far = reach(experiment)
    across, down = (far * ((2 * np.arange(count) + 1) / count - 1) for count in (columns, rows))
    return np.stack([np.tile(across, rows), np.repeat(-down, columns)], axis=1)


@np.errstate(all="ignore")
def responses(experiment: Experiment, weights: NDArray[np.float32], points: Numbers) -> Responses:
    """What the first network with these kept `weights` makes of `points` (P, 2).

    Under batch normalisation they are normalised by the statistics of the examples, whose batches the network knows.
    """
    parameters = zero_parameters(experiment.layer_sizes, 1, "float32")
    parameters.flat[0] = weights
    points = points.astype(np.float32)
    architecture = architecture_of(experiment)
    if architecture.bias_after:
        hidden = list(_through_batch_statistics(experiment, parameters, architecture, points))
        output = [points, *hidden][-1] @ parameters.weights[-1][0] + parameters.biases[-1][0]
    else:
        done = _passed(experiment, parameters, architecture, points)
        hidden, output = [h[0] for h in done.hidden_h], done.output[0]
    odds = np.exp(output - output.max(axis=1, keepdims=True))
    return Responses(tuple(hidden), odds / odds.sum(axis=1, keepdims=True))


def _passed(experiment: Experiment, parameters: Parameters, architecture: Architecture, points: Numbers) -> Forward:
    activation = ACTIVATIONS.build(experiment.activation)()
    return forward(parameters, points[None], activation, None, architecture)


def _through_batch_statistics(
    experiment: Experiment, parameters: Parameters, architecture: Architecture, points: Numbers
) -> Iterator[Numbers]:
    """The outputs of the hidden layers, each (P, n_l)."""
    known, h = _passed(experiment, parameters, architecture, examples(experiment)[0].astype(np.float32)), points
    activation = ACTIVATIONS.build(experiment.activation)()
    for index in range(len(known.hidden_z)):
        z = h @ parameters.weights[index][0]
        u = (z - known.hidden_mean[index, 0]) * known.hidden_inverse_std[index, 0] + parameters.biases[index][0]
        a = np.empty_like(u)
        activation.value(u, a)
        h = a + h if architecture.has_skip(h, a) else a
        yield h
