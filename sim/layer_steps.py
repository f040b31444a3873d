"""What a parametrisation makes of gradients and steps: a layer computes with W = a w, and w is what is trained.

The gradient by w is a times that by W, and a step of w is one of W that is a times as large, at the layer's own rate.
So networks are trained as their parametrisation says without one that computes with a: in `sim.network` all is W.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment import Experiment
from sim.parameters import Parameters, zeros_like
from sim.parametrization import STANDARD, scalings_of

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class LayerSteps:
    """a of each layer; and, if there are any, the factors (1, P) on the gradient and on the step of all parameters."""

    multipliers: tuple[float, ...]
    of_gradient: Array | None = None
    of_step: Array | None = None

    def to_trained(self, gradient: Array) -> None:
        """Turn gradients by W (S, P) into those by w, in place."""
        if self.of_gradient is not None:
            gradient *= self.of_gradient

    def to_weights(self, step: Array) -> None:
        """Turn steps of w (S, P), at the rate of the whole network, into those of W, in place."""
        if self.of_step is not None:
            step *= self.of_step


def steps_of(experiment: Experiment, parameters: Parameters) -> LayerSteps:
    """How the layers of an experiment with these parameters take their steps."""
    scalings = scalings_of(experiment)
    multipliers = tuple(scaling.multiplier for scaling in scalings)
    if experiment.parametrization == STANDARD:
        return LayerSteps(multipliers)
    gradient, step = (zeros_like(parameters) for _ in range(2))
    gradient.flat.fill(1.0)
    step.flat.fill(1.0)
    for index, scaling in enumerate(scalings):
        gradient.weights[index][:] = scaling.multiplier
        step.weights[index][:] = scaling.multiplier * scaling.rate
        step.biases[index][:] = scaling.bias_rate
    for learned in (step.gamma, step.beta):  # as many as the units of hidden layers, and so as fast as their biases
        if learned is not None:
            learned[:] = scalings[0].bias_rate
    return LayerSteps(multipliers, gradient.flat[:1], step.flat[:1])
