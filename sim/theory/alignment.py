"""How far the examples pull a layer's weights the same way: what there is between |dL/dW| and |h| |delta|.

dL/dW is the sum over examples of h_b delta_b^T, so its mean square is the sum over pairs of examples of
E[h_b h_b'] E[delta_b delta_b']: examples that look alike to a layer and ask for the same add up, and those that ask
for opposite things cancel. The correlations of all pairs go through the maps of infinitely wide networks, forward
(Poole et al. 2016, section 2) and backward (Schoenholz et al. 2017, section 4), beginning with the experiment's own
examples and labels; weights on the way back are taken to be independent of those on the way forward (ibid.).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from sim.activations import Activation
from sim.experiment import Experiment
from sim.network import draw_data
from sim.theory.finite_width import LogNormal
from sim.theory.gaussian import LARGEST_STD, SMALLEST_STD, Numbers, gaussian_mean, slope_of, value_of
from sim.theory.gaussian import activation_of as built
from sim.theory.layers import together
from sim.theory.wide import Wide, unit_of

#: A function of an activation and of numbers.
OfActivation = Callable[[Activation, Numbers], Numbers]
#: Networks whose data is looked at, how many of their examples, and the pairs of examples that there is time for.
NETWORKS, EXAMPLES, PAIRS = 4, 1024, 4 * 256**2
#: The quantiles by which their differences are judged, and how many standard deviations lie between these.
BAND = (0.1, 0.9)
WIDTH_OF_BAND = NormalDist().inv_cdf(BAND[1]) - NormalDist().inv_cdf(BAND[0])
#: Terms of the Hermite series of a map, and the steps between correlations at which it is tabulated.
TERMS, STEPS = 48, 2048
CORRELATIONS = np.linspace(-1.0, 1.0, STEPS + 1)
#: Random output layers, and the largest outputs whose softmax is told apart.
DRAWS, LARGEST_OUTPUT = 16, 1e6
#: Shares of itself added to an example, from the first on that makes up for rounding.
JITTERS = (1e-6, 1e-4, 1e-2, 1.0)

Tables = list[tuple[Numbers, Numbers]]


class Pairs(NamedTuple):
    """For all pairs of examples, each (n, n): E[h h'] of h_0 .. h_(L-1), E[phi' phi'] of the hidden layers, and the
    correlations of z_L."""

    seen: list[Numbers]
    passed: list[Numbers]
    output: Numbers


@np.errstate(all="ignore")
def alignment(experiment: Experiment, wide: Wide) -> LogNormal:
    """rms(dL/dW) / (rms(h of the layer below) rms(delta)) of each layer, (L,), and how it differs between networks.

    It is sqrt(examples) where they have nothing to do with one another, and `examples` where all are equal.
    """
    tables = _tables(experiment, wide)
    pulls = np.concatenate([_pulls(experiment, wide, tables, x, y) for x, y in _data(experiment)], axis=1)
    low, typical, high = 2 * np.log(np.nan_to_num(np.quantile(pulls, (*BAND, 0.5), axis=1)[[0, 2, 1]], posinf=0.0))
    return LogNormal(typical, np.nan_to_num(np.square((high - low) / WIDTH_OF_BAND), posinf=0.0))


def _data(experiment: Experiment) -> Iterator[tuple[Numbers, Numbers]]:
    """Examples (n, inputs) and labels (n,) of a few networks."""
    networks = min(experiment.seeds, NETWORKS, max(PAIRS // experiment.samples**2, 1))
    few = experiment.replace(seeds=networks, steps=0, precision="float64")
    for x, y in zip(*draw_data(few), strict=True):
        yield np.asarray(x[:EXAMPLES], float), np.asarray(y[:EXAMPLES])


def _tables(experiment: Experiment, wide: Wide) -> list[tuple[Numbers, Numbers]]:
    """The maps of the activation's value and of its slope in each hidden layer."""
    activation, sizes = built(experiment.activation), map(together, wide.z[:-1])
    return [(map_table(value_of, activation, std), map_table(slope_of, activation, std)) for std in sizes]


def _pulls(experiment: Experiment, wide: Wide, tables: Tables, x: Numbers, y: Numbers) -> Numbers:
    """The alignment of each layer for some output layers, (L, DRAWS)."""
    inputs = np.sqrt(np.square(x).mean(axis=1))
    pairs = _forward(wide, tables, x, inputs)
    errors = output_errors(y, experiment.layer_sizes[-1], pairs.output, _sizes(wide, wide.z[-1], inputs))
    on_the_way, found = np.ones_like(pairs.output), []
    for seen, passed in zip(reversed(pairs.seen), [None, *reversed(pairs.passed)], strict=True):
        if passed is not None:
            on_the_way = _scaled(on_the_way * passed)
        found.append(_pull(seen, on_the_way, errors, experiment.samples))
    return np.array(found[::-1])


def _sizes(wide: Wide, sizes: Numbers, inputs: Numbers) -> Numbers:
    """The sizes of all examples somewhere in the network, by those of the few that were sent through it."""
    given = wide.h[0] / together(wide.h[0])
    return np.asarray(np.interp(inputs / together(inputs), given, np.nan_to_num(sizes)))


def _forward(wide: Wide, tables: Tables, x: Numbers, inputs: Numbers) -> Pairs:
    seen, passed, alike = [_scaled(x @ x.T)], [], _correlation(x @ x.T)
    for place, (values, slopes) in enumerate(tables):
        alike = _through_weights(wide, place, alike, inputs)
        passed.append(_mapped(slopes, alike, np.sqrt(_sizes(wide, wide.slopes[place], inputs))))
        h = _sizes(wide, wide.h[place + 1], inputs)
        seen.append(_scaled(_mapped(values, alike, h / together(h))))
        alike = _mapped(values, alike, np.ones(len(x)))
    return Pairs(seen, passed, _through_weights(wide, len(tables), alike, inputs))


def _through_weights(wide: Wide, place: int, alike: Numbers, inputs: Numbers) -> Numbers:
    """From the correlations of a layer's input to those of its z."""
    layer, z = wide.layers[place], _sizes(wide, wide.z[place], inputs)
    weights, biases = math.sqrt(layer.forward) * _sizes(wide, wide.h[place], inputs) / z, math.sqrt(layer.bias) / z
    found = np.nan_to_num(alike * np.outer(weights, weights) + np.outer(biases, biases))
    return np.asarray(np.clip(found, -1.0, 1.0))


def _correlation(products: Numbers) -> Numbers:
    size = np.sqrt(np.diag(products))
    return np.asarray(np.nan_to_num(products / np.outer(size, size)))


def _scaled(products: Numbers) -> Numbers:
    """With a diagonal whose mean is 1."""
    return np.asarray(products / np.diag(products).mean())


def _mapped(table: Numbers, alike: Numbers, sizes: Numbers) -> Numbers:
    """What a table says of these correlations, for examples of these sizes."""
    place = (alike + 1.0) * (STEPS / 2)
    before = np.minimum(place.astype(np.intp), STEPS - 1)
    between = table[before] + (place - before) * np.diff(table)[before]
    return np.asarray(between * np.outer(sizes, sizes))


def map_table(function: OfActivation, activation: Activation, std: float) -> Numbers:
    """E[f(u) f(v)] / E[f(u)^2] for u and v normal with deviation `std` and each of CORRELATIONS.

    `function` is `value_of` or `slope_of`. By Mehler's formula this is the sum of a_k^2 c^k with Hermite coefficients
    a_k. What the first terms leave of the sum at c = 1, which is known, is given to the next two.
    """
    scale = min(max(std, SMALLEST_STD), LARGEST_STD)
    unit = unit_of(activation, np.array([scale])) if function is value_of else np.ones(1)

    def products(u: Numbers) -> Numbers:
        values = function(activation, u) / unit
        return np.concatenate([_hermite(u / scale) * values, np.square(values)[None]])

    *coefficients, whole = gaussian_mean(products, scale, activation.kinks)
    parts = np.square(coefficients)
    rest, last = max(float(whole - parts.sum()), 0.0), parts[-2:]
    series = np.append(parts, rest * last / last.sum() if last.sum() > 0 else [0.0, 0.0])
    return np.asarray(np.polynomial.polynomial.polyval(CORRELATIONS, series) / series.sum())


def _hermite(z: Numbers) -> Numbers:
    """The first Hermite polynomials (TERMS, ...), of mean square 1 for normal z."""
    found = [np.ones_like(z), z]
    for k in range(1, TERMS - 1):
        found.append((z * found[k] - math.sqrt(k) * found[k - 1]) / math.sqrt(k + 1))
    return np.stack(found)


def output_errors(labels: Numbers, classes: int, alike: Numbers, sizes: Numbers) -> Numbers:
    """Softmax minus one-hot for outputs of these correlations and sizes, (n, DRAWS, classes)."""
    normal = np.random.default_rng(0).standard_normal((len(labels), DRAWS * classes))
    outputs = (_root(np.nan_to_num(alike)) @ normal) * np.minimum(sizes, LARGEST_OUTPUT)[:, None]
    outputs = outputs.reshape(len(labels), DRAWS, classes)
    odds = np.exp(outputs - outputs.max(axis=2, keepdims=True))
    return np.asarray(odds / odds.sum(axis=2, keepdims=True) - (labels[:, None, None] == np.arange(classes)))


def _root(correlations: Numbers) -> Numbers:
    """R with R R^T as given, plus as little on the diagonal as makes up for rounding."""
    for more in JITTERS:
        with suppress(np.linalg.LinAlgError):
            return np.asarray(np.linalg.cholesky(correlations + more * np.eye(len(correlations))), float)
    return np.eye(len(correlations))


def _pull(seen: Numbers, passed: Numbers, errors: Numbers, examples: int) -> Numbers:
    """What all pairs of so many examples add up to, judged by the pairs at hand, for each output layer (DRAWS,)."""
    count, flat = len(seen), errors.reshape(len(seen), -1)
    sizes = np.square(errors).sum(axis=2) * np.diag(passed)[:, None]
    all_pairs = (((seen * passed) @ flat) * flat).reshape(errors.shape).sum(axis=(0, 2))
    own = (np.diag(seen)[:, None] * sizes).sum(axis=0)
    others = (all_pairs - own) * ((examples - 1) / max(count - 1, 1))
    return np.asarray(np.sqrt(np.maximum(own + others, 0.0) / sizes.sum(axis=0) * examples))
