"""How networks of finite width spread around infinitely wide ones, to first order in 1 / width, layer by layer.

The mean square of a layer's outputs, over its n units and all examples, has a relative variance of A / n around what
the map makes of the layer below, where A is the mean over pairs of examples of E[phi_b^2 phi_b'^2] / E[phi^2]^2 - 1;
for one example that is the kurtosis less 1. On the way back the mean square of delta = phi'(z) g, where g is Gaussian
and correlated by rho between two examples, has B / n with E[phi'_b^2 phi'_b'^2] / E[phi'^2]^2 (1 + 2 rho^2) - 1 for B:
for one example 3 E[phi'^4] / E[phi'^2]^2 - 1. Each such factor is taken to be a gamma variable, whose logarithm has
known moments. Deviations pass through the maps of the layers above, and change the slopes that errors meet on their way
back. (Where it is known exactly, for linear and ReLU networks and one example, it is: see `finite_width`.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.activations import Activation
from sim.experiment import Experiment
from sim.initializers import metadata_of
from sim.theory.alignment import output_errors, sizes_at_output
from sim.theory.deviations import (
    LARGEST_VARIANCE,
    NODES,
    Noise,
    covariance_of,
    log_gamma,
    moments_of,
    products_of,
)
from sim.theory.finite_width import LogNormal, unit_log_moments
from sim.theory.gaussian import Numbers, activation_of, slope_moment
from sim.theory.layers import Layer, combined_rms
from sim.theory.pairs import QUANTILES, PairMoments, Ratios, correlations_of, data_of, drifted, quantiles_of
from sim.theory.wide import Wide, output_size

#: Correlations at which the way of a pair from the input to the output is tabulated.
GRID = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 65))
#: What the products of unlike examples, of which those that cancel leave little, add to the variance of log |dL/dW|^2
#: in each layer, by 1 / n: fitted to networks.
PAIR_SPREAD = 1.3
#: The changes of the logarithm of a size by which slopes are taken.
STEP = 0.05
#: The excess kurtosis of weights.
UNIFORM_EXCESS, TRUNCATED_EXCESS = -1.2, -0.63


@dataclass(frozen=True, eq=False)
class Fluctuations:
    """Deviations of log mean squares from those of infinitely wide networks.

    `signal` of h_0 .. h_L, `preactivation` of z_1 .. z_L, `delta` of delta_1 .. delta_L given the typical error at the
    output, and `gradient` of the product of h_(l-1) and delta_l. `growth` is the largest factor by which a deviation
    of a layer arrives at another one above it.
    """

    signal: LogNormal
    preactivation: LogNormal
    delta: LogNormal
    gradient: LogNormal
    growth: float


class _Step(NamedTuple):
    """A layer: what becomes of a deviation (mean, slope, variance) and what is added, for z, for h, and for the slopes
    that errors meet there; and the ratios of pairs of its examples."""

    through_z: tuple[float, float, float]
    noise_z: Noise
    through_h: tuple[float, float, float]
    noise_h: Noise
    slopes: tuple[float, float, float]
    ratios: Ratios | None


class Errors(NamedTuple):
    """Of the errors at the output: how their log mean square varies between networks, its slope by the log mean square
    of the outputs, and the mean over pairs of the squared product of two errors by the square of the mean square."""

    variance: float
    slope: float
    products: float


@np.errstate(all="ignore")
def fluctuations(experiment: Experiment, wide: Wide) -> Fluctuations:
    """How networks of this width deviate from `wide`, at initialisation."""
    return Chain(experiment, wide).found()


class Chain:
    """The layers from the input to the output, and back."""

    def __init__(self, experiment: Experiment, wide: Wide) -> None:
        self.experiment, self.wide, self.layers = experiment, wide, wide.layers
        self.activation = activation_of(experiment.activation)
        self.h, self.z = ([combined_rms(size) for size in sizes] for sizes in (wide.h, wide.z))
        self.data = data_of(experiment)
        own = 1.0 / experiment.batch
        self.weights = np.concatenate([np.full(QUANTILES, (1 - own) / QUANTILES), [own], np.zeros(len(GRID))])
        independent = all(metadata_of(each.init).independent and not each.bias for each in self.layers)
        self.exact = self.activation.passing_share is not None and independent

    def found(self) -> Fluctuations:
        """All deviations."""
        steps, at_output = self._steps()
        means = np.array([0.0, *(step.through_h[0] + step.noise_h.mean for step in steps)])
        variances = [self.input_variance(), *(step.through_h[2] + step.noise_h.variance for step in steps)]
        signal = LogNormal(means, np.minimum(variances, LARGEST_VARIANCE))
        z = [(step.through_z[0] + step.noise_z.mean, step.through_z[2] + step.noise_z.variance) for step in steps]
        delta, gradient = self._backward(steps, signal, self.errors(at_output, means[-1]))
        growth = float(np.max(products_of([step.through_h[1] for step in steps])))
        return Fluctuations(signal, LogNormal(*np.array(z).T), delta, gradient, growth)

    def input_variance(self) -> float:
        """How the log mean square of the input varies between networks."""
        sizes = np.log([np.square(x).mean() for x, _ in self.data])
        return float(sizes.var(ddof=1)) if len(sizes) > 1 else 0.0

    def _steps(self) -> tuple[list[_Step], Numbers]:
        """All layers, and the correlations at the output of examples whose inputs are correlated by GRID."""
        c = self.correlations()
        steps: list[_Step] = []
        at = Noise(0.0, self.input_variance())
        active = 1.0
        for index, layer in enumerate(self.layers):
            share = self.share(index)
            c = np.clip(share * c + (1 - share), -1.0, 1.0)
            if layer is self.layers[-1]:
                steps.append(self._last_step(index, at, c, active))
                break
            moments = PairMoments(self.activation, self.z[index])
            step = self._step(index, at, c, moments, active)
            steps.append(step)
            at = Noise(step.through_h[0] + step.noise_h.mean, min(_sum_of(step), LARGEST_VARIANCE))
            assert step.ratios is not None
            c = np.clip(step.ratios.value, -1.0, 1.0)
            c[:QUANTILES] = drifted(c[:QUANTILES], layer.fan_out)
            active = moments.effective_share
        return steps, c[QUANTILES + 1 :]

    def correlations(self) -> Numbers:
        """Correlations of examples: quantiles of those of the data, that of an example with itself, and GRID."""
        return np.concatenate([quantiles_of(self.data[0][0]), [1.0], GRID])

    def share(self, index: int) -> float:
        """The share of a layer's weights, beside that of its biases, in the mean square of its z."""
        part = np.float64(math.sqrt(self.layers[index].forward)) * self.h[index] / np.float64(self.z[index])
        return float(np.square(np.nan_to_num(part, nan=1.0, posinf=1.0)))

    def _sizes_of_z(self, index: int, at: Noise) -> Numbers:
        """The rms of z at each of the NODES of the deviation of the layer below."""
        x = at.mean + math.sqrt(at.variance) * NODES
        return np.hypot(math.sqrt(self.layers[index].forward) * self.h[index] * np.exp(x / 2), self._bias(index))

    def _bias(self, index: int) -> float:
        return math.sqrt(self.layers[index].bias)

    def _last_step(self, index: int, at: Noise, c: Numbers, active: float) -> _Step:
        through = moments_of(2 * np.log(self._sizes_of_z(index, at) / self.z[index]), at)
        noise = self._noise_of_z(index, c, active)
        return _Step(through, noise, through, noise, (0.0, 0.0, 0.0), None)

    def _noise_of_z(self, index: int, c: Numbers, active: float) -> Noise:
        layer, squares = self.layers[index], self.weights @ np.square(c)
        relative = (
            2 * float(squares) * self._excess(index, active) * (1 - self._kept(layer, layer.fan_out, layer.fan_in))
        )
        return self._noise(relative, layer.fan_out, rectified=False)

    def _step(self, index: int, at: Noise, c: Numbers, moments: PairMoments, active: float) -> _Step:
        layer, z, ratios = self.layers[index], self._sizes_of_z(index, at), moments.ratios(c)
        by_z, excess = log_slope(self.activation, self.z[index]), self._excess(index, active)
        squares = 2 * float(self.weights @ np.square(c)) * by_z**2
        relative = float(self.weights @ ratios.square) - 1
        relative += squares * (excess - 1 - self._kept(layer, layer.fan_out, layer.fan_in))
        return _Step(
            moments_of(2 * np.log(z / self.z[index]), at),
            self._noise_of_z(index, c, active),
            moments_of(2 * np.log(output_size(self.activation, z) / self.h[index + 1]), at),
            self._noise(max(relative, 0.0), layer.fan_out, self._rectifies),
            moments_of(np.log(slope_moment(self.activation, z) / moments.squared_slope), at),
            ratios,
        )

    @property
    def _rectifies(self) -> bool:
        return self.activation.passing_share != 1.0

    def _excess(self, index: int, active: float) -> float:
        """The factor that weights which are not Gaussian have on the variance of squares of z."""
        layer = self.layers[index]
        units = max(active * layer.fan_in, 1.0)
        return max(1 + _weight_excess(layer) * self.share(index) ** 2 / units / 2, 0.05)

    def _kept(self, layer: Layer, to: int, of: int) -> float:
        """The share of the variance of a sum of squares that orthogonal weights take away, in linear and ReLU networks.

        In others they take the Gaussian shape away too, which shifts sizes by as much as it narrows their spread.
        """
        straight = self.activation.passing_share is not None
        return min(1.0, to / of) if straight and layer.init.name == "orthogonal" else 0.0

    def _noise(self, relative: float, units: int, rectified: bool) -> Noise:
        """The logarithm of a layer's mean square by its mean, where one unit's has this relative variance."""
        if self.exact:
            mean, variance = unit_log_moments(units, rectified)
            share = relative / (5.0 if rectified else 2.0)  # of the relative variance that one example has
            return Noise((mean - math.log(0.5 if rectified else 1.0)) * share, variance * share)
        found = log_gamma(relative / units)
        return found._replace(variance=found.variance + 1 / units**2)  # the order of what is left out

    def errors(self, at_output: Numbers, mean: float) -> Errors:
        """The errors at the output, for correlations there that belong to GRID and a mean of its log mean square."""
        classes, typical, found = self.experiment.layer_sizes[-1], math.exp(min(mean, 0.0) / 2), []
        for draw, (x, y) in enumerate(self.data):
            c = np.interp(correlations_of(x), GRID, at_output)
            sizes = typical * sizes_at_output(self.wide, np.sqrt(np.square(x).mean(axis=1)))
            found.append([output_errors(y, classes, c, sizes * math.exp(by), draw) for by in (-STEP, 0.0, STEP)])
        logs = np.array([[np.log(np.square(errors).mean(axis=(0, 2))) for errors in each] for each in found])
        slope = float((logs[:, 2] - logs[:, 0]).mean() / (4 * STEP))
        products = float(np.mean([_squared_products(errors) for _, errors, _ in found]))
        variance = float(np.nan_to_num(logs[:, 1].var(), nan=LARGEST_VARIANCE))  # errors that are 0 have no logarithm
        return Errors(variance, float(np.nan_to_num(slope)), float(np.nan_to_num(products, nan=1.0)))

    def _backward(self, steps: list[_Step], signal: LogNormal, errors: Errors) -> tuple[LogNormal, LogNormal]:
        """The deviations of delta and of h delta.

        log delta_l^2 is the sum over k = l .. L-1 of what layer k adds and of its slopes, which go with the deviation
        of h_(k-1), and of the error at the output, which goes with that of h_(L-1).
        """
        hidden, noises = len(steps) - 1, self._backward_noises(steps, errors.products)
        carried = products_of([step.through_h[1] for step in steps])
        covariance = covariance_of(carried, signal.variance)
        on_signal = np.array([*(step.slopes[1] for step in steps[:-1]), errors.slope * steps[-1].through_h[1], 0.0])
        products = PAIR_SPREAD * sum(1 / layer.fan_out for layer in self.layers[:-1])
        means, variances, gradients = np.zeros((3, hidden + 1))
        for layer in range(hidden + 1):
            weights = np.where(np.arange(hidden + 2) >= layer, on_signal, 0.0)
            means[layer] = sum(noises[k][0].mean + steps[k].slopes[0] for k in range(layer, hidden))
            variance = errors.variance + float(weights @ covariance @ weights)
            for k in range(layer, hidden):  # units that pass much signal pass much error
                variance += noises[k][0].variance + 2 * noises[k][1] * float(carried[k + 1] @ weights)
            variances[layer] = variance
            gradients[layer] = variance + signal.variance[layer] + 2 * float(covariance[layer] @ weights) + products
        delta = LogNormal(means, np.clip(variances, 0.0, LARGEST_VARIANCE))
        return delta, LogNormal(signal.mean[:-1] + means, np.clip(gradients, 0.0, LARGEST_VARIANCE))

    def _backward_noises(self, steps: list[_Step], products: float) -> list[tuple[Noise, float]]:
        """What each hidden layer adds to log delta^2, and its covariance with what it adds to log h^2."""
        found, squares = [], np.full(len(self.weights), products)
        for index in reversed(range(len(steps) - 1)):
            ratios, units, above = steps[index].ratios, self.layers[index].fan_out, self.layers[index + 1]
            assert ratios is not None
            relative = float(self.weights @ (ratios.squared_slope * (1 + 2 * squares))) - 1
            relative -= 2 * float(self.weights @ squares) * self._kept(above, above.fan_in, above.fan_out)
            noise = self._noise(max(relative, 0.0), units, self._rectifies)
            found.append((noise, (float(self.weights @ ratios.crossed) - 1) / units))
            squares = squares * np.square(np.clip(ratios.slope, -1.0, 1.0))
            squares = np.square(drifted(np.sqrt(squares), units))
        return found[::-1]


def _sum_of(step: _Step) -> float:
    return step.through_h[2] + step.noise_h.variance


def log_slope(activation: Activation, std: float) -> float:
    """d log E[phi^2] / d log q."""
    low, high = 2 * np.log(output_size(activation, std * np.exp(np.array([-5e-4, 5e-4]))))
    return float(np.nan_to_num((high - low) / 2e-3, nan=0.0, posinf=0.0, neginf=0.0))


def _weight_excess(layer: Layer) -> float:
    """The excess kurtosis of a weight: 0 for normal ones."""
    init = layer.init
    if init.name == "sparse":
        kept = 1 - math.ceil(dict(init.parameters)["sparsity"] * layer.fan_in) / layer.fan_in
        return 3 / kept - 3 if kept > 0 else 0.0
    if "truncated" in init.name:
        return TRUNCATED_EXCESS
    return UNIFORM_EXCESS if "uniform" in init.name or init.name == "torch_linear" else 0.0


def _squared_products(errors: Numbers) -> float:
    """The mean over pairs of (e_b . e_b')^2 by the squared mean of |e_b|^2, for errors (n, draws, classes)."""
    gram = np.einsum("bdc,edc->dbe", errors, errors, optimize=True)
    size = np.trace(gram, axis1=1, axis2=2) / gram.shape[1]
    return float(np.mean(np.square(gram).mean(axis=(1, 2)) / np.square(size)))
