"""Hermite polynomials, in which the expectation of a product of functions of two correlated normal numbers is a sum."""

from __future__ import annotations

import math

import numpy as np

from sim.theory.gaussian import Numbers

#: Terms of the Hermite series of a map.
TERMS = 48


def hermite(z: Numbers) -> Numbers:
    """The first Hermite polynomials (TERMS, ...), of mean square 1 for normal z."""
    found = [np.ones_like(z), z]
    for k in range(1, TERMS - 1):
        found.append((z * found[k] - math.sqrt(k) * found[k - 1]) / math.sqrt(k + 1))
    return np.stack(found)
