"""What is measured in a network, each measure defined by one function that takes numbers of any size.

Arrays are (S, B, n): networks, examples, units. A measure returns (S,), one number for each network; sizes are
root mean squares, taken so that neither 1e-300 nor 1e300 is lost to underflow or overflow of the square.

`signal` is the rms of h_l; `preactivation` and `delta` are those of z_l and of dloss/dz_l, z_l before any
normalisation; `weight_gradient` and `bias_gradient` those of the loss by the layer's parameters; `weight` is the
rms of the weights, and `update_ratio` that of a step's change of them by it. The others have a function each, and look
at what enters or leaves the activation. To add one, add its field to `sim.frames.Layers` and its line to
`measure_layers`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.activations import Activation
from sim.frames import Histograms, Layers, Numbers
from sim.parameters import Parameters
from sim.passes import Array, Backward, Forward
from sim.sizes import all_finite as all_finite
from sim.sizes import rms as rms

#: A unit is saturated where its slope is under this share of the activation's largest slope.
SATURATED_SLOPE = 0.05
#: Two units count as the same where their summed outputs differ by less than this share of the largest.
SAME_UNIT = {np.float64: 1e-9, np.float32: 1e-4}
#: The most numbers that are measured at once, so that they fit in a processor's cache.
CHUNK_SIZE = 64_000
HISTOGRAM_BINS = 48
HISTOGRAM_LAYERS = 12
#: Which quantiles of the sizes of outputs are kept, and of how many outputs they are about.
SIZE_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_SIZES = 4096


@np.errstate(all="ignore")
def saturated_share(slope: Array, activation: Activation) -> Numbers:
    """The share of outputs (S,) with |slope| under a twentieth of its largest, or 0 where the activation never does."""
    if not activation.saturating:
        return np.zeros(len(slope))
    flat = SATURATED_SLOPE * activation.largest_slope
    return np.asarray(((slope < flat) & (slope > -flat)).mean(axis=(1, 2)))


def dead_share(slope: Array) -> Numbers:
    """The share of units whose slope is exactly 0 for every example, so that no error passes through them.

    These are ReLUs that are off (Maas et al. 2013), and units so saturated that their slope is lost in rounding: those
    of tanh beyond 19 in float64, and beyond 10 in float32.
    """
    return np.asarray((slope == 0.0).all(axis=1).mean(axis=1))


@np.errstate(all="ignore")
def distinct_units(h: Array) -> Numbers:
    """How many units of a layer differ, from their outputs (S, B, n): those with the same in all examples count as one.

    Units that are off for all examples all give 0, and so are one.
    """
    projections = (_projection(h.shape[1]) / _scale(h)).astype(h.dtype) @ h
    order = np.argsort(projections[:, :1], axis=2)
    steps = np.abs(np.diff(np.take_along_axis(projections, order, axis=2), axis=2)).max(axis=1)
    tolerance = SAME_UNIT[h.dtype.type] * np.abs(projections).max(axis=(1, 2))
    count = 1.0 + (steps > tolerance[:, None]).sum(axis=1)
    return np.where(np.isfinite(tolerance), count, np.nan)


@cache
def _projection(examples: int) -> NDArray[np.float64]:
    """Fixed random weights (4, examples): units that differ have different projections on them with probability 1."""
    return np.random.default_rng(examples).uniform(0.5, 1.5, size=(4, examples))


@np.errstate(all="ignore")
def effective_rank(h: Array) -> Numbers:
    """How many directions the outputs of a layer use: (sum of eigenvalues)^2 / sum of their squares, of h^T h.

    From 1 (all units alike) to the width; 0 for outputs that are all 0. It is the participation ratio (Gao et al.
    2017), which needs no eigenvalues: trace(G)^2 / |G|^2 with G = h^T h.
    """
    scaled = h / _scale(h).astype(h.dtype)
    transposed = scaled.transpose(0, 2, 1)
    gram = transposed @ scaled if h.shape[2] <= h.shape[1] else scaled @ transposed
    trace = np.square(rms(scaled)) * scaled[0].size
    return np.where(trace == 0, 0.0, np.square(trace / rms(gram)) / gram[0].size)


@np.errstate(all="ignore")
def example_cosine(z: Array) -> Numbers:
    """The mean cosine of the angle between what two examples put into a layer's activation, over all pairs of them.

    It is the correlation c of Poole et al. 2016: 1 where the layer tells no two examples apart, 0 for unrelated ones.
    Examples that are all 0 have no angle and are left out; with fewer than two others it is 0. With v the examples
    scaled to length 1, all pairs together are |sum of v|^2 - (how many).
    """
    networks, examples, units = z.shape
    size = rms(z.reshape(-1, units)).reshape(networks, examples)
    is_zero = size < np.finfo(z.dtype).tiny
    directions = np.where(is_zero, 0.0, 1.0 / size).astype(z.dtype)[:, None, :] @ z
    pairs = np.square(directions, dtype=np.float64).sum(axis=(1, 2)) / units
    count = examples - is_zero.sum(axis=1)
    cosine = (pairs - count) / np.maximum(count * (count - 1), 1)
    return np.where(count < 2, 0.0, np.clip(cosine, -1.0, 1.0))


def _scale(values: Array) -> Array:
    """What to divide (S, B, n) by for an rms of about 1: (S, 1, 1), at least the smallest that has all its digits."""
    return np.maximum(rms(values), np.finfo(values.dtype).tiny)[:, None, None]


@np.errstate(all="ignore")
def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """numerator / denominator, where 0 / 0 is 0: no change to nothing."""
    return np.where((numerator == 0) & (denominator == 0), 0.0, numerator / denominator)


@np.errstate(all="ignore")
def measure_layers(
    parameters: Parameters, done: Forward, back: Backward, updates: tuple[Array, ...], activation: Activation
) -> Layers:
    """Measure every layer; `updates` is what the coming step takes off each layer's weights."""
    nothing, weights = np.zeros(len(done.output)), _each(rms, parameters.weights)

    def slope(z: Array, h: Array) -> Array:
        out = np.empty_like(z)
        activation.slope(z, h, out)
        return out

    def saturated(z: Array, h: Array) -> Numbers:
        return np.where(all_finite(z), saturated_share(slope(z, h), activation), np.nan)

    def dead(z: Array, h: Array) -> Numbers:
        return np.where(all_finite(z), dead_share(slope(z, h)), np.nan)

    return Layers(
        signal=_layers(_hidden(rms, done.hidden_h), rms(done.output)),
        preactivation=_layers(_hidden(rms, done.hidden_z), rms(done.output)),
        delta=_layers(_hidden(rms, back.hidden_delta), rms(back.output_delta)),
        weight_gradient=_layers(_each(rms, back.gradients.weights)),
        bias_gradient=_layers(_each(rms, back.gradients.biases)),
        update_ratio=_layers(ratio(_each(rms, updates), weights)),
        saturated=_layers(_hidden(saturated, done.hidden_u, done.hidden_a), nothing),
        dead=_layers(_hidden(dead, done.hidden_u, done.hidden_a), nothing),
        distinct_units=_layers(_hidden(distinct_units, done.hidden_a), distinct_units(done.output)),
        effective_rank=_layers(_hidden(effective_rank, done.hidden_h), effective_rank(done.output)),
        example_cosine=_layers(_hidden(example_cosine, done.hidden_u), example_cosine(done.output)),
        weight=_layers(weights),
    )


def _hidden(measure: Callable[..., Numbers], *arrays: Array) -> Numbers:
    """Measure hidden layers, (L - 1, S, ...) -> (L - 1, S), as many at once as fit in a processor's cache."""
    layers, networks = arrays[0].shape[:2]
    chunk = max(1, CHUNK_SIZE // max(arrays[0][:1].size, 1))
    parts = [
        measure(*(array[start : start + chunk].reshape(-1, *array.shape[2:]) for array in arrays))
        for start in range(0, layers, chunk)
    ]
    return np.concatenate([np.empty(0), *parts]).reshape(layers, networks)


def _each(measure: Callable[[Array], Numbers], arrays: tuple[Array, ...]) -> Numbers:
    return np.stack([measure(array) for array in arrays])


def _layers(*rows: Numbers) -> Numbers:
    """Rows of one number for each network, (S,) or (layers, S), as the columns of (S, L)."""
    return np.ascontiguousarray(np.vstack(rows).T)


@np.errstate(all="ignore")
def histograms(done: Forward, activation: Activation) -> Histograms:
    """How the outputs of the first network are spread, in up to twelve hidden layers (the output layer if none)."""
    h = done.h
    hidden = len(h) - 2
    layers = np.unique(np.linspace(1, max(hidden, 1), num=min(max(hidden, 1), HISTOGRAM_LAYERS)).round().astype(int))
    low, high = activation.span
    shares = np.stack([_shares(h[layer][0], low, high) for layer in layers])
    sizes = np.stack([_sizes(h[layer][0]) for layer in layers])
    return Histograms(tuple(int(layer) for layer in layers), low, high, shares, sizes)


def _sizes(values: Array) -> NDArray[np.float64]:
    """(5,) the quantiles of |values| (examples, units); of many examples every second, third, ... is looked at."""
    sizes = np.abs(values[:: max(values.size // MOST_SIZES, 1)])
    finite = sizes[np.isfinite(sizes)].astype(np.float64)
    return np.quantile(finite, SIZE_QUANTILES) if finite.size else np.full(len(SIZE_QUANTILES), np.nan)


def _shares(values: Array, low: float, high: float) -> NDArray[np.float64]:
    finite = values[np.isfinite(values)].astype(np.float64)
    inside = finite[(finite >= low) & (finite <= high)]
    counts = np.histogram(inside, bins=HISTOGRAM_BINS, range=(low, high))[0]
    ends = [(finite < low).sum(), *counts, (finite > high).sum()]
    return np.asarray(ends, dtype=np.float64) / values.size
