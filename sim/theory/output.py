"""The error at the output layer: softmax minus one-hot, for an output that is still random."""

from __future__ import annotations

import math

import numpy as np

from sim.experiment import Experiment
from sim.theory.gaussian import gaussian_mean

#: Nodes of the outer integral, and the output size beyond which a softmax is as good as a choice.
NODES, LARGEST = 401, 1e6


def output_error_for(experiment: Experiment, output: float) -> float:
    """The rms of dloss/dz of the output layer for outputs of this rms, drawn as independent Gaussians.

    Labels have nothing to do with the outputs yet, so the mean of (p_c - y_c)^2 is (E[sum p^2] - 2 / C + 1) / C.
    """
    classes = experiment.layer_sizes[-1]
    squared = (mean_squared_softmax(output, classes) - 2 / classes + 1) / classes
    return math.sqrt(squared) / experiment.batch


@np.errstate(all="ignore")
def mean_squared_softmax(std: float, classes: int) -> float:
    """E[sum over c of p_c^2], p the softmax of independent Gaussians: 1 / C for std 0, near 1 for a large one.

    With 1 / s^2 = integral of t exp(-t s) over t > 0 the classes come apart: it is the integral over tau = log t of
    C E[e^(2 y - e^y)] E[e^(-e^y)]^(C - 1), where y = tau + std z.
    """
    std = min(std, LARGEST) if std == std else LARGEST
    tau = np.linspace(-8 * std - math.log(classes) - 20, 8 * std + 4, NODES)
    own = gaussian_mean(lambda y: np.exp(2 * y - np.exp(y)), std, mean=tau)
    others = gaussian_mean(lambda y: np.exp(-np.exp(y)), std, mean=tau)
    return float(classes * np.trapezoid(own * others ** (classes - 1), tau))
