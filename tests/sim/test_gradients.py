"""Every gradient, against central differences of the loss."""

import numpy as np
import pytest

from sim import ACTIVATIONS, Experiment, backward, draw_data, forward, initial_arrays, initialize
from sim.activations import Activation
from sim.architecture import PLAIN, Architecture, architecture_of
from sim.loss import Labels, cross_entropy
from sim.normalization import NORMALIZATIONS
from sim.parameters import Array, Parameters, zeros_like

STEP = 1e-5


def loss_of(
    parameters: Parameters, x: Array, y: Labels, activation: Activation, architecture: Architecture
) -> np.ndarray:
    return cross_entropy(forward(parameters, x, activation, architecture=architecture).output, y)


def central_differences(
    parameters: Parameters, x: Array, y: Labels, activation: Activation, architecture: Architecture = PLAIN
) -> Parameters:
    """The gradient of each network's loss, one parameter at a time."""
    result = zeros_like(parameters)
    for index in range(parameters.flat.shape[1]):
        kept = parameters.flat[:, index].copy()
        parameters.flat[:, index] = kept + STEP
        above = loss_of(parameters, x, y, activation, architecture)
        parameters.flat[:, index] = kept - STEP
        below = loss_of(parameters, x, y, activation, architecture)
        parameters.flat[:, index] = kept
        result.flat[:, index] = (above - below) / (2 * STEP)
    return result


def away_from_kinks(experiment: Experiment) -> Experiment:
    """The same experiment on the first seed that has no u within 1e-3 of a kink, so that differences are smooth."""
    activation = ACTIVATIONS.build(experiment.activation)()
    for seed in range(1000):
        candidate = experiment.replace(seed=seed * experiment.seeds)
        x, architecture = draw_data(candidate)[0], architecture_of(candidate)
        done = forward(initialize(candidate), x, activation, architecture=architecture)
        if all(np.abs(layer - kink).min() > 1e-3 for layer in done.hidden_u for kink in activation.kinks):
            return candidate
    raise AssertionError("no seed keeps away from the kinks")


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("activation", [*ACTIVATIONS.names, "leaky_relu(slope=0.3)"])
def test_gradients_are_central_differences(activation: str, depth: int) -> None:
    experiment = away_from_kinks(
        Experiment(
            activation=activation,
            depth=depth,
            width=4,
            samples=5,
            seeds=2,
            init="he_normal",
            bias_init="normal(std=0.3)",
        )
    )
    phi = ACTIVATIONS.build(activation)()
    parameters, (x, y) = initialize(experiment), draw_data(experiment)
    found = backward(parameters, forward(parameters, x, phi), y, phi).gradients
    expected = central_differences(parameters, x, y, phi)
    for ours, theirs in zip((*found.weights, *found.biases), (*expected.weights, *expected.biases), strict=True):
        assert np.abs(ours - theirs).max() <= 1e-6 * np.abs(theirs).max()


@pytest.mark.parametrize("task", ["blobs", "signal"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("residual", [False, True])
def test_gradients_are_central_differences_whatever_joins_the_layers(
    residual: bool, normalization: str, depth: int, activation: str, task: str
) -> None:
    """With `signal` the first layer is as wide as the input, so that it too has a skip around it."""
    experiment = away_from_kinks(
        Experiment(
            activation=activation,
            depth=depth,
            width=4,
            samples=6,
            seeds=2,
            task=task,
            init="he_normal",
            bias_init="normal(std=0.3)",
            residual=residual,
            normalization=normalization,
        )
    )
    phi, architecture = ACTIVATIONS.build(activation)(), architecture_of(experiment)
    parameters, (x, y) = initialize(experiment), draw_data(experiment)
    done = forward(parameters, x, phi, architecture=architecture)
    found = backward(parameters, done, y, phi, architecture=architecture).gradients
    expected = central_differences(parameters, x, y, phi, architecture)
    for ours, theirs in zip((*found.weights, *found.biases), (*expected.weights, *expected.biases), strict=True):
        assert np.abs(ours - theirs).max() <= 1e-6 * np.abs(theirs).max()


def test_delta_is_the_gradient_of_the_loss_by_each_preactivation() -> None:
    experiment = Experiment(depth=3, width=4, samples=3, seeds=1, bias_init="normal(std=0.3)")
    arrays = initial_arrays(experiment)

    def loss_with(layer: int, example: int, unit: int, nudge: float) -> float:
        z = arrays[f"z{layer}"][0, example].copy()
        z[unit] += nudge
        for above in range(layer + 1, experiment.depth + 1):
            z = np.tanh(z) @ arrays[f"W{above}"][0] + arrays[f"b{above}"][0]
        label = arrays["y"][0, example]
        return float(np.log(np.exp(z).sum()) - z[label]) / experiment.samples

    for layer, example, unit in [(1, 0, 0), (1, 2, 3), (2, 1, 2), (3, 2, 1)]:
        slope = (loss_with(layer, example, unit, STEP) - loss_with(layer, example, unit, -STEP)) / (2 * STEP)
        assert arrays[f"delta{layer}"][0, example, unit] == pytest.approx(slope, rel=1e-6)
