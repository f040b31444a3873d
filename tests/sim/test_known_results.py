"""What a run must show by closed forms, and by what papers found."""

import math
from typing import Any

import numpy as np
import pytest

from sim import Experiment, Frame, every, run
from tests.support.runs import last


def linear(gain: float, **fields: Any) -> Frame:
    given: dict[str, Any] = {
        "depth": 9,
        "width": 8,
        "activation": "identity",
        "init": "identity",
        "task": "signal",
        "steps": 0,
    }
    return last(Experiment(gain=gain, **{**given, **fields}))


@pytest.mark.parametrize(("gain", "change"), [(1.5, 38.443359375), (0.5, 0.001953125)])
def test_nine_layers_of_a_scaled_identity_change_the_signal_by_exactly_the_ninth_power(
    gain: float, change: float
) -> None:
    frame = linear(gain)
    assert frame.layers.signal[:, -1] / frame.input_signal == pytest.approx(np.full(8, change), rel=1e-14)


def test_the_error_grows_by_exactly_the_gain_a_layer_and_the_weight_gradient_is_the_same_in_all() -> None:
    layers = linear(1.5).layers
    assert layers.delta[:, :-1] / layers.delta[:, 1:] == pytest.approx(np.full((8, 8), 1.5), rel=1e-13)
    assert layers.weight_gradient == pytest.approx(np.repeat(layers.weight_gradient[:, :1], 9, axis=1), rel=1e-13)


def relu_signal(init: str, **fields: Any) -> np.ndarray:
    frame = last(Experiment(init=init, activation="relu", task="signal", steps=0, **fields))
    return frame.layers.signal / frame.input_signal[:, None]


def test_lecun_against_he_on_the_same_draws_loses_exactly_half_the_square_a_layer() -> None:
    sizes: dict[str, Any] = {"depth": 20, "width": 16, "samples": 8, "seeds": 4}
    squares = np.square(relu_signal("lecun_normal", **sizes) / relu_signal("he_normal", **sizes))
    assert squares == pytest.approx(np.tile(0.5 ** np.arange(1, 21), (4, 1)), rel=1e-12)


def test_he_keeps_the_mean_square_but_the_typical_network_shrinks() -> None:
    """Hanin & Rolnick 2018: the mean over networks of |h|^2 stays, its spread grows with depth / width."""
    sizes: dict[str, Any] = {"depth": 11, "width": 32, "samples": 1, "seeds": 64}
    squares = np.concatenate([np.square(relu_signal("he_normal", seed=64 * part, **sizes))[:, 9] for part in range(8)])
    assert squares.mean() == pytest.approx(1, abs=0.3)
    assert np.median(squares) < 0.8
    assert np.exp(np.log(squares).mean()) == pytest.approx(math.exp(-10 / 2 * 5 / 32), rel=0.25)


def test_orthogonal_linear_networks_keep_every_norm_at_depth_100() -> None:
    """Saxe et al. 2013."""
    frame = linear(1.0, depth=100, init="orthogonal")
    assert frame.layers.signal == pytest.approx(np.repeat(frame.input_signal[:, None], 100, axis=1), rel=1e-12)
    assert frame.layers.delta == pytest.approx(np.repeat(frame.layers.delta[:, -1:], 100, axis=1), rel=1e-12)


def he_et_al(depth: int, init: str) -> Frame:
    """He et al. 2015, section 2.2, at a size that trains in seconds."""
    return last(
        Experiment(
            depth=depth, width=64, activation="relu", init=init, task="circles", steps=300, batch_size=64, samples=256,
            learning_rate=0.05, seeds=2,
        )
    )  # fmt: skip


@pytest.mark.slow
def test_at_30_layers_of_relu_xavier_stays_at_chance_and_he_learns() -> None:
    assert he_et_al(30, "xavier_normal").loss == pytest.approx(np.full(2, math.log(2)), abs=0.01)
    assert np.median(he_et_al(30, "he_normal").accuracy) > 0.9


@pytest.mark.slow
def test_at_10_layers_of_relu_both_xavier_and_he_learn() -> None:
    assert np.median(he_et_al(10, "xavier_normal").accuracy) > 0.9
    assert np.median(he_et_al(10, "he_normal").accuracy) > 0.9


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_equal_units_stay_equal_so_xor_is_never_learned(activation: str) -> None:
    """A hidden layer of equal units is one unit, monotone along one line: it gets three corners of four at most."""
    given: dict[str, Any] = {
        "depth": 2,
        "width": 8,
        "task": "xor",
        "activation": activation,
        "steps": 400,
        "learning_rate": 0.5,
    }
    equal = last(Experiment(init="constant(value=0.3)", **given))
    assert (equal.layers.distinct_units[:, 0] == 1).all()
    assert equal.accuracy.max() <= 0.8
    if activation != "sigmoid":
        assert last(Experiment(init="xavier_normal", **given)).accuracy.min() > 0.85


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_from_zeros_only_the_output_bias_ever_learns(activation: str) -> None:
    start, *_, end = run(Experiment(init="zeros", activation=activation, depth=4, samples=51, steps=30), every(5))
    for frame in (start, end):
        assert not frame.layers.weight_gradient.any()
        assert not frame.layers.bias_gradient[:, :-1].any()
    assert (end.loss < start.loss).all()
    assert (end.layers.bias_gradient[:, -1] < start.layers.bias_gradient[:, -1]).all()


def test_relu_from_normal_one_half_diverges_in_most_seeds() -> None:
    wild = Experiment(depth=9, width=32, activation="relu", init="normal(std=0.5)", task="circles", seeds=20)
    assert last(wild).diverged.sum() >= 15
