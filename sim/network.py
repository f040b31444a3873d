"""A batch of fully connected networks as plain arrays: drawn, run forward and run backward.

Shapes: S networks, B examples, layer sizes n_0 .. n_L. Weights W_l are (S, n_{l-1}, n_l) and biases (S, n_l);
z_l = h_{l-1} W_l + b_l and h_l = phi(z_l), but for the output layer, where h_L = z_L goes into softmax
cross-entropy, averaged over the batch. An `Architecture` changes the hidden layers: to h_l = phi(u_l) with
u_l = norm(z_l) for layer normalisation, or u_l = norm(h_{l-1} W_l) + b_l for batch normalisation; and to
h_l = h_{l-1} + alpha phi(u_l) where a residual network's layer is as wide as the one below. A normalisation may stand
elsewhere too, see there. The functions are pure, but for `out`: an earlier result of the same shapes, whose arrays are
overwritten, so that a training loop makes no new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.activations import ACTIVATIONS, Activation
from sim.architecture import PLAIN, Architecture, architecture_of
from sim.drawing import Fit
from sim.experiment import Experiment
from sim.joints import enter_activation, enter_activation_backward, leave_layer, leave_layer_backward
from sim.layer_draws import fits_of, put_biases, put_weights
from sim.loss import Labels, output_error
from sim.parameters import Parameters, start_learned, zero_parameters
from sim.passes import Backward, Forward, empty_backward, empty_forward
from sim.tasks import TASKS

Array = NDArray[np.floating[Any]]

DATA, WEIGHTS, BIASES, BATCHES, HELD_OUT = range(5)

#: Units of a layer, and examples, up to which its weights are worth copying transposed, for a faster product.
SMALL_MATRIX = 64


def random_stream(experiment: Experiment, network: int, *purpose: int) -> np.random.Generator:
    """The random numbers of one network for one purpose: they depend on nothing else in the experiment but its seed."""
    return np.random.default_rng([experiment.seed + network, *purpose])


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
    architecture = architecture_of(experiment)
    parameters = zero_parameters(experiment.layer_sizes, experiment.seeds, experiment.precision, architecture)
    start_learned(parameters, experiment.layer_sizes, architecture)
    for network in range(experiment.seeds):
        stream = partial(random_stream, experiment, network)
        put_weights(experiment, parameters.weights, network, partial(stream, WEIGHTS))
        put_biases(experiment, parameters.biases, network, partial(stream, BIASES))
    fits = fits_of(experiment)
    if any(fits):
        _fit_to_data(parameters, experiment, fits)
    return parameters


#: Another name of `initialize`.
sample = initialize


def _fit_to_data(parameters: Parameters, experiment: Experiment, fits: Sequence[Fit | None]) -> None:
    """Fit the weights of layers, from the first to the last, to the data as it comes out of those below."""
    architecture, (x, _) = architecture_of(experiment), draw_data(experiment)
    activation = ACTIVATIONS.build(experiment.activation)()
    done = empty_forward(parameters, x, architecture)
    np.copyto(done.x, x)
    for index, (weights, fit) in enumerate(zip(parameters.weights, fits, strict=True)):
        if fit is not None:
            fit(weights, partial(_compute_z, parameters, index, done, architecture))
        _compute_z(parameters, index, done, architecture)
        if index < len(done.hidden_z):
            _activate(parameters, index, done, activation, architecture)


@np.errstate(all="ignore")
def forward(
    parameters: Parameters,
    x: Array,
    activation: Activation,
    out: Forward | None = None,
    architecture: Architecture = PLAIN,
    known: Forward | None = None,
) -> Forward:
    """Run inputs x (S, B, n_0) through the networks; if a pass is `known`, normalise with its statistics."""
    out = out or empty_forward(parameters, x, architecture)
    np.copyto(out.x, x)
    for index in range(len(out.hidden_z)):
        _compute_z(parameters, index, out, architecture)
        _activate(parameters, index, out, activation, architecture, known)
    _compute_z(parameters, len(out.hidden_z), out, architecture)
    return out


def _compute_z(parameters: Parameters, index: int, out: Forward, architecture: Architecture) -> Array:
    top = index == len(out.hidden_z)
    z: Array = out.output if top else out.hidden_z[index]
    np.matmul(out.fed(index), parameters.weights[index], out=z)
    if top or not architecture.bias_after:
        z += parameters.biases[index][:, None, :]
    return z


def _activate(
    parameters: Parameters,
    index: int,
    out: Forward,
    activation: Activation,
    architecture: Architecture,
    known: Forward | None = None,
) -> None:
    enter_activation(parameters, index, out, architecture, known)
    activation.value(out.hidden_u[index], out.hidden_a[index])
    leave_layer(parameters, index, out, architecture, known)


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
    of_skip: Array | None = None
    output_error(done.output, y, out.output_delta)
    for index, delta in reversed(list(enumerate(deltas))):
        hidden = index < len(done.hidden_z)
        if hidden:
            np.matmul(deltas[index + 1], _transposed(weights[index + 1], y.shape[1]), out=delta)
            of_skip = leave_layer_backward(parameters, gradients, index, delta, of_skip, done, architecture)
            activation.slope(done.hidden_u[index], done.hidden_a[index], slope)
            delta *= slope
        of_bias = delta.copy() if architecture.bias_after else delta
        if hidden:
            enter_activation_backward(parameters, gradients, index, delta, done, architecture)
        np.matmul(done.fed(index).transpose(0, 2, 1), delta, out=gradients.weights[index])
        np.matmul(ones, of_bias, out=gradients.biases[index][:, None, :])
    return out


def _transposed(weights: Array, examples: int) -> Array:
    """W^T of each network, (S, m, n): copied where it is small, because that costs less than the product gains."""
    _, fan_in, fan_out = weights.shape
    transposed = weights.transpose(0, 2, 1)
    return transposed.copy() if fan_in * fan_out <= SMALL_MATRIX * min(examples, SMALL_MATRIX) else transposed
