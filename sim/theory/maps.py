"""The mean-field maps: how the variance and the correlation of preactivations go from layer to layer.

In a wide layer the preactivations are Gaussian. With weights of variance sigma_w^2 / fan_in and biases of variance
sigma_b^2 their variance goes as q -> sigma_w^2 E[phi(sqrt(q) z)^2] + sigma_b^2, z standard normal (Poole et al.
2016), the squared error goes backward by the factor chi = sigma_w^2 E[phi'(sqrt(q) z)^2], and both come near their
limits within depth scales (Schoenholz et al. 2017). `activation` is an Activation or its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from sim.activations import Activation
from sim.registry import NameLike
from sim.theory.gaussian import (
    Numbers,
    activation_of,
    gaussian_mean,
    pair_mean,
    slope_moment,
    slope_of,
    value_moment,
    value_of,
)
from sim.theory.phases import HIGHEST_Q, LOG_Q, LOWEST_Q, ROUNDING, phase_diagram

AnyActivation = Activation | NameLike

#: The values of sigma_w among which a critical one is looked for.
SIGMAS = np.geomspace(1e-2, 1e2, 401)
#: Halvings of an interval: enough for all digits of a float.
HALVINGS = 48
#: Where chi is farther from 1 than JUMP on one side of a point, at this share of it, it jumps there.
NEARBY, JUMP = 1e-6, 0.01
#: Standard deviations of preactivations that are as good as none and as without bound.
EXTREME_STDS = (1e-150, 1e150)
#: Correlations nearer to 1 than this count as 1.
CORRELATION_TOLERANCE = 1e-6


def variance_map(activation: AnyActivation, sigma_w: float, sigma_b: float, q: float) -> float:
    """The next layer's variance, sigma_w^2 E[phi(sqrt(q) z)^2] + sigma_b^2 (Poole et al. 2016)."""
    return sigma_w**2 * float(value_moment(activation_of(activation), math.sqrt(q))) + sigma_b**2


def gradient_factor(activation: AnyActivation, sigma_w: float, q: float) -> float:
    """chi = sigma_w^2 E[phi'(sqrt(q) z)^2], by which a layer multiplies the squared error (Schoenholz, section 4)."""
    return sigma_w**2 * float(slope_moment(activation_of(activation), math.sqrt(q)))


def fixed_point(activation: AnyActivation, sigma_w: float, sigma_b: float) -> float:
    """The fixed point q* that the variance map leads to from q = 1: 0 or inf where q tends to that."""
    near = float(phase_diagram(activation, sigma_w, sigma_b).q[0, 0])
    if near in (0.0, math.inf):
        return near
    step = math.exp(0.06)

    def growth(log_q: float) -> float:
        return variance_map(activation, sigma_w, sigma_b, math.exp(log_q)) - math.exp(log_q)

    low, high = math.log(near / step), math.log(near * step)
    stays = growth(low) * growth(high) >= 0
    return near if stays else math.exp(_root(growth, low, high))


def critical_sigma_w(activation: AnyActivation, sigma_b: float) -> float:
    """The smallest sigma_w on the edge of chaos: that with a fixed point of the variance map at which chi is 1.

    Where the fixed point tends to 0 or grows without bound it is the sigma_w at which chi reaches 1 in that limit.
    Raises ValueError where there is none from 0.01 to 100, or where chi jumps over 1 (gelu, silu, mish without biases).
    """
    found = _finite_critical_sigmas(activation_of(activation), sigma_b)
    return min(found) if found else _limiting_critical_sigma(activation, sigma_b)


def _finite_critical_sigmas(phi: Activation, sigma_b: float) -> list[float]:
    """All sigma_w with a fixed point 0 < q < inf at which chi is 1.

    There sigma_w^2 = 1 / E[phi'^2], and so sigma_b^2 = q - E[phi^2] / E[phi'^2]: one equation for q.
    """

    def excess(log_q: ArrayLike) -> Numbers:
        """What is left of q after the share of the weights, less sigma_b^2, as a share of q; 0 within rounding."""
        std = np.exp(np.asarray(log_q) / 2)
        share = 1 - (value_moment(phi, std) / slope_moment(phi, std) + sigma_b**2) / np.square(std)
        return np.asarray(np.where(np.abs(share) < ROUNDING, 0.0, share))

    signs = np.sign(excess(LOG_Q))
    changes = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    roots = [_root(lambda log_q: float(excess(log_q)), *map(float, LOG_Q[i : i + 2])) for i in changes]
    sigmas = [1 / math.sqrt(float(slope_moment(phi, math.exp(root / 2)))) for root in roots]
    return [sigma for sigma in sigmas if SIGMAS[0] <= sigma <= SIGMAS[-1]]


def _limiting_critical_sigma(activation: AnyActivation, sigma_b: float) -> float:
    """The sigma_w at which chi of the fixed point that q = 1 leads to first reaches 1, without a jump."""
    case = f"chi of {activation} with sigma_b {sigma_b:g}"
    excess = phase_diagram(activation, SIGMAS, sigma_b).chi[0] - 1
    crossings = np.flatnonzero((excess[:-1] < 0) & (excess[1:] >= 0))
    if not crossings.size:
        raise ValueError(f"{case} does not cross 1 for sigma_w from 0.01 to 100")
    first = int(crossings[0])
    low, high = float(SIGMAS[max(first - 1, 0)]), float(SIGMAS[min(first + 2, len(SIGMAS) - 1)])
    found = _root(lambda sigma_w: chi_at_fixed_point(activation, sigma_w, sigma_b) - 1, low, high)
    below, above = (chi_at_fixed_point(activation, found * (1 + side * NEARBY), sigma_b) for side in (-1, 1))
    if max(1 - below, above - 1) > JUMP:
        raise ValueError(
            f"{case} jumps from {below:.3g} to {above:.3g} at sigma_w {found:.4g}: there is no edge of chaos"
        )
    slopes = [float(slope_moment(activation_of(activation), std)) for std in EXTREME_STDS]
    limits = [1 / math.sqrt(slope) for slope in slopes if slope > 0]
    nearest: float = min(limits, key=lambda limit: abs(limit - found))
    return nearest


def chi_at_fixed_point(activation: AnyActivation, sigma_w: float, sigma_b: float) -> float:
    """chi at the fixed point q* that q = 1 leads to: below 1 the error vanishes with depth, above it it explodes."""
    return gradient_factor(activation, sigma_w, _within(fixed_point(activation, sigma_w, sigma_b)))


def correlation_map(activation: AnyActivation, sigma_w: float, sigma_b: float, q: float, c: float) -> float:
    """The correlation of two examples' preactivations in the next layer (Poole et al. 2016).

    Both have the variance q, and the correlation `c` in this layer.
    """
    phi = activation_of(activation)
    std = math.sqrt(q)
    own, shared = float(value_moment(phi, std)), pair_mean(value_of, phi, std, c)
    return (sigma_w**2 * shared + sigma_b**2) / (sigma_w**2 * own + sigma_b**2)


def correlation_fixed_point(activation: AnyActivation, sigma_w: float, sigma_b: float) -> float:
    """The fixed point c* of the correlation map that deep layers tend to: 1 in the ordered phase, less in chaos."""
    q = _within(fixed_point(activation, sigma_w, sigma_b))

    def growth(c: float) -> float:
        return correlation_map(activation, sigma_w, sigma_b, q, c) - c

    if growth(0.0) < CORRELATION_TOLERANCE**2:
        return 0.0 if chi_at_fixed_point(activation, sigma_w, sigma_b) > 1 else 1.0
    return 1.0 if growth(1 - CORRELATION_TOLERANCE) >= 0 else _root(growth, 0.0, 1 - CORRELATION_TOLERANCE)


def depth_scales(activation: AnyActivation, sigma_w: float, sigma_b: float) -> tuple[float, float]:
    """(xi_q, xi_c): the layers in which variance and correlation come near their limits by a factor e.

    xi_q = -1 / log V'(q*) and xi_c = -1 / log of the slope of the correlation map at c* (Schoenholz et al. 2017,
    section 3); inf on the edge of chaos, where a signal can cross any depth. xi_c is inf as well where q* is 0 or
    inf: there the activation is as good as straight, or straight on both sides of 0, and the slope of the correlation
    map at 1 is 1 whatever sigma_w (correlations then change by a power of the depth, or not at all).
    """
    limit = fixed_point(activation, sigma_w, sigma_b)
    phi, q = activation_of(activation), _within(limit)
    if limit in (0.0, math.inf):
        return _scale(variance_slope(phi, sigma_w, q)), math.inf
    c = correlation_fixed_point(activation, sigma_w, sigma_b)
    by_slope = sigma_w**2 * pair_mean(slope_of, phi, math.sqrt(q), c) if c < 1 else gradient_factor(phi, sigma_w, q)
    return _scale(variance_slope(phi, sigma_w, q)), _scale(by_slope)


def variance_slope(activation: AnyActivation, sigma_w: float, q: float) -> float:
    """V'(q) of the variance map, sigma_w^2 E[u phi(u) phi'(u)] / q with u = sqrt(q) z (by parts)."""
    phi = activation_of(activation)
    mean = gaussian_mean(lambda u: u * value_of(phi, u) * slope_of(phi, u), math.sqrt(q), phi.kinks)
    return sigma_w**2 * float(mean) / q


def _scale(slope: float) -> float:
    distance = abs(math.log(abs(slope))) if slope else math.inf
    return 1 / distance if distance > 1e-12 else math.inf


def _within(q: float) -> float:
    """A variance to compute with in place of 0 or inf."""
    return min(max(q, LOWEST_Q), HIGHEST_Q)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function changes its sign between two numbers."""
    sign = function(low) < 0
    for _ in range(HALVINGS):
        centre = (low + high) / 2
        low, high = (centre, high) if (function(centre) < 0) == sign else (low, centre)
    return (low + high) / 2
