"""What joins layers besides weights, forward and backward: normalisations with their scale and shift, and skips.

Layers are counted by their index from 0 here. A normalisation is that of a layer, wherever it stands.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.affine import scale_and_shift, scale_and_shift_backward
from sim.architecture import Architecture
from sim.branches import add_branch, add_branch_backward
from sim.normalization import normalize, normalize_backward, normalized_by
from sim.parameters import Parameters
from sim.passes import Forward

Array = NDArray[np.floating[Any]]


def enter_activation(
    parameters: Parameters, index: int, out: Forward, architecture: Architecture, known: Forward | None = None
) -> None:
    """Make u of z; with the statistics of another pass if it is `known`."""
    u = out.hidden_u[index]
    if architecture.inner_axis is not None:
        _normalize(parameters, index, out, out.hidden_z[index], u, architecture.inner_axis, known)
    if architecture.bias_after:
        u += parameters.biases[index][:, None, :]


def leave_layer(
    parameters: Parameters, index: int, out: Forward, architecture: Architecture, known: Forward | None = None
) -> None:
    """Make of phi(u) what the layer gives, to the skip above and to the weights above."""
    total = out.hidden_sum[index]
    if architecture.residual:
        below, branch = out.below(index), out.hidden_a[index]
        if architecture.has_skip(below, total):
            add_branch(branch, below, branch_scale(parameters, index, architecture), total)
        else:
            np.add(branch, 0.0, out=total)
    if architecture.outer_axis is not None:
        _normalize(parameters, index, out, total, out.hidden_fed[index], architecture.outer_axis, known)


def leave_layer_backward(
    parameters: Parameters,
    gradients: Parameters,
    index: int,
    error: Array,
    of_skip: Array | None,
    done: Forward,
    architecture: Architecture,
) -> Array | None:
    """Turn `error`, dloss by what goes into the weights above, into dloss/dphi(u), (S, B, n).

    `of_skip` is dloss by what the skip above carries, if there is one; what is returned is that of the layer below.
    """
    if architecture.position == "pre":
        _normalize_backward(parameters, gradients, index, error, done.hidden_sum[index], done, architecture.outer_axis)
    if of_skip is not None:
        error += of_skip
    if architecture.position == "post":
        _normalize_backward(parameters, gradients, index, error, done.hidden_sum[index], done, architecture.outer_axis)
    if not architecture.has_skip(done.below(index), done.hidden_sum[index]):
        return None
    passed = error.copy()
    of_scale = None if gradients.scales is None else gradients.scales[:, index]
    add_branch_backward(error, done.hidden_a[index], branch_scale(parameters, index, architecture), of_scale)
    return passed


def enter_activation_backward(
    parameters: Parameters, gradients: Parameters, index: int, delta: Array, done: Forward, architecture: Architecture
) -> None:
    """Turn dloss/du in `delta` into dloss/dz, (S, B, n)."""
    _normalize_backward(parameters, gradients, index, delta, done.hidden_z[index], done, architecture.inner_axis)


def branch_scale(parameters: Parameters, index: int, architecture: Architecture) -> Array | float:
    """The factor on the branch of a layer: a number, or (S, 1, 1)."""
    scales = parameters.scales
    return architecture.branch_scale.start if scales is None else scales[:, index, None, None]


def _normalize(
    parameters: Parameters, index: int, out: Forward, given: Array, into: Array, axis: int, known: Forward | None
) -> None:
    if known is None:
        normalize(given, axis, out.hidden_mean[index], out.hidden_inverse_std[index], into)
    else:
        normalized_by(given, known.hidden_mean[index], known.hidden_inverse_std[index], into)
    if parameters.gamma is not None:
        beta = None if parameters.beta is None else parameters.beta[:, index]
        scale_and_shift(into, parameters.gamma[:, index], beta)


def _normalize_backward(
    parameters: Parameters,
    gradients: Parameters,
    index: int,
    error: Array,
    given: Array,
    done: Forward,
    axis: int | None,
) -> None:
    """Go back through a layer's normalisation of `given`, if there is one along `axis`."""
    if axis is None:
        return
    mean, inverse_std = done.hidden_mean[index], done.hidden_inverse_std[index]
    if parameters.gamma is not None and gradients.gamma is not None:
        normalized = np.empty_like(given)
        normalized_by(given, mean, inverse_std, normalized)
        of_beta = None if gradients.beta is None else gradients.beta[:, index]
        scale_and_shift_backward(error, normalized, parameters.gamma[:, index], gradients.gamma[:, index], of_beta)
    normalize_backward(error, given, axis, mean, inverse_std)
