"""How biases are drawn, and that they are drawn apart from the weights."""

from math import sqrt

import numpy as np
import pytest

from sim import BIAS_INITIALIZERS, Experiment, initialize
from sim.initializers import Weights


def draw_biases(name: str, fan_in: int, fan_out: int, seed: int = 1) -> Weights:
    biases: Weights = BIAS_INITIALIZERS.build(name)(np.random.default_rng(seed), fan_in, fan_out)
    return biases


@pytest.mark.parametrize("name", BIAS_INITIALIZERS.names)
def test_every_bias_initializer_draws_one_bias_for_each_unit(name: str) -> None:
    assert draw_biases(name, 7, 4).shape == (1, 4)
    assert np.array_equal(draw_biases(name, 7, 4), draw_biases(name, 7, 4))


@pytest.mark.parametrize("name", sorted({*BIAS_INITIALIZERS.names} - {"torch_linear"}))
def test_a_bias_initializer_that_is_no_formula_does_not_look_at_the_fans(name: str) -> None:
    assert np.array_equal(draw_biases(name, 1, 6), draw_biases(name, 50, 6))


def test_the_biases_of_torch_linear_are_uniform_to_one_over_the_root_of_the_weights_fan_in() -> None:
    biases = draw_biases("torch_linear", 25, 20_000)
    assert 0.2 * (1 - 1e-3) < np.abs(biases).max() <= 0.2
    assert np.square(biases).mean() == pytest.approx(1 / 75, rel=0.05)
    assert abs(biases.mean()) < 5 * 0.2 / sqrt(3 * 20_000)
    drawn = initialize(Experiment(bias_init="torch_linear", task="blobs", width=100, depth=2, seeds=64)).biases
    assert [np.abs(layer).max() for layer in drawn] == pytest.approx([1 / sqrt(2), 1 / sqrt(100)], rel=0.01)


@pytest.mark.parametrize("name", ["keras_dense", "flax_dense", "zero"])
def test_keras_and_flax_start_biases_from_0(name: str) -> None:
    assert not draw_biases(name, 5, 6).any()


def test_gain_multiplies_the_drawn_weights_and_leaves_the_biases() -> None:
    once = initialize(Experiment(init="he_normal", bias_init="normal"))
    thrice = initialize(Experiment(init="he_normal", bias_init="normal", gain=3.0))
    assert all(np.allclose(b, 3 * a, rtol=1e-15) for a, b in zip(once.weights, thrice.weights, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(once.biases, thrice.biases, strict=True))


def test_biases_do_not_change_the_weights_that_are_drawn() -> None:
    plain, biased = initialize(Experiment()), initialize(Experiment(bias_init="normal"))
    assert all(np.array_equal(a, b) for a, b in zip(plain.weights, biased.weights, strict=True))
