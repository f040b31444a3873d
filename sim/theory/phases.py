"""The phase diagram over (sigma_w, sigma_b), and where in it an experiment lies (Schoenholz et al. 2017, fig. 1).

Where the factor chi on the squared error is below 1 the error vanishes with depth, above 1 it explodes. For
activations whose variance has a finite fixed point, such as tanh, these are order, where inputs become alike, and
chaos, where like inputs drift apart; the line between them is the edge of chaos. With ReLU and others that are
straight far out there is no chaos: above chi = 1 the variance grows without bound, and inputs become alike there too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from sim.activations import Activation
from sim.experiment import Experiment
from sim.initializers import bias_variance, weight_variance
from sim.layer_starts import Start, starts_of, usual_start
from sim.parametrization import hidden_scaling
from sim.registry import NameLike
from sim.theory.gaussian import Numbers, activation_of, slope_moment, value_moment

#: The variances between which a fixed point is looked for, as natural logarithms: beyond them it is 0 or infinite.
LOWEST_Q, HIGHEST_Q = 1e-8, 1e8
LOG_Q = np.linspace(math.log(LOWEST_Q), math.log(HIGHEST_Q), 321)
SIGMA_W = np.linspace(0.0, 4.0, 48)
SIGMA_B = np.linspace(0.0, 2.0, 24)
#: A change of the variance by less than this share is none.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class PhaseDiagram:
    """chi and the variance q it belongs to, both (len(sigma_b), len(sigma_w)); q is inf where it has no bound."""

    sigma_w: Numbers
    sigma_b: Numbers
    chi: Numbers
    q: Numbers


def phase_diagram(
    activation: Activation | NameLike, sigma_w: ArrayLike = SIGMA_W, sigma_b: ArrayLike = SIGMA_B
) -> PhaseDiagram:
    """chi at the fixed point of the variance map, for every pair of sigma_w and sigma_b.

    It is the fixed point that the map leads to from q = 1. Where q grows without bound chi is that of HIGHEST_Q, and
    where q tends to 0 that of LOWEST_Q.
    """
    across, up = np.atleast_1d(np.asarray(sigma_w, float)), np.atleast_1d(np.asarray(sigma_b, float))
    values, slopes = _moments(activation_of(activation))
    pairs = np.meshgrid(np.square(across), np.square(up))
    weight, bias = (pair.ravel()[:, None] for pair in pairs)
    growth = (weight * values + bias) / np.exp(LOG_Q) - 1
    index = _fixed_point_index(np.where(np.abs(growth) < ROUNDING, 0.0, growth))
    chi = weight[:, 0] * np.interp(index, np.arange(len(LOG_Q)), slopes)
    shape = pairs[0].shape
    return PhaseDiagram(across, up, chi.reshape(shape), _variance_at(index).reshape(shape))


@lru_cache(64)
def _moments(activation: Activation) -> tuple[Numbers, Numbers]:
    """E[phi^2] and E[phi'^2] at the variances of LOG_Q."""
    std = np.exp(LOG_Q / 2)
    return value_moment(activation, std), slope_moment(activation, std)


def _fixed_point_index(growth: Numbers) -> Numbers:
    """The fractional index into LOG_Q of the fixed point that each row of `growth` leads to from q = 1."""
    start = len(LOG_Q) // 2
    up = _first_change(growth[:, start:])
    down = _first_change(-growth[:, start::-1])
    return np.asarray(start + np.where(growth[:, start] > 0, up, -down))


def _first_change(growth: Numbers) -> Numbers:
    """The fractional index at which each row, positive at first, first reaches 0; the last index if it never does."""
    stops = growth <= 0
    end = np.where(stops.any(axis=1), stops.argmax(axis=1), growth.shape[1] - 1)
    rows, before = np.arange(len(growth)), np.maximum(end - 1, 0)
    high, low = growth[rows, before], growth[rows, end]
    crossed = stops.any(axis=1) & (end > 0)
    share = np.divide(high, high - low, out=np.ones(len(growth)), where=crossed)
    return np.asarray(np.where(crossed, before + share, end))


def _variance_at(index: Numbers) -> Numbers:
    last = len(LOG_Q) - 1
    q = np.exp(np.interp(index, np.arange(len(LOG_Q)), LOG_Q))
    return np.asarray(np.where(index >= last, np.inf, np.where(index <= 0, 0.0, q)))


def sigmas_of(experiment: Experiment) -> tuple[float, float] | None:
    """(sigma_w, sigma_b) of an experiment's hidden layers; None if these have no variance by formula, or not all one.

    They are those of the layers between two hidden ones; the first layer and the output may start otherwise.
    """
    starts = set(starts_of(experiment)[1:-1]) or {usual_start(experiment)}
    return _sigmas(experiment, starts.pop()) if len(starts) == 1 else None


def _sigmas(experiment: Experiment, start: Start) -> tuple[float, float] | None:
    width, scaling = experiment.width, hidden_scaling(experiment, start)
    weight = weight_variance(start.init, width, width)
    bias = bias_variance(start.bias_init, width, width)
    if weight is None or bias is None:
        return None
    return start.gain * scaling.weights * math.sqrt(weight * width), scaling.biases * math.sqrt(bias)
