"""Hermite polynomials, in which the expectation of a product of functions of two correlated normal numbers is a sum."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from sim.erf import erfc
from sim.theory.gaussian import Numbers

#: Terms of the Hermite series of a map.
TERMS = 48
#: From here on a tail is its expansion, and the fastest decay of one.
FAR, LARGEST_DECAY = 25.0, 1e3


def hermite(z: Numbers) -> Numbers:
    """The first Hermite polynomials (TERMS, ...), of mean square 1 for normal z."""
    found = [np.ones_like(z), z]
    for k in range(1, TERMS - 1):
        found.append((z * found[k] - math.sqrt(k) * found[k - 1]) / math.sqrt(k + 1))
    return np.stack(found)


@np.errstate(all="ignore")
def series_at(correlations: Numbers, products: Numbers, whole: float) -> Numbers:
    """Mehler's sum of `products` a_k b_k times c^k, whose value at c = 1 with all further terms is `whole`.

    The further terms are taken to go on from the last two as k^-1.5, as those of a function with a jump do, times an
    exponential that makes their sum right; odd and even ones as in the last two.
    """
    known = np.polynomial.polynomial.polyval(correlations, products)
    rest, (even, odd) = whole - float(products.sum()), np.abs(products[-2:])
    decay = _decay(rest / max(TERMS * float(even + odd) / 2, 1e-300))
    s = np.minimum(-TERMS * np.log(np.maximum(np.abs(correlations), 1e-300)), 700.0)
    tail = np.exp(-s) * _tail(s + decay) / _tail(np.array(decay))
    share = float(odd / (even + odd)) if even + odd > 0 else 0.5
    return np.asarray(known + rest * tail * np.where(correlations < 0, 1 - 2 * share, 1.0))


def _tail(x: Numbers) -> Numbers:
    """exp(x) times half of the integral of t^-1.5 exp(-x t) over t > 1: 1 - sqrt(pi x) exp(x) erfc(sqrt(x))."""
    small, large = np.minimum(x, FAR), np.maximum(x, FAR)
    near = 1 - np.sqrt(math.pi * small) * np.exp(small) * erfc(np.sqrt(small))
    return np.asarray(np.where(x < FAR, near, 1 / (2 * large) - 3 / (4 * large**2) + 15 / (8 * large**3)))


def _decay(rest: float) -> float:
    """The x at which 2 `_tail` is `rest`: 0 where it is always less."""
    decays, tails = _tabulated()
    return float(np.interp(-rest / 2, -tails, decays))


@cache
def _tabulated() -> tuple[Numbers, Numbers]:
    decays = np.append(0.0, np.geomspace(1e-6, LARGEST_DECAY, 600))
    return decays, _tail(decays)
