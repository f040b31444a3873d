"""How weights are drawn: by their formulas, by closed forms, and as PyTorch draws them."""

from collections.abc import Callable
from math import erf, exp, pi, sqrt
from typing import Any

import numpy as np
import pytest

from sim import BIAS_INITIALIZERS, INITIALIZERS, BadValue
from sim.drawing import Metadata
from sim.initializers import Weights, bias_variance, weight_variance
from sim.registry import Named, Registry, named

FAN_IN = 400
FAN_OUT = 250
FAN_AVG = (FAN_IN + FAN_OUT) / 2
NORMAL_VARIANCES: dict[str, float] = {
    "normal": 0.05**2,
    "xavier_normal": 2 / (FAN_IN + FAN_OUT),
    "he_normal": 2 / FAN_IN,
    "he_normal(slope=0.5)": 2 / 1.25 / FAN_IN,
    "lecun_normal": 1 / FAN_IN,
    "variance_scaling_fan_in_normal(scale=3)": 3 / FAN_IN,
    "variance_scaling_fan_out_normal(scale=3)": 3 / FAN_OUT,
    "variance_scaling_fan_avg_normal(scale=3)": 3 / FAN_AVG,
}
TRUNCATED_VARIANCES: dict[str, float] = {
    "xavier_truncated_normal": 2 / (FAN_IN + FAN_OUT),
    "he_truncated_normal": 2 / FAN_IN,
    "he_truncated_normal(slope=0.5)": 2 / 1.25 / FAN_IN,
    "lecun_truncated_normal": 1 / FAN_IN,
    "variance_scaling_fan_in_truncated_normal(scale=3)": 3 / FAN_IN,
    "variance_scaling_fan_out_truncated_normal(scale=3)": 3 / FAN_OUT,
    "variance_scaling_fan_avg_truncated_normal(scale=3)": 3 / FAN_AVG,
}
UNIFORM_LIMITS: dict[str, float] = {
    "uniform": 0.05,
    "xavier_uniform": sqrt(6 / (FAN_IN + FAN_OUT)),
    "he_uniform": sqrt(6 / FAN_IN),
    "he_uniform(slope=0.5)": sqrt(6 / 1.25 / FAN_IN),
    "lecun_uniform": sqrt(3 / FAN_IN),
    "torch_linear": 1 / sqrt(FAN_IN),
    "he_uniform(slope=2.2360679774997896)": 1 / sqrt(FAN_IN),
    "variance_scaling_fan_in_uniform(scale=3)": sqrt(9 / FAN_IN),
    "variance_scaling_fan_out_uniform(scale=3)": sqrt(9 / FAN_OUT),
    "variance_scaling_fan_avg_uniform(scale=3)": sqrt(9 / FAN_AVG),
}
VARIED = ["normal(std=0.2)", "uniform(low=-2, high=2)", "truncated_normal(std=3)", "sparse(sparsity=0.35, std=2)"]
NOT_RANDOM = ["ones", "constant", "constant(value=0)", "identity", "normal(mean=0.1)", "truncated_normal(mean=-1)",
              "uniform(low=0, high=1)"]  # fmt: skip
ALIASES = {
    "glorot_normal": "xavier_normal",
    "glorot_uniform": "xavier_uniform",
    "glorot_truncated_normal": "xavier_truncated_normal",
    "kaiming_normal": "he_normal",
    "kaiming_uniform": "he_uniform",
    "kaiming_truncated_normal": "he_truncated_normal",
    "variance_scaling": "variance_scaling_fan_in_truncated_normal",
    "gaussian": "normal",
    "random_normal": "normal",
    "random_uniform": "uniform",
    "trunc_normal": "truncated_normal",
    "eye": "identity",
    "zero": "zeros",
    "one": "ones",
    "keras_dense": "xavier_uniform",
    "flax_dense": "lecun_truncated_normal",
}


def draw(name: str, fan_in: int = FAN_IN, fan_out: int = FAN_OUT, seed: int = 1) -> Weights:
    weights: Weights = INITIALIZERS.build(name)(np.random.default_rng(seed), fan_in, fan_out)
    return weights


def cut_std(cut: float) -> float:
    """The standard deviation of a standard normal number that is at most `cut` in size, in closed form."""
    density = exp(-(cut**2) / 2) / sqrt(2 * pi)
    return sqrt(1 - 2 * cut * density / erf(cut / sqrt(2)))


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
def test_drawing_leaves_the_random_numbers_of_others_alone(name: str) -> None:
    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    draw(name, 6, 5)
    assert np.random.random() == expected


@pytest.mark.parametrize(("registry", "name"), [(r, n) for r in (INITIALIZERS, BIAS_INITIALIZERS) for n in r.names])
def test_every_initializer_says_its_variance(registry: Registry[Any], name: str) -> None:
    assert registry.function(name).__name__ == name
    assert isinstance(registry.metadata(name), Metadata)


@pytest.mark.parametrize(
    "name", [*INITIALIZERS.names, *VARIED, *NORMAL_VARIANCES, *TRUNCATED_VARIANCES, *UNIFORM_LIMITS]
)
def test_the_mean_square_of_the_weights_is_the_variance_that_is_said(name: str) -> None:
    for fan_in, fan_out in ((300, 200), (200, 300)):
        said = weight_variance(named(name), fan_in, fan_out)
        if said is not None:
            assert np.square(draw(name, fan_in, fan_out)).mean() == pytest.approx(said, rel=0.05)


@pytest.mark.parametrize(("name", "variance"), {**NORMAL_VARIANCES, **TRUNCATED_VARIANCES}.items())
def test_the_variance_that_is_said_is_the_formula(name: str, variance: float) -> None:
    assert weight_variance(named(name), FAN_IN, FAN_OUT) == pytest.approx(variance, rel=1e-14)


@pytest.mark.parametrize("name", NOT_RANDOM)
def test_weights_that_are_not_random_around_0_have_no_variance(name: str) -> None:
    assert weight_variance(named(name), 30, 20) is None


def test_the_variance_of_an_alias_is_found_and_a_bad_name_is_refused() -> None:
    assert weight_variance(Named("kaiming_normal"), 8, 3) == 0.25
    assert weight_variance(Named("keras_dense"), 8, 4) == pytest.approx(1 / 6)
    assert bias_variance(Named("keras_dense"), 8, 4) == 0.0
    assert bias_variance(Named("torch_linear"), 8, 4) == pytest.approx(1 / 24)
    with pytest.raises(BadValue, match="unknown initialiser 'nrmal'; did you mean 'normal'"):
        weight_variance(Named("nrmal"), 8, 4)


@pytest.mark.parametrize(("name", "variance"), NORMAL_VARIANCES.items())
def test_a_normal_initializer_has_the_mean_variance_and_kurtosis_of_its_formula(name: str, variance: float) -> None:
    weights = draw(name)
    scores = weights / sqrt(variance)
    noise = 5 / sqrt(weights.size)
    assert abs(scores.mean()) < noise
    assert abs(scores.var() - 1) < sqrt(2) * noise
    assert abs((scores**4).mean() - 3) < sqrt(96) * noise


def test_the_constant_of_the_cut_is_the_closed_form() -> None:
    assert pytest.approx(cut_std(2.0), rel=1e-14) == 0.87962566103423978


@pytest.mark.parametrize(("name", "variance"), TRUNCATED_VARIANCES.items())
def test_a_truncated_normal_keeps_the_variance_of_its_formula_within_its_cut(name: str, variance: float) -> None:
    weights = draw(name)
    cut = 2 * sqrt(variance) / cut_std(2.0)
    assert cut * (1 - 1e-3) < np.abs(weights).max() <= cut
    assert abs(weights.mean()) < 5 * sqrt(variance / weights.size)
    assert weights.var() == pytest.approx(variance, rel=5 * sqrt(1.4 / weights.size))


def test_a_plain_truncated_normal_is_cut_at_two_of_its_std_and_loses_by_it() -> None:
    weights = draw("truncated_normal(std=0.3, mean=5)")
    assert 5 - 0.6 <= weights.min() < 5 - 0.599 < 5 + 0.599 < weights.max() <= 5 + 0.6
    assert weights.std() == pytest.approx(0.3 * cut_std(2.0), rel=0.01)


def test_a_truncated_normal_is_the_normal_except_beyond_the_cut() -> None:
    plain, cut = draw("normal(std=1)"), draw("truncated_normal(std=1)")
    assert np.array_equal(plain[np.abs(plain) <= 2], cut[np.abs(plain) <= 2])


@pytest.mark.parametrize(("name", "limit"), UNIFORM_LIMITS.items())
def test_a_uniform_initializer_fills_the_interval_to_the_limit_of_its_formula(name: str, limit: float) -> None:
    weights = draw(name)
    assert limit * (1 - 1e-3) < np.abs(weights).max() <= limit
    assert abs(weights.mean()) < 5 * limit / sqrt(3 * weights.size)
    assert weights.var() == pytest.approx(limit**2 / 3, rel=5 * sqrt(4 / 5 / weights.size))


@pytest.mark.parametrize("family", ["xavier", "he", "lecun", "variance_scaling_fan_out"])
def test_all_distributions_of_a_family_have_the_same_variance(family: str) -> None:
    normal = draw(f"{family}_normal").var()
    assert normal == pytest.approx(draw(f"{family}_uniform").var(), rel=0.03)
    assert normal == pytest.approx(draw(f"{family}_truncated_normal").var(), rel=0.03)


@pytest.mark.parametrize(("name", "scaling"), {
    "xavier": "variance_scaling_fan_avg_{}", "lecun": "variance_scaling_fan_in_{}",
    "he": "variance_scaling_fan_in_{}(scale=2)",
}.items())  # fmt: skip
@pytest.mark.parametrize("distribution", ["normal", "truncated_normal", "uniform"])
def test_every_family_is_a_variance_scaling(name: str, scaling: str, distribution: str) -> None:
    assert np.allclose(draw(f"{name}_{distribution}"), draw(scaling.format(distribution)), rtol=1e-14, atol=0)


def test_initializers_that_differ_only_in_scale_draw_the_same_numbers() -> None:
    standard = draw("normal(std=1)")
    for name, variance in NORMAL_VARIANCES.items():
        assert np.allclose(draw(name) / sqrt(variance), standard, rtol=1e-14, atol=0)
    unit = draw("uniform(low=-1, high=1)")
    for name, limit in UNIFORM_LIMITS.items():
        assert np.allclose(draw(name) / limit, unit, rtol=1e-12, atol=1e-14)
    cut = draw("truncated_normal(std=1)")
    for name, variance in TRUNCATED_VARIANCES.items():
        assert np.allclose(draw(name) / sqrt(variance) * cut_std(2.0), cut, rtol=1e-12, atol=0)


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
    assert (draw("ones") == 1).all()
    assert (draw("constant(value=0.3)") == 0.3).all()
    assert np.array_equal(draw("identity", 3, 2), [[1, 0], [0, 1], [0, 0]])
    assert draw("normal(std=0, mean=2)").tolist() == np.full((FAN_IN, FAN_OUT), 2.0).tolist()
    assert draw("normal(mean=3, std=1)").mean() == pytest.approx(3, abs=0.02)
    low_high = draw("uniform(low=1, high=3)")
    assert 1 <= low_high.min() < 1.001 < 2.999 < low_high.max() <= 3


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_the_names_of_other_frameworks_find_the_same_initializer(alias: str, name: str) -> None:
    assert INITIALIZERS.function(alias) is INITIALIZERS.function(name)


@pytest.mark.parametrize(("sparsity", "zeros"), [(0, 0), (0.1, 1), (0.5, 4), (0.51, 5), (1, 8)])
def test_sparse_weights_are_0_for_exactly_the_share_of_each_units_inputs_rounded_up(
    sparsity: float, zeros: int
) -> None:
    weights = draw(f"sparse(sparsity={sparsity}, std=2)", 8, 3000)
    assert ((weights == 0).sum(axis=0) == zeros).all()
    assert (weights == 0).mean(axis=1) == pytest.approx(np.full(8, zeros / 8), abs=0.05)
    rest = weights[weights != 0]
    assert rest.size == 0 or rest.std() == pytest.approx(2, rel=0.05)


TORCH: dict[str, Callable[[Any, Any], object]] = {
    "torch_linear": lambda init, w: init.kaiming_uniform_(w, a=sqrt(5)),
    "xavier_normal": lambda init, w: init.xavier_normal_(w),
    "xavier_uniform": lambda init, w: init.xavier_uniform_(w),
    "he_normal": lambda init, w: init.kaiming_normal_(w),
    "he_uniform": lambda init, w: init.kaiming_uniform_(w),
    "he_normal(slope=0.7)": lambda init, w: init.kaiming_normal_(w, a=0.7),
    "lecun_normal": lambda init, w: init.kaiming_normal_(w, nonlinearity="linear"),
    "variance_scaling_fan_out_normal(scale=2)": lambda init, w: init.kaiming_normal_(w, mode="fan_out"),
    "orthogonal": lambda init, w: init.orthogonal_(w),
    "identity": lambda init, w: init.eye_(w),
    "normal(std=0.3, mean=2)": lambda init, w: init.normal_(w, 2, 0.3),
    "uniform(low=1, high=3)": lambda init, w: init.uniform_(w, 1, 3),
    "truncated_normal(std=1)": lambda init, w: init.trunc_normal_(w),
    "sparse(sparsity=0.3, std=2)": lambda init, w: init.sparse_(w.T, 0.3, 2),
}


@pytest.mark.parametrize("name", TORCH)
def test_the_weights_have_the_mean_spread_and_extremes_of_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    w = torch.empty(FAN_OUT, FAN_IN, dtype=torch.float64)
    TORCH[name](torch.nn.init, w)
    expected, weights = w.numpy().T, draw(name)
    assert abs(weights.mean() - expected.mean()) < expected.std() * 5 * sqrt(2 / expected.size)
    assert weights.std() == pytest.approx(expected.std(), rel=0.02)
    assert np.abs(weights).max() == pytest.approx(np.abs(expected).max(), rel=0.15)
