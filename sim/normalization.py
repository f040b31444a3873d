"""Layer and batch normalisation of what is in a layer, and their backward pass.

Each group of numbers becomes (z - mean) / sqrt(variance + 1e-5). A group is all units of one example (layer
normalisation; Ba, Kiros & Hinton 2016) or all examples of the batch in one unit (batch normalisation; Ioffe &
Szegedy 2015, always with the statistics of the batch at hand, as in training). There is nothing to learn here: the
scale and shift that frameworks learn on top are `sim.affine`. But batch normalisation right after the weights would
subtract a bias that was added before it, so a layer's bias is then added after it, as the shift.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

#: The axis of (S, B, n) along which a group lies, by the name of the normalisation.
AXES = {"layer": 2, "batch": 1}
NORMALIZATIONS = ("none", *AXES)
#: Where a normalisation stands; see `sim.architecture.Architecture`.
POSITIONS = ("inside", "pre", "post")
#: Added to the variance, as in PyTorch.
EPSILON = 1e-5


def empty_statistics(z: Array, axis: int) -> tuple[Array, Array]:
    """Arrays, of arbitrary contents, for `mean` and `inverse_std` of the groups of z: its shape, but 1 along `axis`."""
    shape = tuple(1 if place == axis else size for place, size in enumerate(z.shape))
    return np.empty(shape, z.dtype), np.empty(shape, z.dtype)


def normalize(z: Array, axis: int, mean: Array, inverse_std: Array, out: Array) -> None:
    """Write (z - mean) * inverse_std into `out`, and the statistics of the groups along `axis` into the other two.

    `inverse_std` is 1 / sqrt(variance + EPSILON).
    """
    _centre(z, axis, mean, inverse_std, out)
    if np.isfinite(inverse_std).all():
        np.divide(1.0, np.sqrt(inverse_std + EPSILON), out=inverse_std)
        out *= inverse_std
    else:
        _normalize_huge(z, axis, mean, inverse_std, out)


def _centre(z: Array, axis: int, mean: Array, variance: Array, out: Array) -> None:
    _mean(z, axis, mean)
    np.subtract(z, mean, out=out)
    _mean(np.square(out), axis, variance)


def _mean(values: Array, axis: int, out: Array | None = None) -> Array:
    """The mean along axis 1 or 2, which stays with a length of 1, as a matrix product: that is the fastest."""
    shape = (values.shape[2], 1) if axis == 2 else (1, values.shape[1])
    share = np.full(shape, 1.0 / max(shape), values.dtype)
    return np.matmul(values, share, out=out) if axis == 2 else np.matmul(share, values, out=out)


def _normalize_huge(z: Array, axis: int, mean: Array, inverse_std: Array, out: Array) -> None:
    """Normalise as `normalize` does where the variance of a group, which `inverse_std` holds, overflows.

    Such groups are divided by their largest number first.
    """
    scale = np.where(np.isfinite(inverse_std), 1.0, np.abs(z).max(axis=axis, keepdims=True)).astype(z.dtype)
    _centre(z / scale, axis, mean, inverse_std, out)
    np.divide(1.0, np.sqrt(inverse_std + EPSILON / np.square(scale)), out=inverse_std)
    out *= inverse_std
    mean *= scale
    inverse_std /= scale


def normalized_by(z: Array, mean: Array, inverse_std: Array, out: Array) -> None:
    """Write (z - mean) * inverse_std into `out`, with statistics that are known."""
    np.subtract(z, mean, out=out)
    out *= inverse_std


def normalize_backward(delta: Array, z: Array, axis: int, mean: Array, inverse_std: Array) -> None:
    """Turn dloss/dout in `delta` into dloss/dz (Ioffe & Szegedy 2015, section 3).

    It is inverse_std * (d - mean(d) - u mean(d u)) with u = (z - mean) * inverse_std.
    """
    normalized = np.empty_like(z)
    normalized_by(z, mean, inverse_std, normalized)
    shared = _mean(delta * normalized, axis)
    delta -= _mean(delta, axis)
    normalized *= shared
    delta -= normalized
    delta *= inverse_std
