"""Normalising what a layer computes before its activation, and the way back.

Each group of numbers becomes (z - mean) / sqrt(variance + 1e-5). A group is all units of one example (layer
normalisation; Ba, Kiros & Hinton 2016) or all examples of the batch in one unit (batch normalisation; Ioffe &
Szegedy 2015, always with the statistics of the batch at hand, as in training). There is nothing to learn here: the
scale and shift that frameworks learn on top start at 1 and 0, and so play no part at initialisation. But batch
normalisation would take off a bias added before, so a layer's bias is added after it, and is the learned shift.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

#: The axis of (S, B, n) along which a group lies, by the name of the normalisation.
AXES = {"layer": 2, "batch": 1}
NORMALIZATIONS = ("none", *AXES)
#: Added to the variance, as in PyTorch.
EPSILON = 1e-5


def empty_statistics(z: Array, axis: int) -> tuple[Array, Array]:
    """Arrays for the mean and the rate 1 / sqrt(variance + epsilon) of each group, their contents arbitrary."""
    shape = tuple(1 if place == axis else size for place, size in enumerate(z.shape))
    return np.empty(shape, z.dtype), np.empty(shape, z.dtype)


def normalize(z: Array, axis: int, mean: Array, rate: Array, out: Array) -> None:
    """Write (z - mean) * rate into `out`, and the statistics of the groups along `axis` into `mean` and `rate`."""
    _centre(z, axis, mean, rate, out)
    if np.isfinite(rate).all():
        np.divide(1.0, np.sqrt(rate + EPSILON), out=rate)
        out *= rate
    else:
        _normalize_huge(z, axis, mean, rate, out)


def _centre(z: Array, axis: int, mean: Array, variance: Array, out: Array) -> None:
    _mean(z, axis, mean)
    np.subtract(z, mean, out=out)
    _mean(np.square(out), axis, variance)


def _mean(values: Array, axis: int, out: Array | None = None) -> Array:
    """The mean along axis 1 or 2, which stays with a length of 1, as a matrix product: that is the fastest."""
    shape = (values.shape[2], 1) if axis == 2 else (1, values.shape[1])
    share = np.full(shape, 1.0 / max(shape), values.dtype)
    return np.matmul(values, share, out=out) if axis == 2 else np.matmul(share, values, out=out)


def _normalize_huge(z: Array, axis: int, mean: Array, rate: Array, out: Array) -> None:
    """The same by way of the largest number of those groups of which `rate`, the variance so far, overflows."""
    scale = np.where(np.isfinite(rate), 1.0, np.abs(z).max(axis=axis, keepdims=True)).astype(z.dtype)
    _centre(z / scale, axis, mean, rate, out)
    np.divide(1.0, np.sqrt(rate + EPSILON / np.square(scale)), out=rate)
    out *= rate
    mean *= scale
    rate /= scale


def send_back(delta: Array, z: Array, axis: int, mean: Array, rate: Array) -> None:
    """Turn dloss/dout in `delta` into dloss/dz: rate * (d - mean(d) - u mean(d u)) with u = (z - mean) * rate."""
    normal = np.subtract(z, mean)
    normal *= rate
    shared = _mean(delta * normal, axis)
    delta -= _mean(delta, axis)
    normal *= shared
    delta -= normal
    delta *= rate
