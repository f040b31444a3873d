"""The deviation of a logarithm from what it is in infinitely wide networks: what adds to it, and what becomes of it.

It is taken to be Gaussian: a function of it has moments, and what it is in one layer arrives at those above it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.theory.gaussian import Numbers, digamma, trigamma

#: Nodes of the integral over how a network deviates.
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()
#: Variances beyond this are as good as without bound.
LARGEST_VARIANCE = 1e3


class Noise(NamedTuple):
    """Mean and variance of what is added to a logarithm."""

    mean: float = 0.0
    variance: float = 0.0


def moments_of(values: Numbers, at: Noise) -> tuple[float, float, float]:
    """Mean, slope and variance of a function of a deviation, from its `values` at the NODES."""
    if not np.isfinite(values).all():
        return 0.0, 1.0, at.variance
    mean = float(NODE_WEIGHTS @ values)
    away = values - mean
    slope = float(NODE_WEIGHTS @ (away * NODES)) / math.sqrt(at.variance) if at.variance > 0 else 1.0
    return mean, slope, float(NODE_WEIGHTS @ np.square(away))


def log_gamma(relative: float) -> Noise:
    """Mean and variance of log X for a gamma variable of mean 1 with this variance."""
    if not relative > 1e-12:
        return Noise()
    shape = 1 / min(relative, LARGEST_VARIANCE)
    return Noise(digamma(shape) - math.log(shape), trigamma(shape))


def products_of(slopes: list[float]) -> Numbers:
    """P[j, k] = slopes[j] ... slopes[k - 1], by which a deviation of h_j arrives at h_k; 1 for j = k, 0 for j > k."""
    found = np.eye(len(slopes) + 1)
    for j in range(len(slopes)):
        found[j, j + 1 :] = np.cumprod(slopes[j:])
    return found


def covariance_of(carried: Numbers, variances: Numbers) -> Numbers:
    """The covariances of the deviations of h_0 .. h_L."""
    upper = carried * variances[:, None]
    return np.asarray(upper + np.triu(upper, 1).T)
