"""A batch of fully connected networks as plain arrays: drawn, run forward and run backward.

Shapes: S networks, B examples, layer sizes n_0 .. n_L. Weights W_l are (S, n_{l-1}, n_l) and biases (S, n_l);
z_l = h_{l-1} W_l + b_l and h_l = phi(z_l), but for the output layer, where h_L = z_L goes into softmax
cross-entropy, averaged over the batch. An `Architecture` changes the hidden layers: to h_l = phi(u_l) with
u_l = norm(z_l) for layer normalisation, or u_l = norm(h_{l-1} W_l) + b_l for batch normalisation; and to
h_l = h_{l-1} + phi(u_l) where a residual network's layer is as wide as the one below. The functions are pure, but for
`out`: an earlier result of the same shapes, whose arrays are overwritten, so that a training loop makes no new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.activations import ACTIVATIONS, Activation
from sim.drawing import BIAS_INITIALIZERS, INITIALIZERS, Fit, metadata_of
from sim.experiment import Experiment
from sim.loss import Labels, output_error
from sim.normalization import AXES, empty_statistics, normalize, normalize_backward
from sim.tasks import TASKS

Array = NDArray[np.floating[Any]]

DATA, WEIGHTS, BIASES, BATCHES, HELD_OUT = range(5)

#: Units of a layer, and examples, up to which its weights are worth copying transposed, for a faster product.
SMALL_MATRIX = 64


@dataclass(frozen=True)
class Parameters:
    """Weights (S, n_{l-1}, n_l) and biases (S, n_l) of layers 1 to L, all of them views of `flat` (S, P)."""

    flat: Array
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]


@dataclass(frozen=True)
class Architecture:
    """What hidden layers have besides weights: skip connections (He et al. 2016), and layer or batch normalisation."""

    residual: bool = False
    normalization: str = "none"

    @property
    def axis(self) -> int | None:
        """The axis of (S, B, n) that is normalised, if any."""
        return AXES.get(self.normalization)

    @property
    def bias_after(self) -> bool:
        """Whether the biases are added after the normalisation, because it would subtract them again."""
        return self.normalization == "batch"

    def has_skip(self, below: Array, h: Array) -> bool:
        """Whether the outputs `below` (S, B, n) are added to those of the layer above, `h` (S, B, m)."""
        return self.residual and below.shape == h.shape


PLAIN = Architecture()


@dataclass(frozen=True)
class Forward:
    """The input x = h_0, the output z_L = h_L, and of the hidden layers, each (L - 1, S, B, width), z, u and h.

    `hidden_a` is phi(u). Without normalisation u is the very array z, and without residuals a is the very array h.
    `hidden_mean` and `hidden_inverse_std` are a normalisation's statistics, (L - 1, S, B, 1) or (L - 1, S, 1, width).
    """

    x: Array
    hidden_z: Array
    hidden_u: Array
    hidden_a: Array
    hidden_h: Array
    output: Array
    hidden_mean: Array
    hidden_inverse_std: Array

    def below(self, index: int) -> Array:
        """h_index, which goes into the layer of that index from 0."""
        return self.hidden_h[index - 1] if index else self.x

    @property
    def z(self) -> tuple[Array, ...]:
        """z_1 .. z_L, each (S, B, n_l)."""
        return (*self.hidden_z, self.output)

    @property
    def h(self) -> tuple[Array, ...]:
        """h_0 .. h_L, each (S, B, n_l)."""
        return (self.x, *self.hidden_h, self.output)

    def put(self, rows: slice, part: Forward) -> None:
        """Overwrite the examples of some rows, all but statistics, by those of a pass over them alone."""
        for name in ("hidden_z", "hidden_u", "hidden_a", "hidden_h"):
            getattr(self, name)[:, :, rows] = getattr(part, name)
        self.x[:, rows], self.output[:, rows] = part.x, part.output


@dataclass(frozen=True)
class Backward:
    """dloss/dz of the hidden layers (L - 1, S, B, width) and of the output, and the gradients of all parameters."""

    hidden_delta: Array
    output_delta: Array
    gradients: Parameters

    @property
    def delta(self) -> tuple[Array, ...]:
        """delta_l = dloss/dz_l of layers 1 to L, each (S, B, n_l)."""
        return (*self.hidden_delta, self.output_delta)


def architecture_of(experiment: Experiment) -> Architecture:
    """The architecture of an experiment's networks."""
    return Architecture(experiment.residual, experiment.normalization)


def random_stream(experiment: Experiment, network: int, purpose: int) -> np.random.Generator:
    """The random numbers of one network for one purpose: they depend on nothing else in the experiment but its seed."""
    return np.random.default_rng([experiment.seed + network, purpose])


def draw_data(experiment: Experiment) -> tuple[Array, Labels]:
    """Inputs x (S, samples, n_0) and class indices y (S, samples), drawn for each network by itself."""
    task = TASKS[experiment.task]
    drawn = [
        task.draw(random_stream(experiment, network, DATA), experiment.samples, experiment.width)
        for network in range(experiment.seeds)
    ]
    return np.stack([x for x, _ in drawn]).astype(experiment.precision), np.stack([y for _, y in drawn])


@np.errstate(all="ignore")
def initialize(experiment: Experiment) -> Parameters:
    """Draw the weights and biases of all networks of an experiment, and fit them to the data where `init` does so."""
    parameters = zero_parameters(experiment.layer_sizes, experiment.seeds, experiment.precision)
    draw = INITIALIZERS.build(experiment.init)
    draw_bias = BIAS_INITIALIZERS.build(experiment.bias_init)
    for network in range(experiment.seeds):
        rng = random_stream(experiment, network, WEIGHTS)
        for weights in parameters.weights:
            weights[network] = experiment.gain * draw(rng, *weights.shape[1:])
        rng = random_stream(experiment, network, BIASES)
        for weights, biases in zip(parameters.weights, parameters.biases, strict=True):
            biases[network] = draw_bias(rng, *weights.shape[1:])[0]
    fit = metadata_of(experiment.init).fit
    if fit is not None:
        _fit_to_data(parameters, experiment, partial(fit, **dict(experiment.init.parameters)))
    return parameters


#: Another name of `initialize`.
sample = initialize


def _fit_to_data(parameters: Parameters, experiment: Experiment, fit: Fit) -> None:
    """Fit the weights of each layer, from the first to the last, to the data as it comes out of those below."""
    architecture, (x, _) = architecture_of(experiment), draw_data(experiment)
    activation = ACTIVATIONS.build(experiment.activation)()
    done = empty_forward(parameters, x, architecture)
    np.copyto(done.x, x)
    for index, weights in enumerate(parameters.weights):
        fit(weights, partial(_compute_z, parameters, index, done, architecture))
        _compute_z(parameters, index, done, architecture)
        if index < len(done.hidden_z):
            _activate(parameters, index, done, activation, architecture)


def zero_parameters(layer_sizes: Sequence[int], networks: int, precision: str) -> Parameters:
    """Parameters of networks with these layer sizes, all 0."""
    shapes = list(pairwise(layer_sizes))
    flat = np.zeros((networks, sum(n * m + m for n, m in shapes)), precision)
    ends = np.cumsum([size for n, m in shapes for size in (n * m, m)])
    parts = np.split(flat, ends[:-1], axis=1)
    weights = [part.reshape(networks, n, m) for part, (n, m) in zip(parts[::2], shapes, strict=True)]
    return Parameters(flat, tuple(weights), tuple(parts[1::2]))


def zeros_like(parameters: Parameters) -> Parameters:
    """Parameters of the same shapes, all 0."""
    sizes = (*[weights.shape[1] for weights in parameters.weights], parameters.weights[-1].shape[2])
    return zero_parameters(sizes, len(parameters.flat), parameters.flat.dtype.name)


@np.errstate(all="ignore")
def forward(
    parameters: Parameters,
    x: Array,
    activation: Activation,
    out: Forward | None = None,
    architecture: Architecture = PLAIN,
) -> Forward:
    """Run inputs x (S, B, n_0) through the networks."""
    out = out or empty_forward(parameters, x, architecture)
    np.copyto(out.x, x)
    for index in range(len(out.hidden_z)):
        _compute_z(parameters, index, out, architecture)
        _activate(parameters, index, out, activation, architecture)
    _compute_z(parameters, len(out.hidden_z), out, architecture)
    return out


def _compute_z(parameters: Parameters, index: int, out: Forward, architecture: Architecture) -> Array:
    top = index == len(out.hidden_z)
    z: Array = out.output if top else out.hidden_z[index]
    np.matmul(out.below(index), parameters.weights[index], out=z)
    if top or not architecture.bias_after:
        z += parameters.biases[index][:, None, :]
    return z


def _activate(
    parameters: Parameters, index: int, out: Forward, activation: Activation, architecture: Architecture
) -> None:
    u, a = out.hidden_u[index], out.hidden_a[index]
    if architecture.axis is not None:
        normalize(out.hidden_z[index], architecture.axis, out.hidden_mean[index], out.hidden_inverse_std[index], u)
    if architecture.bias_after:
        u += parameters.biases[index][:, None, :]
    activation.value(u, a)
    if architecture.residual:
        below, h = out.below(index), out.hidden_h[index]
        np.add(a, below if architecture.has_skip(below, h) else 0.0, out=h)


def empty_forward(parameters: Parameters, x: Array, architecture: Architecture = PLAIN) -> Forward:
    """Arrays for the forward pass of inputs shaped as x, their contents arbitrary."""
    networks, examples, _ = x.shape
    *hidden, classes = (weights.shape[2] for weights in parameters.weights)
    shape = (len(hidden), networks, examples, *(hidden[:1] or [0]))
    z, h = np.empty(shape, x.dtype), np.empty(shape, x.dtype)
    u = z if architecture.axis is None else np.empty_like(z)
    a = np.empty_like(h) if architecture.residual else h
    mean, inverse_std = empty_statistics(z, 3 if architecture.axis is None else architecture.axis + 1)
    return Forward(np.empty_like(x), z, u, a, h, np.empty((*shape[1:3], classes), x.dtype), mean, inverse_std)


@np.errstate(all="ignore")
def backward(
    parameters: Parameters,
    done: Forward,
    y: Labels,
    activation: Activation,
    out: Backward | None = None,
    architecture: Architecture = PLAIN,
) -> Backward:
    """Backpropagate the error of class indices y (S, B) through the networks (Rumelhart, Hinton & Williams 1986)."""
    out = out or empty_backward(parameters, done)
    deltas, weights, gradients = out.delta, parameters.weights, out.gradients
    slope = np.empty(done.hidden_z.shape[1:], done.hidden_z.dtype)
    ones = np.ones((1, y.shape[1]), parameters.flat.dtype)
    axis, bias_after, skip_error = architecture.axis, architecture.bias_after, None
    output_error(done.output, y, out.output_delta)
    for index, delta in reversed(list(enumerate(deltas))):
        if index < len(done.hidden_z):
            np.matmul(deltas[index + 1], _transposed(weights[index + 1], y.shape[1]), out=delta)
            if architecture.residual:
                skip_error = _add_skip_error(index, delta, skip_error, done, architecture)
            activation.slope(done.hidden_u[index], done.hidden_a[index], slope)
            delta *= slope
        of_bias = delta.copy() if bias_after else delta
        if axis is not None and index < len(done.hidden_z):
            normalize_backward(
                delta, done.hidden_z[index], axis, done.hidden_mean[index], done.hidden_inverse_std[index]
            )
        np.matmul(done.below(index).transpose(0, 2, 1), delta, out=gradients.weights[index])
        np.matmul(ones, of_bias, out=gradients.biases[index][:, None, :])
    return out


def _transposed(weights: Array, examples: int) -> Array:
    """W^T of each network, (S, m, n): copied where it is small, because that costs less than the product gains."""
    _, fan_in, fan_out = weights.shape
    transposed = weights.transpose(0, 2, 1)
    return transposed.copy() if fan_in * fan_out <= SMALL_MATRIX * min(examples, SMALL_MATRIX) else transposed


def _add_skip_error(
    index: int, error: Array, skip_error: Array | None, done: Forward, architecture: Architecture
) -> Array | None:
    """Add `skip_error` to `error`, dloss/dh (S, B, n); return what the layer's skip connection passes on, if any."""
    if skip_error is not None:
        error += skip_error
    return error.copy() if architecture.has_skip(done.below(index), done.hidden_h[index]) else None


def empty_backward(parameters: Parameters, done: Forward) -> Backward:
    """Arrays for the backward pass that belongs to a forward pass, their contents arbitrary."""
    return Backward(np.empty_like(done.hidden_z), np.empty_like(done.output), zeros_like(parameters))
