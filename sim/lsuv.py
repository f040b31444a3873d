"""Initialisers that look at the data: drawn first, then fitted layer by layer to what comes in from below.

To add one, register it as any other initialiser, and add the function that fits a layer to `DATA_DRIVEN`: it is called
as `fit(weights, compute, **parameters)` and changes the weights (S, n, m) in place; `compute()` returns the layer's
z (S, B, m) as they are now.
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
Fit = Callable[..., None]

#: How often the variance of a layer is measured and divided by, at most (Mishkin & Matas 2015, algorithm 1).
MOST_ITERATIONS = 10
TOLERANCE = 0.1


@drawn(lambda fan_in, fan_out, **parameters: None)
def lsuv(
    rng: Generator, fan_in: int, fan_out: int, tolerance: Annotated[float, Range(1e-6, 1.0)] = TOLERANCE
) -> Weights:
    """Orthogonal, then scaled layer by layer until z has a variance of 1 on the data (Mishkin & Matas 2015).

    Layer-sequential unit variance stops at `tolerance` from 1, or after ten measurements. It undoes any gain.
    """
    return orthogonal(rng, fan_in, fan_out)


@np.errstate(all="ignore")
def unit_variance(weights: Array, compute: Callable[[], Array], tolerance: float = TOLERANCE) -> None:
    """Scale each network's weights for a variance of z, over all examples and units, of 1 (ibid., algorithm 1)."""
    for _ in range(MOST_ITERATIONS):
        std = spread(compute())
        off = (np.abs(np.square(std) - 1.0) >= tolerance) & (std > 0.0) & np.isfinite(std)
        if not off.any():
            return
        weights[off] /= std[off, None, None].astype(weights.dtype)


def spread(z: Array) -> NDArray[np.float64]:
    """The standard deviation of all of each network's numbers, (S, B, n) -> (S,)."""
    return rms(z - z.mean(axis=(1, 2), keepdims=True))


DATA_DRIVEN: dict[str, Fit] = {"lsuv": unit_variance}
