"""A batch of fully connected networks as plain arrays: drawn, run forward and run backward.

Shapes: S networks, B examples, layer sizes n_0 .. n_L. Weights W_l are (S, n_{l-1}, n_l) and biases (S, n_l);
z_l = h_{l-1} W_l + b_l and h_l = phi(z_l), but for the output layer, where h_L = z_L goes into softmax
cross-entropy, averaged over the batch. The functions are pure; `out` takes the arrays of an earlier result of the
same shapes and writes into them, which saves a training loop the time of making new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.activations import Activation
from sim.experiment import Experiment
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS
from sim.tasks import TASKS

Array = NDArray[np.floating[Any]]
Labels = NDArray[np.int64]

DATA, WEIGHTS, BIASES, BATCHES = range(4)


@dataclass(frozen=True)
class Parameters:
    """Weights (S, n_{l-1}, n_l) and biases (S, n_l) of layers 1 to L, all of them views of `flat` (S, P)."""

    flat: Array
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]


@dataclass(frozen=True)
class Forward:
    """The input x = h_0, z and h of the hidden layers, each (L - 1, S, B, width), and the output z_L = h_L."""

    x: Array
    hidden_z: Array
    hidden_h: Array
    output: Array

    @property
    def z(self) -> tuple[Array, ...]:
        """z_1 .. z_L, each (S, B, n_l)."""
        return (*self.hidden_z, self.output)

    @property
    def h(self) -> tuple[Array, ...]:
        """h_0 .. h_L, each (S, B, n_l)."""
        return (self.x, *self.hidden_h, self.output)


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


def random_stream(experiment: Experiment, network: int, purpose: int) -> np.random.Generator:
    """The random numbers of one network for one purpose, the same whatever else the experiment asks for."""
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
def sample(experiment: Experiment) -> Parameters:
    """Draw the starting weights and biases of all networks of an experiment."""
    parameters = zero_parameters(experiment.layer_sizes, experiment.seeds, experiment.precision)
    draw = INITIALIZERS.build(experiment.init)
    draw_bias = BIAS_INITIALIZERS.build(experiment.bias_init)
    for network in range(experiment.seeds):
        rng = random_stream(experiment, network, WEIGHTS)
        for weights in parameters.weights:
            weights[network] = experiment.gain * draw(rng, *weights.shape[1:])
        rng = random_stream(experiment, network, BIASES)
        for biases in parameters.biases:
            biases[network] = draw_bias(rng, 1, biases.shape[1])[0]
    return parameters


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
def forward(parameters: Parameters, x: Array, activation: Activation, out: Forward | None = None) -> Forward:
    """Run inputs x (S, B, n_0) through the networks."""
    out = out or empty_forward(parameters, x)
    np.copyto(out.x, x)
    layers = zip(out.h, parameters.weights, parameters.biases, out.z, (*out.hidden_h, None), strict=False)
    for below, weights, biases, z, h in layers:
        np.matmul(below, weights, out=z)
        z += biases[:, None, :]
        if h is not None:
            activation.value(z, h)
    return out


def empty_forward(parameters: Parameters, x: Array) -> Forward:
    """Arrays for the forward pass of inputs shaped as x, their contents arbitrary."""
    networks, examples, _ = x.shape
    *hidden, classes = (weights.shape[2] for weights in parameters.weights)
    shape = (len(hidden), networks, examples, *(hidden[:1] or [0]))
    return Forward(
        np.empty_like(x), np.empty(shape, x.dtype), np.empty(shape, x.dtype), np.empty((*shape[1:3], classes), x.dtype)
    )


@np.errstate(all="ignore")
def backward(
    parameters: Parameters, done: Forward, y: Labels, activation: Activation, out: Backward | None = None
) -> Backward:
    """Send the error of class indices y (S, B) back through the networks (Rumelhart, Hinton & Williams 1986)."""
    out = out or empty_backward(parameters, done)
    z, h, deltas = done.z, done.h, out.delta
    slope, everyone = np.empty_like(z[0]), np.ones((1, y.shape[1]), parameters.flat.dtype)
    output_error(done.output, y, out.output_delta)
    for index, delta in reversed(list(enumerate(deltas))):
        np.matmul(h[index].transpose(0, 2, 1), delta, out=out.gradients.weights[index])
        np.matmul(everyone, delta, out=out.gradients.biases[index][:, None, :])
        if index:
            below = np.matmul(delta, parameters.weights[index].transpose(0, 2, 1), out=deltas[index - 1])
            activation.slope(z[index - 1], h[index], slope)
            below *= slope
    return out


def empty_backward(parameters: Parameters, done: Forward) -> Backward:
    """Arrays for the backward pass that belongs to a forward pass, their contents arbitrary."""
    return Backward(np.empty_like(done.hidden_z), np.empty_like(done.output), zeros_like(parameters))


def output_error(logits: Array, y: Labels, out: Array) -> None:
    """Write dloss/dlogits of the mean softmax cross-entropy, (softmax - one-hot) / B, into `out` (S, B, classes)."""
    np.subtract(logits, logits.max(axis=2, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=2, keepdims=True)
    out[_of_label(y)] -= 1.0
    out /= logits.shape[1]


@np.errstate(all="ignore")
def cross_entropy(logits: Array, y: Labels) -> NDArray[np.float64]:
    """The mean softmax cross-entropy of each network, in nats: logits (S, B, classes), y (S, B) -> (S,)."""
    shifted = np.subtract(logits, logits.max(axis=2, keepdims=True), dtype=np.float64)
    losses = np.log(np.exp(shifted).sum(axis=2)) - shifted[_of_label(y)]
    return np.asarray(losses.mean(axis=1))


@np.errstate(all="ignore")
def accuracy(logits: Array, y: Labels) -> NDArray[np.float64]:
    """The share of examples whose largest output is the right one, (S,); nan where an output is not finite."""
    share = (logits.argmax(axis=2) == y).mean(axis=1)
    return np.where(np.isfinite(logits).all(axis=(1, 2)), share, np.nan)


def _of_label(y: Labels) -> tuple[Labels, Labels, Labels]:
    networks, examples = y.shape
    return np.arange(networks)[:, None], np.arange(examples)[None, :], y
