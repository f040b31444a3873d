import inspect
from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest

from sim import BIAS_INITIALIZERS, INITIALIZERS, Experiment, sample
from sim.initializers import Weights

FAN_IN, FAN_OUT = 400, 250
NORMAL_VARIANCES: dict[str, float] = {
    "normal": 0.05**2,
    "xavier_normal": 2 / (FAN_IN + FAN_OUT),
    "he_normal": 2 / FAN_IN,
    "lecun_normal": 1 / FAN_IN,
}
UNIFORM_LIMITS: dict[str, float] = {
    "uniform": 0.05,
    "xavier_uniform": sqrt(6 / (FAN_IN + FAN_OUT)),
    "he_uniform": sqrt(6 / FAN_IN),
    "lecun_uniform": sqrt(3 / FAN_IN),
}
ALIASES = {
    "glorot_normal": "xavier_normal",
    "glorot_uniform": "xavier_uniform",
    "kaiming_normal": "he_normal",
    "kaiming_uniform": "he_uniform",
    "gaussian": "normal",
    "eye": "identity",
    "zero": "zeros",
}


def draw(name: str, fan_in: int = FAN_IN, fan_out: int = FAN_OUT, seed: int = 1) -> Weights:
    weights: Weights = INITIALIZERS.build(name)(np.random.default_rng(seed), fan_in, fan_out)
    return weights


@pytest.mark.parametrize("name", INITIALIZERS.names)
@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (4, 4), (1, 1), (1, 6), (6, 1)])
def test_every_initializer_fills_the_shape_asked_for_with_finite_numbers(name: str, shape: tuple[int, int]) -> None:
    weights = draw(name, *shape)
    assert weights.shape == shape
    assert weights.dtype == np.float64
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_the_same_seed_draws_the_same_weights(name: str) -> None:
    assert np.array_equal(draw(name, 6, 5, seed=3), draw(name, 6, 5, seed=3))


@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_the_weights_use_no_randomness_but_their_argument(name: str) -> None:
    function = inspect.unwrap(INITIALIZERS.function(name))
    assert next(iter(inspect.signature(function).parameters)) == "rng"


@pytest.mark.parametrize(("name", "variance"), NORMAL_VARIANCES.items())
def test_a_normal_initializer_has_the_mean_variance_and_kurtosis_of_its_formula(name: str, variance: float) -> None:
    weights = draw(name)
    scores = weights / sqrt(variance)
    noise = 5 / sqrt(weights.size)
    assert abs(scores.mean()) < noise
    assert abs(scores.var() - 1) < sqrt(2) * noise
    assert abs((scores**4).mean() - 3) < sqrt(96) * noise


@pytest.mark.parametrize(("name", "limit"), UNIFORM_LIMITS.items())
def test_a_uniform_initializer_fills_the_interval_to_the_limit_of_its_formula(name: str, limit: float) -> None:
    weights = draw(name)
    assert limit * (1 - 1e-3) < np.abs(weights).max() <= limit
    assert abs(weights.mean()) < 5 * limit / sqrt(3 * weights.size)
    assert weights.var() == pytest.approx(limit**2 / 3, rel=5 * sqrt(4 / 5 / weights.size))


@pytest.mark.parametrize("family", ["xavier", "he", "lecun"])
def test_the_normal_and_the_uniform_of_a_family_have_the_same_variance(family: str) -> None:
    assert draw(f"{family}_normal").var() == pytest.approx(draw(f"{family}_uniform").var(), rel=0.03)


def test_initializers_that_differ_only_in_scale_draw_the_same_numbers() -> None:
    standard = draw("normal(std=1)")
    for name, variance in NORMAL_VARIANCES.items():
        assert np.allclose(draw(name) / sqrt(variance), standard, rtol=1e-14, atol=0)
    unit = draw("uniform(low=-1, high=1)")
    for name, limit in UNIFORM_LIMITS.items():
        assert np.allclose(draw(name) / limit, unit, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("shape", [(7, 7), (9, 4), (4, 9), (1, 5), (5, 1), (1, 1)])
def test_an_orthogonal_matrix_has_orthonormal_rows_or_columns(shape: tuple[int, int]) -> None:
    weights = draw("orthogonal", *shape)
    small = weights.T @ weights if shape[0] >= shape[1] else weights @ weights.T
    assert np.allclose(small, np.eye(min(shape)), rtol=0, atol=1e-13)


def test_orthogonal_matrices_are_uniform_over_all_rotations_and_reflections() -> None:
    # Haar measure: entries have mean 0, variance 1/n, and determinants of both signs are as likely (Mezzadri 2007).
    drawn = np.stack([draw("orthogonal", 3, 3, seed=seed) for seed in range(2000)])
    assert np.abs(drawn.mean(axis=0)).max() < 5 * sqrt(1 / 3 / 2000)
    assert np.abs(drawn.var(axis=0) - 1 / 3).max() < 0.05
    assert abs((np.linalg.det(drawn) > 0).mean() - 0.5) < 0.06


def test_the_fixed_initializers_are_what_they_say() -> None:
    assert not draw("zeros").any()
    assert (draw("constant(value=0.3)") == 0.3).all()
    assert np.array_equal(draw("identity", 3, 2), [[1, 0], [0, 1], [0, 0]])
    assert draw("normal(std=0, mean=2)").tolist() == np.full((FAN_IN, FAN_OUT), 2.0).tolist()
    assert draw("normal(mean=3, std=1)").mean() == pytest.approx(3, abs=0.02)
    low_high = draw("uniform(low=1, high=3)")
    assert 1 <= low_high.min() < 1.001 < 2.999 < low_high.max() <= 3


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_the_names_of_other_frameworks_find_the_same_initializer(alias: str, name: str) -> None:
    assert INITIALIZERS.function(alias) is INITIALIZERS.function(name)


def test_bias_initializers_do_not_look_at_the_fans() -> None:
    build: Callable[[str], Callable[..., Weights]] = BIAS_INITIALIZERS.build
    for name in BIAS_INITIALIZERS.names:
        wide = build(name)(np.random.default_rng(0), 1, 6)
        assert np.array_equal(wide.ravel(), build(name)(np.random.default_rng(0), 6, 1).ravel())


def test_gain_multiplies_the_drawn_weights_and_leaves_the_biases() -> None:
    once = sample(Experiment(init="he_normal", bias_init="normal"))
    thrice = sample(Experiment(init="he_normal", bias_init="normal", gain=3.0))
    assert all(np.allclose(b, 3 * a, rtol=1e-15) for a, b in zip(once.weights, thrice.weights, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(once.biases, thrice.biases, strict=True))


def test_biases_do_not_change_the_weights_that_are_drawn() -> None:
    plain, biased = sample(Experiment()), sample(Experiment(bias_init="normal"))
    assert all(np.array_equal(a, b) for a, b in zip(plain.weights, biased.weights, strict=True))
