"""What a network whose inputs are points of a plane makes of any point: its answer, and the output of each unit.

A frame keeps the weights of its run's first network for this. P is the number of points, L that of weight layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.activations import ACTIVATIONS
from sim.architecture import architecture_of
from sim.experiment import Experiment
from sim.frames import Numbers
from sim.jacobian import spectrum
from sim.loss import Labels
from sim.network import draw_data, forward
from sim.parameters import Parameters, parameter_count, zero_parameters
from sim.passes import Forward
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
    """How many weights and biases a network has, and what else it learns."""
    return parameter_count(experiment.layer_sizes, architecture_of(experiment))


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
    parameters = zero_parameters(experiment.layer_sizes, 1, "float32", architecture_of(experiment))
    parameters.flat[0] = weights
    known = None
    if architecture_of(experiment).mixes_examples:
        known = _passed(experiment, parameters, examples(experiment)[0])
    done = _passed(experiment, parameters, points, known)
    odds = np.exp(done.output[0] - done.output[0].max(axis=1, keepdims=True))
    return Responses(tuple(h[0] for h in done.hidden_h), odds / odds.sum(axis=1, keepdims=True))


def spectrum_of_kept(experiment: Experiment, weights: NDArray[np.float32]) -> Numbers:
    """(1, width) the singular values of `sim.jacobian.spectrum` of the first network with these kept `weights`."""
    parameters = zero_parameters(experiment.layer_sizes, 1, "float32", architecture_of(experiment))
    parameters.flat[0] = weights
    x = examples(experiment)[0][None, : experiment.batch].astype(np.float32)
    activation = ACTIVATIONS.build(experiment.activation)()
    return spectrum(parameters, x, activation, architecture_of(experiment))


def _passed(experiment: Experiment, parameters: Parameters, points: Numbers, known: Forward | None = None) -> Forward:
    activation, x = ACTIVATIONS.build(experiment.activation)(), points.astype(np.float32)[None]
    return forward(parameters, x, activation, None, architecture_of(experiment), known)
