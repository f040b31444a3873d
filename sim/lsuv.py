"""Initialisers that look at the data: drawn first, then fitted layer by layer to what comes in from below.

To add one, register it as any other initialiser, with `fit=` the function that fits a layer (see `sim.drawing.Fit`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.initializers import Weights, drawn, orthogonal
from sim.registry import Range
from sim.sizes import rms

Array = NDArray[np.floating[Any]]

#: How often the variance of a layer is measured and divided by, at most (Mishkin & Matas 2015, algorithm 1).
MOST_ITERATIONS = 10
TOLERANCE = 0.1


@np.errstate(all="ignore")
def unit_variance(weights: Array, compute: Callable[[], Array], tolerance: float = TOLERANCE) -> None:
    """Scale each network's weights for a variance of z, over all examples and units, of 1 (ibid., algorithm 1)."""
    for _ in range(MOST_ITERATIONS):
        std = standard_deviation(compute())
        off = (np.abs(np.square(std) - 1.0) >= tolerance) & (std > 0.0) & np.isfinite(std)
        if not off.any():
            return
        weights[off] /= std[off, None, None].astype(weights.dtype)


def standard_deviation(z: Array) -> NDArray[np.float64]:
    """The standard deviation of each network's numbers, (S, B, n) -> (S,)."""
    return rms(z - z.mean(axis=(1, 2), keepdims=True))


@drawn(lambda fan_in, fan_out, **parameters: None, independent=False, factors=True, fit=unit_variance)
def lsuv(
    rng: Generator, fan_in: int, fan_out: int, tolerance: Annotated[float, Range(1e-6, 1.0)] = TOLERANCE
) -> Weights:
    """Orthogonal, then scaled layer by layer until z has a variance of 1 on the data (Mishkin & Matas 2015).

    Layer-sequential unit variance stops at `tolerance` from 1, or after ten measurements. It undoes any gain.
    """
    return orthogonal(rng, fan_in, fan_out)
