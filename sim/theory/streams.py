"""How residual networks of finite width spread around infinitely wide ones, to first order in 1 / width.

What `sim.theory.fluctuations` says of a layer holds of a branch. The stream adds it up: with q_l = q_(l-1) +
alpha^2 E[phi^2] + 2 alpha m E[phi] (m the mean of the stream's units) a deviation of q_(l-1) arrives at q_l by the
share that it has in q_l, and the branch adds its own, above all by its product with the stream, whose mean over n units
has a variance of 4 alpha^2 q_(l-1) Var(phi) / n. Errors go back likewise: e_(l-1) = e_l + W_l^T delta_l with delta_l =
alpha phi' e_l, so that e^2 is multiplied by 1 + alpha^2 sigma_w^2 E[phi'^2] (Yang & Schoenholz 2017). Means of mean
squares are those of wide networks, so that logarithms are half their variance below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.experiment import Experiment
from sim.theory.deviations import LARGEST_VARIANCE, products_of
from sim.theory.finite_width import LogNormal
from sim.theory.fluctuations import PAIR_SPREAD, Chain, Fluctuations, log_slope
from sim.theory.gaussian import Numbers, gaussian_mean, value_of
from sim.theory.layers import combined_rms
from sim.theory.pairs import QUANTILES, PairMoments, Ratios, drifted
from sim.theory.wide import Wide


class _State(NamedTuple):
    """The stream at a layer, in units of its rms: correlations of examples, the mean of its units, and the covariance
    (2, 2), between networks, of its mean square and of that mean."""

    c: Numbers
    mean: float
    covariance: Numbers

    @property
    def variance(self) -> float:
        """Of the logarithm of the mean square, to first order."""
        return float(self.covariance[0, 0])


class _Joint(NamedTuple):
    """What a hidden layer does: how a deviation of log q below arrives at its own, and the stream that it leaves."""

    through: float
    z_noise: float
    ratios: Ratios
    above: _State


@np.errstate(all="ignore")
def stream_fluctuations(experiment: Experiment, wide: Wide) -> Fluctuations:
    """How residual networks of this width deviate from `wide`, at initialisation."""
    chain = Chain(experiment, wide)
    joints = _joints(chain, wide)
    last = joints[-1].above if joints else _start(chain)
    share = chain.share(len(joints))
    at_output = np.clip(share * last.c + (1 - share), -1.0, 1.0)
    output = share**2 * last.variance + 2 * float(chain.weights @ np.square(at_output)) / chain.layers[-1].fan_out
    through = [*(joint.through for joint in joints), share]
    data = chain.input_variance() * np.square(products_of(through)[0])
    signal = _below_the_mean([0.0, *(joint.above.variance for joint in joints), output], data)
    z = _below_the_mean([*(joint.z_noise for joint in joints), output], data[1:])
    errors = chain.errors(at_output[QUANTILES + 1 :], float(signal.mean[-1]))
    delta = _below_the_mean(_backward(chain, wide, joints, errors.products), errors.variance)
    spread = PAIR_SPREAD * sum(_mixed(wide.branch_shares)) / experiment.width
    gradient = LogNormal(
        signal.mean[:-1] + delta.mean, np.minimum(signal.variance[:-1] + delta.variance + spread, LARGEST_VARIANCE)
    )
    return Fluctuations(signal, z, delta, gradient, float(np.max(products_of(through))))


def _mixed(share: Numbers) -> Numbers:
    """What a branch of this share in the mean square mixes anew, 1 - (1 - share)^2."""
    return share * (2 - share)


def _below_the_mean(noise: list[float], other: Numbers | float) -> LogNormal:
    """Deviations around a mean square that is kept: `noise` takes the typical network below it, `other` does not."""
    finite = np.clip(np.nan_to_num(noise, nan=LARGEST_VARIANCE), 0.0, LARGEST_VARIANCE)
    return LogNormal(-finite / 2, np.clip(np.nan_to_num(finite + other, nan=LARGEST_VARIANCE), 0.0, LARGEST_VARIANCE))


def _start(chain: Chain) -> _State:
    return _State(chain.correlations(), 0.0, np.zeros((2, 2)))


def _joints(chain: Chain, wide: Wide) -> list[_Joint]:
    """The hidden layers, from the first to the last."""
    found: list[_Joint] = []
    for index, share in enumerate(wide.branch_shares):
        joint = _joint(chain, wide, index, found[-1].above if found else _start(chain))
        c, units = joint.above.c, chain.layers[index].fan_out / max(float(_mixed(share)), 1e-12)
        c[:QUANTILES] = drifted(c[:QUANTILES], units)
        found.append(joint)
    return found


def _joint(chain: Chain, wide: Wide, index: int, below: _State) -> _Joint:
    share, units, scale = chain.share(index), chain.layers[index].fan_out, wide.scales[index]
    c = np.clip(share * below.c + (1 - share), -1.0, 1.0)
    z_noise = share**2 * below.variance + 2 * float(chain.weights @ np.square(c)) / units
    ratios = PairMoments(chain.activation, chain.z[index]).ratios(c)
    by_h = share * log_slope(chain.activation, chain.z[index])
    whole = np.float64(chain.h[index + 1])
    factor = float(np.nan_to_num((1.0 if scale is None else scale) / whole, posinf=0.0))
    branch = _branch(chain, wide, index, ratios, factor)
    stream = 0.0 if scale is None else float(np.nan_to_num(chain.h[index] / whole, posinf=1.0))
    carried = below._replace(mean=below.mean * stream, c=stream**2 * below.c)
    mean = carried.mean + branch.mean
    c = np.clip(carried.c + branch.around + mean**2 - carried.mean**2, -1.0, 1.0)
    passing = _passing(stream, branch, carried.mean, by_h)
    covariance = passing @ below.covariance @ passing.T + _added(chain, branch, carried) / units
    return _Joint(float(passing[0, 0]), z_noise, ratios, _State(c, mean, covariance))


class _Branch(NamedTuple):
    """alpha phi of a layer in units of the rms above: its mean, its mean square, the variance of that by units, and
    Cov(phi, phi^2); and for pairs of examples the covariance."""

    mean: float
    square: float
    spread: float
    skew: float
    around: Numbers


def _branch(chain: Chain, wide: Wide, index: int, ratios: Ratios, factor: float) -> _Branch:
    mean, third = (float(np.nan_to_num(_moment(chain, index, factor, power))) for power in (1, 3))
    square = float(np.nan_to_num(factor * combined_rms(wide.a[index]))) ** 2
    spread = square**2 * max(float(chain.weights @ ratios.square) - 1, 0.0)
    return _Branch(mean, square, spread, third - mean * square, square * ratios.value - mean**2)


def _moment(chain: Chain, index: int, factor: float, power: int) -> float:
    """E[(factor phi)^power] of a layer."""
    phi = chain.activation
    return float(gaussian_mean(lambda u: (factor * value_of(phi, u)) ** power, chain.z[index], phi.kinks))


def _passing(stream: float, branch: _Branch, mean: float, by_h: float) -> Numbers:
    """How deviations (2,) of the mean square and of the mean, in units of the rms below, arrive above, (2, 2)."""
    by_square = branch.square * by_h + mean * branch.mean * by_h
    return np.array([[stream**2 + by_square, 2 * branch.mean * stream], [branch.mean * by_h / 2, stream]])


def _added(chain: Chain, branch: _Branch, carried: _State) -> Numbers:
    """What a branch adds to the covariance of the mean square and of the mean, times the number of units, (2, 2).

    The mean square gets 2 s a + a^2 of each unit, where the branch a varies around its mean beside the stream s.
    """
    own = float(chain.weights @ branch.around)
    products = 4 * float(chain.weights @ (carried.c * branch.around)) + 4 * carried.mean * branch.skew
    mixed = 2 * carried.mean * own + branch.skew
    return np.array([[products + branch.spread, mixed], [mixed, own]])


def _backward(chain: Chain, wide: Wide, joints: list[_Joint], products: float) -> list[float]:
    """The variances of log delta^2 from layer 1 to L, given the error at the output and `products` of two errors."""
    size = len(chain.weights)
    of_delta, of_error, delta_c, error_c = 0.0, 0.0, np.full(size, np.sqrt(products)), np.zeros(size)
    found, stream = [0.0], 0.0
    for index in reversed(range(len(joints))):
        scale, n = wide.scales[index], chain.layers[index].fan_out
        # the errors below the layer above: what its skip passes on, and what comes back through its weights
        share = 1 / (1 + stream)
        cross = 4 * share * (1 - share) * float(chain.weights @ (error_c * delta_c))
        own = share**2 * 2 * float(chain.weights @ np.square(delta_c))
        of_error = of_error + share**2 * (of_delta - of_error) + (cross + own) / n
        error_c = (1 - share) * error_c + share * delta_c
        ratios = joints[index].ratios
        spread = float(chain.weights @ ((ratios.squared_slope - 1) * (1 + 2 * np.square(error_c))))
        of_delta = of_error + max(spread, 0.0) / n
        delta_c = error_c * np.clip(ratios.slope, -1.0, 1.0)
        slopes = float(np.mean(wide.slopes[index]))
        gain = chain.layers[index].backward * (scale or 0.0) ** 2 * slopes
        stream = 1 / gain if scale is not None and gain > 0 else 0.0
        found.append(of_delta)
    return found[::-1]
