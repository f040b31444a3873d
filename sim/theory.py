"""What mean-field theory says a wide random network does, layer by layer, before any of it is run.

In a wide layer the preactivations are Gaussian. With weights of variance sigma_w^2 / fan_in and biases of variance
sigma_b^2 their variance goes from layer to layer as q -> sigma_w^2 E[phi(sqrt(q) z)^2] + sigma_b^2, z standard
normal, and the squared error goes backward by the factor chi = sigma_w^2 E[phi'(sqrt(q) z)^2] (Poole et al. 2016,
Schoenholz et al. 2017). It speaks of infinitely wide networks at initialisation: see `unreliable` for when a
network at hand is not like that. Everything here is a plain function over numbers or arrays of q.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.activations import Activation

Numbers = NDArray[np.float64]

#: Where the panels of the Gaussian integrals meet, in standard deviations, and in units of the activation's input.
DEVIATIONS = (-12.0, -9.0, -7.0, -5.5, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.5, 7.0, 9.0, 12.0)
INPUTS = (-20.0, -10.0, -5.0, -2.5, -1.0, 1.0, 2.5, 5.0, 10.0, 20.0)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


def _panels(q: float, kinks: tuple[float, ...]) -> tuple[Numbers, Numbers]:
    """Nodes z and weights of E[f(sqrt(q) z)] for z standard normal, with panels split where f changes quickly."""
    scale = math.sqrt(q) if q > 0 else 1.0
    inner = np.array([*INPUTS, *kinks]) / scale
    edges = np.unique(np.concatenate([DEVIATIONS, inner[np.abs(inner) < DEVIATIONS[-1]]]))
    half, middle = np.diff(edges) / 2, (edges[:-1] + edges[1:]) / 2
    z = (middle[:, None] + half[:, None] * NODES).ravel()
    density = np.exp(-np.square(z) / 2) / math.sqrt(2 * math.pi)
    return z, (half[:, None] * WEIGHTS).ravel() * density


@np.errstate(all="ignore")
def gaussian_mean(function: Callable[[Numbers], Numbers], q: float, kinks: tuple[float, ...] = ()) -> float:
    """E[f(u)] for u normal with mean 0 and variance q; `kinks` are the points where f is not smooth."""
    z, weights = _panels(q, kinks)
    return float(function(math.sqrt(q) * z) @ weights)


def value_of(activation: Activation, u: Numbers) -> Numbers:
    """phi(u) as a new array."""
    out = np.empty_like(u)
    activation.value(u, out)
    return out


def slope_of(activation: Activation, u: Numbers) -> Numbers:
    """phi'(u) as a new array."""
    out = np.empty_like(u)
    activation.slope(u, value_of(activation, u), out)
    return out


def second_moment(activation: Activation, q: float) -> float:
    """E[phi(u)^2] for u normal with variance q."""
    return gaussian_mean(lambda u: np.square(value_of(activation, u)), q, activation.kinks)


def slope_moment(activation: Activation, q: float) -> float:
    """E[phi'(u)^2] for u normal with variance q."""
    return gaussian_mean(lambda u: np.square(slope_of(activation, u)), q, activation.kinks)
