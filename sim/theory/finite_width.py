"""The distribution of sizes in networks of finite width, exact for linear or ReLU networks without biases.

In a linear or ReLU network without biases the squared size of the signal is multiplied, layer by layer, by
independent random factors: v chi^2_n for n linear units with weights of variance v; for ReLU v chi^2_K, where K, the
number of units that are on, is binomial(n, 1/2) (Hanin & Nica 2018). So the logarithm is a sum of independent terms
with known mean and variance, and the size is close to log-normal: the average over networks may be preserved while the
typical network shrinks. For Gaussian weights and one example this is exact; for other independent weights it holds up
to terms of order 1 / n^2 a layer. The backpropagated error has this distribution too, as far as it is independent of
the weights that it is multiplied by: which ReLUs are on is independent of the signs of the weights below, but the error
of an output that is already large is not, and then decays less, or grows more, than this.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from sim.theory.gaussian import Numbers, digamma, trigamma


@dataclass(frozen=True, eq=False)
class LogNormal:
    """Sizes whose squares have logarithms with this mean and variance, each of shape (layers,)."""

    mean: Numbers
    variance: Numbers

    @property
    def median(self) -> Numbers:
        """The size (rms) of the typical network."""
        return self.quantile(0.5)

    @np.errstate(all="ignore")
    def quantile(self, share: float) -> Numbers:
        """The size (rms) that this share of all networks stays below."""
        return np.asarray(np.exp((self.mean + NormalDist().inv_cdf(share) * np.sqrt(self.variance)) / 2))

    @np.errstate(all="ignore")
    def times(self, other: LogNormal) -> LogNormal:
        """The distribution of the products with sizes that are independent of these."""
        return LogNormal(self.mean + other.mean, self.variance + other.variance)

    @np.errstate(all="ignore")
    def around(self, sizes: Numbers) -> LogNormal:
        """The distribution of `sizes` (rms) with these deviations of the logarithm of their squares."""
        return LogNormal(2 * np.log(sizes) + self.mean, self.variance)


@lru_cache(1024)
def unit_log_moments(units: int, rectified: bool) -> tuple[float, float]:
    """Mean and variance of log(chi^2_K / units), where K = units, or for ReLU units how many of them are on.

    For ReLU they are those given K > 0; K = 0, which has probability 2^-units, is left out.
    """
    if not rectified:
        return digamma(units / 2) + math.log(2 / units), trigamma(units / 2)
    on = range(1, units + 1)
    shares = np.exp([_log_binomial(units, k) for k in on])
    shares /= shares.sum()
    means = np.array([digamma(k / 2) for k in on])
    mean = float(shares @ means)
    variance = float(shares @ [trigamma(k / 2) for k in on]) + float(shares @ np.square(means - mean))
    return mean + math.log(2 / units), variance


def _log_binomial(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2)
