"""How networks of finite width spread around infinitely wide ones, to first order in 1 / width, layer by layer.

The mean square of a layer's outputs, over its n units and all examples, has a relative variance of A / n around what
the map makes of the layer below, where A is the mean over pairs of examples of E[phi_b^2 phi_b'^2] / E[phi^2]^2 - 1;
for one example that is the kurtosis less 1. On the way back the mean square of delta = phi'(z) g, where g is Gaussian
and two examples have correlated ones, has B / n with E[phi'_b^2 phi'_b'^2] (1 + 2 rho^2) / E[phi'^2]^2 - 1 for B: for
one example 3 E[phi'^4] / E[phi'^2]^2 - 1. Each such factor is taken to be a gamma variable, whose logarithm has known
moments. Deviations pass through the maps of the layers above, and change the slopes that errors meet on their way
back. Pairs of examples are stood for by quantiles of their correlations (Poole et al. 2016, section 2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.activations import Activation
from sim.experiment import Experiment
from sim.initializers import metadata_of
from sim.network import draw_data
from sim.theory.finite_width import LogNormal, unit_log_moments
from sim.theory.gaussian import (
    LARGEST_STD,
    SMALLEST_STD,
    Numbers,
    activation_of,
    digamma,
    gaussian_mean,
    slope_moment,
    slope_of,
    trigamma,
    value_of,
)
from sim.theory.hermite import TERMS, hermite, series_at
from sim.theory.layers import Layer, combined_rms
from sim.theory.alignment import output_errors, sizes_at_output
from sim.theory.wide import Wide, magnitude_of, output_size

#: Quantiles that stand for the correlations of all pairs, examples that these are of, and networks that are looked at.
QUANTILES, EXAMPLES, NETWORKS = 15, 96, 4
#: Correlations at which the way from the input to the output is tabulated.
GRID = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 65))
#: Nodes of the integral over how a network deviates.
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()
#: What the products of unlike examples, of which those that cancel leave little, add to the variance of log |dL/dW|^2 in
#: each layer, by 1 / n: fitted to networks.
PAIR_SPREAD = 1.3
#: Relative variances beyond this are as good as without bound.
LARGEST_VARIANCE = 1e3


@dataclass(frozen=True)
class _Step:
    """What a layer does to deviations: the mean and the slope of the logarithm of its map, and what it adds."""

    mean: float
    slope: float
    added: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Fluctuations:
    """Deviations of log mean squares from those of infinitely wide networks.

    `signal` of h_0 .. h_L, `preactivation` of z_1 .. z_L, `delta` of delta_1 .. delta_L given the typical error at the
    output, and `gradient` of the product of h_(l-1) and delta_l.
    """

    signal: LogNormal
    preactivation: LogNormal
    delta: LogNormal
    gradient: LogNormal


class _Moments:
    """E[f f'] / (E[f] E[f'])  of squared values and slopes at pairs of correlations, for one layer."""

    def __init__(self, activation: Activation, std: float) -> None:
        scale = min(max(std, SMALLEST_STD), LARGEST_STD)
        magnitude = float(magnitude_of(activation, np.array([scale]))[0])

        def functions(u: Numbers) -> Numbers:
            value, slope = value_of(activation, u) / magnitude, slope_of(activation, u)
            basis = hermite(u / scale)
            parts = [value, np.square(value), np.square(slope), slope]
            series = np.concatenate([basis * part for part in parts])
            wholes = np.stack([np.square(part) for part in parts])
            crossed = np.square(value * slope)[None]
            return np.concatenate([series, wholes, crossed])

        found = gaussian_mean(functions, scale, activation.kinks)
        self.coefficients = found[: 4 * TERMS].reshape(4, TERMS)
        self.wholes, self.crossed = found[4 * TERMS : -1], float(found[-1])

    def product(self, first: int, second: int, correlations: Numbers) -> Numbers:
        """E[f(u) g(v)] for two of value (0), value^2 (1), slope^2 (2) and slope (3)."""
        a, b = self.coefficients[first], self.coefficients[second]
        return series_at(correlations, a * b, float(self.wholes[first]) if first == second else self.crossed)

    def mean(self, which: int) -> float:
        """E[f]."""
        return float(self.coefficients[which, 0])


@np.errstate(all="ignore")
def fluctuations(experiment: Experiment, wide: Wide) -> Fluctuations:
    """How networks of this width deviate from `wide`, at initialisation."""
    return _Chain(experiment, wide).found()


class _Chain:
    """The layers from the input to the output, and back."""

    def __init__(self, experiment: Experiment, wide: Wide) -> None:
        self.experiment, self.wide, self.layers = experiment, wide, wide.layers
        self.activation = activation_of(experiment.activation)
        self.h = [combined_rms(size) for size in wide.h]
        self.z = [combined_rms(size) for size in wide.z]
        self.orthogonal = experiment.init.name == "orthogonal"
        self.independent = metadata_of(experiment.init).independent
        self.data = _data(experiment)
        correlations, self.input_variance = _of_the_data(self.data)
        own = 1.0 / experiment.samples
        self.weights = np.concatenate([np.full(QUANTILES, (1 - own) / QUANTILES), [own], np.zeros(len(GRID))])
        self.inputs = np.concatenate([correlations, [1.0], GRID])

    def found(self) -> Fluctuations:
        """All deviations."""
        self._forward()
        return self._backward()

    def _average(self, of_pairs: Numbers) -> float:
        return float(self.weights @ of_pairs)

    def _forward(self) -> None:
        means, variances, slopes, pre_means, pre_variances = [0.0], [self.input_variance], [], [], []
        self.moments: list[_Moments] = []
        self.correlations: list[Numbers] = []
        self.slope_means, self.slope_slopes = [], []
        c = self.inputs
        for index, layer in enumerate(self.layers):
            last = index == len(self.layers) - 1
            c = self._through(index, c)
            self.correlations.append(c)
            gauss = 2 * self._average(np.square(c)) * self._excess(index)
            x = means[-1] + math.sqrt(variances[-1]) * NODES
            z = np.hypot(math.sqrt(layer.forward) * self.h[index] * np.exp(x / 2), math.sqrt(layer.bias))
            mean, slope, through = _moments_of(2 * np.log(z / self.z[index]), NODES, variances[-1])
            removed = self._kept(layer) if self.orthogonal else 0.0
            added = self._noise(gauss * (1 - removed), layer.fan_out, linear=True, own=2.0)
            pre_means.append(mean + added[0])
            pre_variances.append(through + added[1])
            if last:
                self.output_slope = slope
            else:
                moments = _Moments(self.activation, self.z[index])
                self.moments.append(moments)
                squares = moments.product(1, 1, c) / moments.mean(1) ** 2 - 1
                own = float(moments.wholes[1] / moments.mean(1) ** 2 - 1)
                size = output_size(self.activation, z)
                mean, slope, through = _moments_of(2 * np.log(size / self.h[index + 1]), NODES, variances[-1])
                by_z = _log_slope(self.activation, self.z[index])
                spread = max(self._average(squares) - removed * gauss * by_z**2, 0.0) if removed else self._average(squares)
                spread += gauss / max(self._excess(index), 1e-9) * (self._excess(index) - 1) * by_z**2
                added = self._noise(max(spread, 0.0), layer.fan_out, linear=False, own=own)
                s_mean, s_slope, _ = _moments_of(
                    np.log(slope_moment(self.activation, z) / float(moments.wholes[3])), NODES, variances[-1]
                )
                self.slope_means.append(s_mean)
                # the slopes depend on z of this layer, to which its deviation is due only in part
                self.slope_slopes.append(s_slope)
                c = moments.product(0, 0, c) / float(moments.wholes[0])
                c = np.nan_to_num(np.clip(c, -1.0, 1.0), nan=1.0)
                c[:QUANTILES] = _drifted(c[:QUANTILES], layer.fan_out)
            slopes.append(slope)
            means.append(mean + added[0])
            variances.append(min(through + added[1], LARGEST_VARIANCE))
        self.means, self.variances, self.slopes = np.array(means), np.array(variances), np.array(slopes)
        self.pre = LogNormal(np.array(pre_means), np.array(pre_variances))

    def _through(self, index: int, c: Numbers) -> Numbers:
        share = self._share(index)
        return np.asarray(np.clip(share * c + (1 - share), -1.0, 1.0))

    def _share(self, index: int) -> float:
        """The share of a layer's weights, beside that of its biases, in the mean square of its z."""
        part = np.float64(math.sqrt(self.layers[index].forward)) * self.h[index] / np.float64(self.z[index])
        return float(np.square(np.nan_to_num(part, nan=1.0, posinf=1.0)))

    def _excess(self, index: int) -> float:
        """The factor on the spread of squares of z that weights which are not Gaussian have: (kurtosis of z - 1) / 2."""
        layer = self.layers[index]
        share = self._share(index)
        effective = layer.fan_in if index == 0 else max(_effective(self.moments[-1]) * layer.fan_in, 1.0)
        return max(1 + _weight_excess(self.experiment, layer.fan_in) * share**2 / effective / 2, 0.05)

    def _kept(self, layer: Layer) -> float:
        """The share of the variance of a sum of squares that orthogonal weights take away."""
        return min(1.0, layer.fan_out / layer.fan_in)

    def _noise(self, relative: float, units: int, *, linear: bool, own: float) -> tuple[float, float]:
        """Mean and variance of the logarithm of a layer's mean square, around that of its mean."""
        exact = self.activation.passing_share is not None and self.independent
        if exact and not any(layer.bias for layer in self.layers):
            rectified = not linear and self.activation.passing_share != 1.0
            mean, variance = unit_log_moments(units, rectified)
            share = relative / (5.0 if rectified else 2.0)
            return (mean - math.log(0.5 if rectified else 1.0)) * share, variance * share
        mean, variance = _gamma_log_moments(relative / units)
        return mean, variance + 1 / units**2  # what the first order leaves out is of this order

    def _backward(self) -> Fluctuations:
        hidden, classes = len(self.layers) - 1, self.experiment.layer_sizes[-1]
        carried = _products(self.slopes)
        below = np.array([*self.slope_slopes, 0.0])
        own_variance, by_size, rho = self._errors(classes)
        added = self._backward_noise(rho)
        b_mean, b_var, b_cov = (np.array([each[i] for each in added]) for i in range(3))
        # log delta_l^2 = sum over k = l .. L - 1 of (B_k + s_k x_(k - 1)) + t x_(L - 1) + that at the output
        signal = LogNormal(self.means, self.variances)
        means, variances, g_variances = [], [], []
        cov = self.covariance(carried)
        for layer in range(hidden + 1):
            ks = range(layer, hidden)
            weights = np.zeros(hidden + 2)
            for k in ks:
                weights[k] += below[k]
            weights[hidden] += by_size * self.output_slope
            variance = own_variance + float(b_var[layer:].sum()) + float(weights @ cov @ weights)
            for k in ks:  # the units that pass much signal pass much error
                variance += 2 * b_cov[k] * float(carried[k + 1, k + 1 :] @ weights[k + 1 :])
            means.append(float(b_mean[layer:].sum()) + float(sum(self.slope_means[layer:])))
            variances.append(min(max(variance, 0.0), LARGEST_VARIANCE))
            shared = 2 * float(cov[layer] @ weights)
            products = PAIR_SPREAD * sum(1 / each.fan_out for each in self.layers[:-1])
            g_variances.append(max(variance + self.variances[layer] + shared + products, 0.0))
        delta = LogNormal(np.array(means), np.array(variances))
        gradient = LogNormal(self.means[:-1] + delta.mean, np.minimum(g_variances, LARGEST_VARIANCE))
        return Fluctuations(signal, self.pre, delta, gradient)

    def _errors(self, classes: int) -> tuple[float, float, float]:
        """Of the errors at the output: the variance of their log mean square between networks, its slope by the log
        mean square of the outputs, and the mean squared product of two examples' errors by the square of their mean."""
        found, typical = [], math.exp(min(self.means[-1], 0.0) / 2)
        for draw, (x, y) in enumerate(self.data):
            size = np.linalg.norm(x, axis=1)
            products = np.divide(x @ x.T, np.outer(size, size), out=np.zeros((len(x), len(x))), where=np.outer(size, size) > 0)
            at_output = np.interp(products, GRID, self.correlations[-1][QUANTILES + 1 :])
            sizes = sizes_at_output(self.wide, size / math.sqrt(x.shape[1])) * typical
            found.append([output_errors(y, classes, at_output, sizes * f, draw) for f in (math.exp(-0.05), 1.0, math.exp(0.05))])
        logs = np.array([[np.log(np.square(e).mean(axis=(0, 2))) for e in each] for each in found])
        slope = float((logs[:, 2] - logs[:, 0]).mean() / 0.2)
        rho = np.mean([_squared_products(each[1]) for each in found])
        return float(logs[:, 1].var()), slope, float(np.nan_to_num(rho, nan=1.0))

    def covariance(self, carried: Numbers) -> Numbers:
        """Cov(x_j, x_k) of the deviations of h_0 .. h_L."""
        upper = np.triu(carried * self.variances[:, None])
        return np.asarray(upper + np.triu(upper, 1).T)

    def _backward_noise(self, rho: Numbers) -> list[tuple[float, float, float]]:
        """Mean and variance of what each hidden layer adds to log delta^2, and its covariance with what it adds to h."""
        found, squares = [], np.full(len(self.inputs), rho)
        for index in reversed(range(len(self.layers) - 1)):
            moments, c = self.moments[index], self.correlations[index]
            mean = float(moments.wholes[3])
            pairs = moments.product(2, 2, c) / mean**2 * (1 + 2 * squares) - 1
            relative = self._average(pairs)
            if self.orthogonal:
                relative -= 2 * self._average(squares) * self._kept_back(index)
            units = self.layers[index].fan_out
            shared = moments.product(1, 2, c) / (moments.mean(1) * mean) - 1
            own = float(moments.wholes[2] / mean**2 * 3 - 1)
            added = self._noise_back(max(relative, 0.0), units, own)
            found.append((*added, self._average(shared) / units))
            slopes = moments.product(3, 3, c) / mean
            squares = np.nan_to_num(squares * np.square(np.clip(slopes, -1, 1)))
            squares = np.square(_drifted(np.sqrt(squares), units))
        return found[::-1]

    def _kept_back(self, index: int) -> float:
        above = self.layers[index + 1]
        return min(1.0, above.fan_in / above.fan_out)

    def _noise_back(self, relative: float, units: int, own: float) -> tuple[float, float]:
        return self._noise(relative, units, linear=self.activation.passing_share == 1.0, own=own)


def _drifted(c: Numbers, units: int) -> Numbers:
    """Correlations after a layer of so many units, by their mean square: unrelated numbers have c^2 of 1 / units."""
    squares = np.square(c)
    return np.asarray(np.where(c < 0, -1, 1) * np.sqrt(np.minimum(squares + np.square(1 - squares) / units, 1.0)))


def _squared_products(errors: Numbers) -> float:
    """The mean over pairs of (e_b . e_b')^2 by the squared mean of |e_b|^2, for errors (n, draws, classes)."""
    gram = np.einsum("bdc,edc->dbe", errors, errors, optimize=True)
    size = np.trace(gram, axis1=1, axis2=2) / gram.shape[1]
    return float(np.mean(np.square(gram).mean(axis=(1, 2)) / np.square(size)))


def _moments_of(values: Numbers, nodes: Numbers, variance: float) -> tuple[float, float, float]:
    """Mean, slope and variance of a function of a normal variable, from its `values` at the nodes."""
    if not np.isfinite(values).all():
        return 0.0, 1.0, variance
    mean = float(NODE_WEIGHTS @ values)
    away = values - mean
    slope = float(NODE_WEIGHTS @ (away * nodes)) / math.sqrt(variance) if variance > 0 else 1.0
    return mean, slope, float(NODE_WEIGHTS @ np.square(away))


def _log_slope(activation: Activation, std: float) -> float:
    """d log E[phi^2] / d log q."""
    sizes = 2 * np.log(output_size(activation, std * np.exp(np.array([-5e-4, 5e-4]))))
    found = float((sizes[1] - sizes[0]) / 2e-3)
    return found if math.isfinite(found) else 0.0


def _gamma_log_moments(relative: float) -> tuple[float, float]:
    """Mean and variance of log X for a gamma variable of mean 1 with this variance."""
    if not relative > 1e-12:
        return 0.0, 0.0
    shape = 1 / min(relative, LARGEST_VARIANCE)
    return digamma(shape) - math.log(shape), trigamma(shape)


def _products(slopes: Sequence[float] | Numbers) -> Numbers:
    """P[j, k] = slopes[j] ... slopes[k - 1], by which a deviation of h_j arrives at h_k; 1 for j = k, 0 below."""
    count = len(slopes) + 1
    found = np.eye(count)
    for j in range(count):
        found[j, j + 1 :] = np.cumprod(slopes[j:])
    return found


def _effective(moments: _Moments) -> float:
    """The share of a layer's units that its squares come from: E[phi^2]^2 / E[phi^4]."""
    found = moments.mean(1) ** 2 / float(moments.wholes[1])
    return found if math.isfinite(found) and found > 0 else 1.0


def _weight_excess(experiment: Experiment, fan_in: int) -> float:
    """The excess kurtosis of a weight: 0 for normal ones."""
    name = experiment.init.name
    if name == "sparse":
        kept = 1 - math.ceil(dict(experiment.init.parameters)["sparsity"] * fan_in) / fan_in
        return 3 / kept - 3 if kept > 0 else 0.0
    if "truncated" in name:
        return -0.63
    if "uniform" in name or name == "torch_linear":
        return -1.2
    return 0.0


def _data(experiment: Experiment) -> list[tuple[Numbers, Numbers]]:
    """Examples (n, inputs) and labels (n,) of a few networks."""
    few = experiment.replace(seeds=min(experiment.seeds, NETWORKS), steps=0, precision="float64")
    return [(np.asarray(x[:EXAMPLES], float), np.asarray(y[:EXAMPLES])) for x, y in zip(*draw_data(few), strict=True)]


def _of_the_data(data: list[tuple[Numbers, Numbers]]) -> tuple[Numbers, float]:
    """Quantiles of the correlations of pairs of examples, and the variance of the log mean square between data sets."""
    size = np.log([np.square(x).mean() for x, _ in data])
    v = data[0][0]
    norms = np.linalg.norm(v, axis=1, keepdims=True)
    v = np.divide(v, norms, out=np.zeros_like(v), where=norms > 0)
    pairs = (v @ v.T)[np.triu_indices(len(v), 1)]
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    correlations = np.quantile(pairs, shares) if len(pairs) else np.ones(QUANTILES)
    return correlations, float(size.var(ddof=1)) if len(size) > 1 else 0.0
