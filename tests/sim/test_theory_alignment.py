"""The gradient of the weights in theory, against closed forms and against networks that were drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.experiment import Experiment
from sim.theory import Prediction, predicted
from sim.theory.alignment import CORRELATIONS, map_table
from sim.theory.gaussian import activation_of, slope_of, value_of
from sim.training import run


def prediction(experiment: Experiment, *measured: float) -> Prediction:
    found = predicted(experiment, *measured)
    assert found is not None
    return found


def test_the_maps_of_relu_are_the_arc_cosine_kernels() -> None:
    """Cho & Saul 2009, equations 3 to 6, of order 1 for the value and of order 0 for the slope."""
    angle = np.arccos(CORRELATIONS)
    value = (np.sin(angle) + (np.pi - angle) * CORRELATIONS) / np.pi
    relu = activation_of("relu")
    np.testing.assert_allclose(map_table(value_of, relu, 3.0), value, atol=2e-4)
    np.testing.assert_allclose(map_table(slope_of, relu, 3.0), 1 - angle / np.pi, atol=0.02)


@pytest.mark.parametrize("std", [0.1, 1.0, 4.0])
def test_the_map_of_erf_is_the_arc_sine_kernel(std: float) -> None:
    """Williams 1998, equation 11, for erf(u) with u of this deviation."""
    own = 2 * std**2 / (1 + 2 * std**2)
    expected = np.arcsin(own * CORRELATIONS) / np.arcsin(own)
    np.testing.assert_allclose(map_table(value_of, activation_of("erf"), std), expected, atol=1e-3)


def test_linear_layers_keep_correlations_and_pass_every_error() -> None:
    linear = activation_of("linear")
    np.testing.assert_allclose(map_table(value_of, linear, 0.3), CORRELATIONS, atol=1e-9)
    np.testing.assert_allclose(map_table(slope_of, linear, 0.3), 1.0, atol=1e-9)


@pytest.mark.parametrize("activation", ["linear", "tanh"])
def test_the_gradient_of_one_example_is_the_product_of_signal_and_error(activation: str) -> None:
    """dL/dW is then h delta^T, whose rms is the product of theirs."""
    found = prediction(Experiment(depth=6, activation=activation, samples=1, task="signal"))
    if activation == "tanh":
        np.testing.assert_allclose(found.weight_gradient, found.signal[:-1] * found.delta, rtol=1e-6)
    np.testing.assert_allclose(found.weight_gradient[-1], found.signal[-2] * found.delta[-1], rtol=1e-6)


@pytest.mark.parametrize("std", [0.05, 0.125, 0.5])
def test_equal_linear_layers_have_equal_gradients_whatever_the_scale(std: float) -> None:
    """What a layer adds to the signal below it is missing in the error above it: each gradient passes L - 1 layers.

    Signals of many examples spread a little less than their errors, so that typical networks differ by a few percent.
    """
    experiment = Experiment(depth=9, width=64, activation="linear", init={"name": "normal", "std": std})
    gradient = prediction(experiment, 1.0, 1e-3).weight_gradient[1:-1]
    np.testing.assert_allclose(gradient, gradient[0], rtol=0.05)


def test_gradients_grow_in_step_with_the_error_at_the_output() -> None:
    experiment = Experiment(depth=5, activation="tanh")
    one, ten = (prediction(experiment, 1.0, error).weight_gradient for error in (1e-3, 1e-2))
    np.testing.assert_allclose(ten, 10 * one)


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        {"activation": "relu", "init": "he_normal"},
        {"activation": "relu", "init": {"name": "normal", "std": 0.05}},
        {"activation": "tanh", "init": "xavier_normal"},
        {"activation": "linear", "init": "lecun_normal"},
        {"activation": "selu", "init": "lecun_normal"},
        {"activation": "sigmoid", "init": "xavier_normal"},
    ],
    ids=lambda fields: f"{fields['activation']} {fields['init']}",
)
def test_wide_networks_have_the_gradients_that_theory_says(fields: dict[str, Any]) -> None:
    experiment = Experiment(**{"depth": 6, "width": 128, "samples": 128, "steps": 0, **fields})
    frames = [next(run(experiment.replace(seed=seed))) for seed in range(0, 32, 8)]
    signal = np.concatenate([frame.input_signal for frame in frames])
    delta, gradient = (
        np.concatenate([getattr(frame.layers, name) for frame in frames]) for name in ("delta", "weight_gradient")
    )
    found = prediction(experiment, float(np.median(signal)), float(np.median(delta[:, -1])))
    np.testing.assert_allclose(found.weight_gradient, np.median(gradient, axis=0), rtol=0.5)
    assert found.weight_gradient_band is not None
    low, high = found.weight_gradient_band
    assert ((low < gradient) & (gradient < high)).mean() > 0.5


@pytest.mark.slow
@pytest.mark.parametrize("init", ["zeros", {"name": "normal", "std": 1e-12}, {"name": "normal", "std": 1e6}])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "softsign"])
def test_extreme_weights_give_numbers_or_say_nothing(init: Any, activation: str) -> None:
    found = predicted(Experiment(depth=40, width=16, activation=activation, init=init, samples=32))
    if found is not None:
        assert not np.isnan(found.weight_gradient).any()
        assert (found.weight_gradient >= 0).all()
