"""The alignment of the examples' gradients in a layer: the factor between rms(dL/dW) and rms(h) rms(delta).

dL/dW is the sum over examples of h_b delta_b^T, so its mean square is the sum over pairs of examples of
E[h_b h_b'] E[delta_b delta_b']: gradients of like examples with like errors add up, those of like examples with
opposite errors cancel. The correlations of all pairs go through the maps of infinitely wide networks, forward
(Poole et al. 2016, section 2) and backward (Schoenholz et al. 2017, section 4), beginning with the experiment's own
examples and labels; weights on the way back are taken to be independent of those on the way forward (ibid.).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from sim.activations import Activation
from sim.experiment import Experiment
from sim.network import draw_data
from sim.theory.finite_width import LogNormal
from sim.theory.gaussian import (
    LARGEST_STD,
    SMALLEST_STD,
    Numbers,
    activation_of,
    gaussian_mean,
    slope_of,
    value_of,
)
from sim.theory.hermite import hermite, series_at
from sim.theory.layers import combined_rms
from sim.theory.wide import Wide, magnitude_of

#: A function of an activation and of numbers.
OfActivation = Callable[[Activation, Numbers], Numbers]
#: The most networks whose data is used, batches of them, examples of each, and pairs of examples together.
NETWORKS, BATCHES, EXAMPLES, PAIRS = 4, 16, 1024, 4 * 256**2
#: The quantiles by which their differences are judged, and how many standard deviations lie between these.
BAND = (0.1, 0.9)
WIDTH_OF_BAND = NormalDist().inv_cdf(BAND[1]) - NormalDist().inv_cdf(BAND[0])
#: The steps between correlations at which a map is tabulated.
STEPS = 2048
CORRELATIONS = np.linspace(-1.0, 1.0, STEPS + 1)
#: Random output layers of each network (fewer with many classes, whose errors differ less), and the largest outputs
#: whose softmax is told apart.
MOST_DRAWS, FEWEST_DRAWS, DRAWN_CLASSES, LARGEST_OUTPUT = 64, 16, 640, 1e6
#: Shares of itself added to an example, from the first on that makes up for rounding.
JITTERS = (1e-6, 1e-4, 1e-2, 1.0)

Tables = list[tuple[Numbers, Numbers]]


class Pairs(NamedTuple):
    """For all pairs of examples, each (n, n): E[h h'] of h_0 .. h_(L-1), E[phi' phi'] of the hidden layers, and the
    correlations of z_L."""

    h: list[Numbers]
    slopes: list[Numbers]
    output: Numbers


@np.errstate(all="ignore")
def alignment(experiment: Experiment, wide: Wide) -> LogNormal:
    """rms(dL/dW) / (rms(h of the layer below) rms(delta)) of each layer, (L,), and how it differs between networks.

    It is sqrt(examples) where the gradients of examples are uncorrelated, and `examples` where all are equal.
    """
    tables = _tables(experiment, wide)
    found = [_alignments(experiment, wide, tables, x, y, draw) for draw, (x, y) in enumerate(_data(experiment))]
    alignments = np.concatenate(found, axis=1)
    low, typical, high = 2 * np.log(np.nan_to_num(np.quantile(alignments, (*BAND, 0.5), axis=1)[[0, 2, 1]], posinf=0.0))
    return LogNormal(typical, np.nan_to_num(np.square((high - low) / WIDTH_OF_BAND), posinf=0.0))


def _data(experiment: Experiment) -> Iterator[tuple[Numbers, Numbers]]:
    """Examples (n, inputs) and labels (n,) of a few networks' batches."""
    samples, batch = experiment.samples, experiment.batch
    few = experiment.replace(seeds=min(experiment.seeds, NETWORKS), steps=0, precision="float64")
    parts = [slice(start, start + min(batch, EXAMPLES)) for start in range(0, samples - batch + 1, batch)]
    drawn = list(zip(*draw_data(few), strict=True))
    every = ((x[part], y[part]) for part in parts for x, y in drawn)
    for x, y in islice(every, max(min(PAIRS // batch**2, BATCHES), 1)):
        yield np.asarray(x, float), np.asarray(y)


def _tables(experiment: Experiment, wide: Wide) -> list[tuple[Numbers, Numbers]]:
    """The maps of the activation's value and of its slope in each hidden layer."""
    activation, sizes = activation_of(experiment.activation), map(combined_rms, wide.z[:-1])
    return [(map_table(value_of, activation, std), map_table(slope_of, activation, std)) for std in sizes]


def _alignments(experiment: Experiment, wide: Wide, tables: Tables, x: Numbers, y: Numbers, draw: int) -> Numbers:
    """The alignment of each layer for some output layers, (L, draws)."""
    inputs = np.sqrt(np.square(x).mean(axis=1))
    pairs = _forward(wide, tables, x, inputs) if not wide.has_skips else stream_forward(wide, tables, x, inputs)
    errors = output_errors(y, experiment.layer_sizes[-1], pairs.output, _sizes(wide, wide.z[-1], inputs), draw)
    deltas = _backward(wide, pairs) if not wide.has_skips else stream_backward(wide, pairs)
    found = [_alignment(h, delta, errors, experiment.batch) for h, delta in zip(pairs.h[::-1], deltas, strict=True)]
    return np.array(found[::-1])


def _backward(wide: Wide, pairs: Pairs) -> Iterator[Numbers]:
    """E[delta delta'] of all layers, the last first, by those of the errors at the output, up to a factor."""
    yield (products := np.ones_like(pairs.output))
    for slopes in reversed(pairs.slopes):
        products = _scaled(products * slopes)
        yield products


def stream_backward(wide: Wide, pairs: Pairs) -> Iterator[Numbers]:
    """As `_backward`, where skips carry errors past the layers: e_(l-1) = e_l + alpha_l W_l^T phi'_l e_l."""
    yield (products := np.ones_like(pairs.output))
    of_skip = np.zeros_like(products)
    for layer, slopes, scale in zip(wide.layers[:0:-1], pairs.slopes[::-1], wide.scales[::-1], strict=True):
        error = of_skip + layer.backward * products
        factor = np.diag(error).mean() or 1.0
        error = error / factor
        of_skip = np.zeros_like(error) if scale is None else error
        products = error * slopes * (1.0 if scale is None else scale**2)
        yield error * slopes


def _sizes(wide: Wide, sizes: Numbers, inputs: Numbers) -> Numbers:
    """The sizes (n,) of examples with these `inputs`, interpolated in the `sizes` of the examples of `wide`."""
    given = wide.h[0] / combined_rms(wide.h[0])
    return np.asarray(np.interp(inputs / combined_rms(inputs), given, np.nan_to_num(sizes)))


def sizes_at_output(wide: Wide, inputs: Numbers) -> Numbers:
    """The rms (n,) of the outputs of examples with inputs of these rms."""
    return _sizes(wide, wide.z[-1], inputs)


def _forward(wide: Wide, tables: Tables, x: Numbers, inputs: Numbers) -> Pairs:
    outputs, slopes, correlation = [_scaled(x @ x.T)], [], _correlation(x @ x.T)
    for index, (value_table, slope_table) in enumerate(tables):
        correlation = _through_weights(wide, index, correlation, inputs)
        slopes.append(_interpolated(slope_table, correlation, np.sqrt(_sizes(wide, wide.slopes[index], inputs))))
        h = _sizes(wide, wide.h[index + 1], inputs)
        outputs.append(_scaled(_interpolated(value_table, correlation, h / combined_rms(h))))
        correlation = _interpolated(value_table, correlation, np.ones(len(x)))
    return Pairs(outputs, slopes, _through_weights(wide, len(tables), correlation, inputs))


def stream_forward(wide: Wide, tables: Tables, x: Numbers, inputs: Numbers) -> Pairs:
    """As `_forward`, where skips add up what is around the mean, E[h h'] - E[h] E[h'], and the means."""
    around, mean, correlation = x @ x.T / x.shape[1], np.zeros(len(x)), _correlation(x @ x.T)
    outputs, slopes = [_scaled(around)], []
    for index, (value_table, slope_table) in enumerate(tables):
        correlation = _through_weights(wide, index, correlation, inputs)
        slopes.append(_interpolated(slope_table, correlation, np.sqrt(_sizes(wide, wide.slopes[index], inputs))))
        own_mean = _sizes(wide, wide.means[index], inputs)
        own = _interpolated(value_table, correlation, _sizes(wide, wide.a[index], inputs)) - np.outer(
            own_mean, own_mean
        )
        scale = wide.scales[index]
        around, mean = (own, own_mean) if scale is None else (around + scale**2 * own, mean + scale * own_mean)
        products = around + np.outer(mean, mean)
        outputs.append(_scaled(products))
        correlation = np.clip(_correlation(products), -1.0, 1.0)
    return Pairs(outputs, slopes, _through_weights(wide, len(tables), correlation, inputs))


def _through_weights(wide: Wide, index: int, correlation: Numbers, inputs: Numbers) -> Numbers:
    """The correlations (n, n) of a layer's z from those of its input."""
    layer, z = wide.layers[index], _sizes(wide, wide.z[index], inputs)
    weights, biases = math.sqrt(layer.forward) * _sizes(wide, wide.h[index], inputs) / z, math.sqrt(layer.bias) / z
    found = np.nan_to_num(correlation * np.outer(weights, weights) + np.outer(biases, biases))
    return np.asarray(np.clip(found, -1.0, 1.0))


def _correlation(products: Numbers) -> Numbers:
    size = np.sqrt(np.diag(products))
    return np.asarray(np.nan_to_num(products / np.outer(size, size)))


def _scaled(products: Numbers) -> Numbers:
    """Products divided by the mean of their diagonal."""
    return np.asarray(products / np.diag(products).mean())


def _interpolated(table: Numbers, correlation: Numbers, sizes: Numbers) -> Numbers:
    """The table at these correlations (n, n), by linear interpolation, times the product of both sizes (n,)."""
    position = (correlation + 1.0) * (STEPS / 2)
    before = np.minimum(position.astype(np.intp), STEPS - 1)
    between = table[before] + (position - before) * np.diff(table)[before]
    return np.asarray(between * np.outer(sizes, sizes))


def map_table(function: OfActivation, activation: Activation, std: float) -> Numbers:
    """E[f(u) f(v)] / E[f(u)^2] for u and v normal with deviation `std` and each of CORRELATIONS.

    `function` is `value_of` or `slope_of`. By Mehler's formula this is the sum of a_k^2 c^k with Hermite coefficients
    a_k, by what they sum up to.
    """
    scale = min(max(std, SMALLEST_STD), LARGEST_STD)
    magnitude = magnitude_of(activation, np.array([scale])) if function is value_of else np.ones(1)

    def products(u: Numbers) -> Numbers:
        values = function(activation, u) / magnitude
        return np.concatenate([hermite(u / scale) * values, np.square(values)[None]])

    *coefficients, whole = gaussian_mean(products, scale, activation.kinks)
    return series_at(CORRELATIONS, np.square(coefficients), float(whole)) / float(whole)


def output_errors(labels: Numbers, classes: int, correlation: Numbers, sizes: Numbers, draw: int = 0) -> Numbers:
    """Softmax minus one-hot for outputs of these correlations and sizes, (n, draws, classes); `draw` is a seed."""
    draws = min(max(DRAWN_CLASSES // classes, FEWEST_DRAWS), MOST_DRAWS)
    normal = np.random.default_rng(draw).standard_normal((len(labels), draws * classes))
    outputs = (_root(np.nan_to_num(correlation)) @ normal) * np.minimum(sizes, LARGEST_OUTPUT)[:, None]
    outputs = outputs.reshape(len(labels), draws, classes)
    odds = np.exp(outputs - outputs.max(axis=2, keepdims=True))
    return np.asarray(odds / odds.sum(axis=2, keepdims=True) - (labels[:, None, None] == np.arange(classes)))


def _root(correlations: Numbers) -> Numbers:
    """R with R R^T as given, plus as little on the diagonal as makes up for rounding."""
    for more in JITTERS:
        with suppress(np.linalg.LinAlgError):
            return np.asarray(np.linalg.cholesky(correlations + more * np.eye(len(correlations))), float)
    return np.eye(len(correlations))


def _alignment(h: Numbers, delta: Numbers, errors: Numbers, examples: int) -> Numbers:
    """rms(dL/dW) / (rms(h) rms(delta)) of a layer, for each output layer (draws,), with so many examples.

    `h` and `delta` (n, n) are products of all pairs of the n examples at hand, `errors` those at the output.
    """
    count, flat = len(h), errors.reshape(len(h), -1)
    sizes = np.square(errors).sum(axis=2) * np.diag(delta)[:, None]
    all_pairs = (((h * delta) @ flat) * flat).reshape(errors.shape).sum(axis=(0, 2))
    own = (np.diag(h)[:, None] * sizes).sum(axis=0)
    others = (all_pairs - own) * ((examples - 1) / max(count - 1, 1))
    return np.asarray(np.sqrt(np.maximum(own + others, 0.0) / sizes.sum(axis=0) * examples))
