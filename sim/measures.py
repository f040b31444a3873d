"""What is measured in a network, each measure defined by one function that is safe for every number.

Arrays are (S, B, n): networks, examples, units. A measure returns (S,), one number for each network; sizes are
root mean squares, taken so that neither 1e-300 nor 1e300 is lost to underflow or overflow of the square.
To add a per-layer measure, add its field to `sim.frames.Layers` and its line to `measure_layers`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.activations import Activation
from sim.frames import Histograms, Layers, Numbers
from sim.network import Array, Backward, Forward, Parameters

#: A unit is saturated where its slope is under this share of the activation's largest slope.
SATURATED_SLOPE = 0.05
#: Two units count as the same where their summed outputs differ by less than this share of the largest.
SAME_UNIT = {"float64": 1e-9, "float32": 1e-4}
HISTOGRAM_BINS = 48
HISTOGRAM_LAYERS = 12
#: Sums of squares between these have lost nothing that matters to underflow or overflow.
SAFE_SQUARES = {"float64": (1e-280, 1e280), "float32": (1e-25, 1e30)}


@np.errstate(all="ignore")
def rms(values: NDArray[Any]) -> Numbers:
    """The root mean square of each network's values, (S, ...) -> (S,), in float64."""
    flat = values.reshape(len(values), -1)
    squares = np.vecdot(flat, flat).astype(np.float64)
    result = np.sqrt(squares / flat.shape[1])
    low, high = SAFE_SQUARES[flat.dtype.name]
    for network in np.flatnonzero(~((squares > low) & (squares < high))):
        result[network] = _scaled_rms(flat[network])
    return np.asarray(result)


def _scaled_rms(values: NDArray[Any]) -> float:
    values = values.astype(np.float64)
    largest = float(np.abs(values).max())
    if largest == 0.0 or not np.isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.mean(np.square(values / largest))))


@np.errstate(all="ignore")
def all_finite(values: Array) -> NDArray[np.bool_]:
    """Whether each network's values are all finite, (S, ...) -> (S,)."""
    flat = values.reshape(len(values), -1)
    finite: NDArray[np.bool_] = np.isfinite(np.vecdot(flat, flat))
    return finite if finite.all() else np.isfinite(flat).all(axis=1)


@np.errstate(all="ignore")
def saturated_share(slope: Array, activation: Activation) -> Numbers:
    """The share of outputs on a flat end of the activation, with a slope under a twentieth of its largest."""
    if not activation.flat_ends:
        return np.zeros(len(slope))
    return np.asarray((np.abs(slope) < SATURATED_SLOPE * activation.largest_slope).mean(axis=(1, 2)))


def dead_share(slope: Array) -> Numbers:
    """The share of units whose slope is exactly 0 for every example, so that no error passes through them."""
    return np.asarray((slope == 0.0).all(axis=1).mean(axis=1))


@np.errstate(all="ignore")
def distinct_units(z: Array) -> Numbers:
    """How many units of a layer differ: units that compute the same z for all examples count as one."""
    tolerance = SAME_UNIT[z.dtype.name]
    marks = np.einsum("sbn,bk->skn", z / _nonzero(rms(z)), _probe(z.shape[1]).astype(z.dtype))
    order = np.argsort(marks[:, :1], axis=2)
    steps = np.abs(np.diff(np.take_along_axis(marks, order, axis=2), axis=2)).max(axis=1)
    count = 1.0 + (steps > tolerance * np.abs(marks).max(axis=(1, 2))[:, None]).sum(axis=1)
    return np.where(np.isfinite(marks).all(axis=(1, 2)), count, np.nan)


def _probe(examples: int) -> NDArray[np.float64]:
    """Two fixed weightings of the examples, under which two different units do not add up to the same."""
    return np.random.default_rng(examples).uniform(0.5, 1.5, size=(examples, 2))


@np.errstate(all="ignore")
def effective_rank(h: Array) -> Numbers:
    """How many directions the outputs of a layer use: (sum of eigenvalues)^2 / sum of their squares, of h^T h.

    From 1 (all units alike) to the width; 0 for outputs that are all 0. It is the participation ratio (Gao et al.
    2017), which needs no eigenvalues: trace(G)^2 / |G|^2 with G = h^T h.
    """
    scaled = h / _nonzero(rms(h))
    turned = scaled.transpose(0, 2, 1)
    gram = turned @ scaled if h.shape[2] <= h.shape[1] else scaled @ turned
    trace = np.einsum("sii->s", gram, dtype=np.float64)
    squares = np.einsum("sij,sij->s", gram, gram, dtype=np.float64)
    return np.where(squares == 0, 0.0, np.square(trace) / np.where(squares == 0, 1.0, squares))


def _nonzero(scale: Numbers) -> Array:
    """(S,) -> (S, 1, 1), with 1 in place of 0 and of what float32 would lose."""
    return np.where(scale > 0.0, scale, 1.0)[:, None, None]


@np.errstate(all="ignore")
def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """numerator / denominator, where 0 / 0 is 0: no change to nothing."""
    return np.where((numerator == 0) & (denominator == 0), 0.0, numerator / denominator)


@np.errstate(all="ignore")
def measure_layers(
    parameters: Parameters, done: Forward, back: Backward, updates: tuple[Array, ...], activation: Activation
) -> Layers:
    """Measure every layer; `updates` is what the coming step takes off each layer's weights."""
    slopes = [_slope(z, h, activation) for z, h in zip(done.z[:-1], done.h[1:-1], strict=True)]
    nothing = np.zeros(len(done.z[0]))
    return Layers(
        signal=_by_layer(rms(h) for h in done.h[1:]),
        preactivation=_by_layer(rms(z) for z in done.z),
        delta=_by_layer(rms(delta) for delta in back.delta),
        weight_gradient=_by_layer(rms(gradient) for gradient in back.gradients.weights),
        bias_gradient=_by_layer(rms(gradient) for gradient in back.gradients.biases),
        update_ratio=_by_layer(
            ratio(rms(update), rms(weights)) for update, weights in zip(updates, parameters.weights, strict=True)
        ),
        saturated=_by_layer([*(saturated_share(slope, activation) for slope in slopes), nothing]),
        dead=_by_layer([*(dead_share(slope) for slope in slopes), nothing]),
        distinct_units=_by_layer(distinct_units(z) for z in done.z),
        effective_rank=_by_layer(effective_rank(h) for h in done.h[1:]),
    )


def _slope(z: Array, h: Array, activation: Activation) -> Array:
    slope = np.empty_like(z)
    activation.slope(z, h, slope)
    return slope


def _by_layer(columns: Any) -> Numbers:
    return np.stack(list(columns), axis=1)


@np.errstate(all="ignore")
def histograms(done: Forward, activation: Activation) -> Histograms:
    """How the outputs of the first network are spread, in up to twelve hidden layers (the output layer if none)."""
    hidden = len(done.z) - 1
    layers = np.unique(np.linspace(1, max(hidden, 1), num=min(max(hidden, 1), HISTOGRAM_LAYERS)).round().astype(int))
    low, high = activation.span
    shares = np.stack([_shares(done.h[layer][0], low, high) for layer in layers])
    return Histograms(tuple(int(layer) for layer in layers), low, high, shares)


def _shares(values: Array, low: float, high: float) -> NDArray[np.float64]:
    finite = values[np.isfinite(values)].astype(np.float64)
    inside = finite[(finite >= low) & (finite <= high)]
    counts = np.histogram(inside, bins=HISTOGRAM_BINS, range=(low, high))[0]
    ends = [(finite < low).sum(), *counts, (finite > high).sum()]
    return np.asarray(ends, dtype=np.float64) / values.size
