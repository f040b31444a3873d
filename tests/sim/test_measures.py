import math
from fractions import Fraction

import numpy as np
import pytest

from sim import ACTIVATIONS, Experiment, initial_arrays, run
from sim.measures import (
    all_finite,
    dead_share,
    distinct_units,
    effective_rank,
    example_cosine,
    ratio,
    rms,
    saturated_share,
)
from sim.network import Array


def exact_rms(values: list[float]) -> float:
    """The root mean square in exact arithmetic, rounded once."""
    mean = sum(Fraction(value) ** 2 for value in values) / len(values)
    scale = Fraction(max(map(abs, values)))
    return float(scale) * math.sqrt(mean / scale**2)


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e-30, 1.0, 1e30, 1e160, 1e300, 1.7e308])
def test_rms_is_exact_from_the_smallest_to_the_largest_number(size: float) -> None:
    values = size * np.random.default_rng(0).uniform(-1, 1, (2, 3, 5))
    assert rms(values) == pytest.approx([exact_rms(part.ravel().tolist()) for part in values], rel=1e-14)


@pytest.mark.parametrize("size", [1e-44, 1e-38, 1e-20, 1e-10, 1.0, 1e10, 1e19, 1e20, 1e38])
def test_rms_of_float32_is_exact_where_its_squares_are_not(size: float) -> None:
    values = (size * np.random.default_rng(0).uniform(-1, 1, (2, 40))).astype(np.float32)
    assert rms(values) == pytest.approx([exact_rms(part.tolist()) for part in values], rel=1e-6)


def test_rms_of_denormals_is_not_lost() -> None:
    assert rms(np.full((1, 9), 5e-324)) == [5e-324]
    assert rms(np.array([[3e-320, 4e-320]])) == pytest.approx([math.sqrt(12.5) * 1e-320], rel=1e-3)


def test_rms_mixes_huge_and_tiny_and_keeps_networks_apart() -> None:
    assert rms(np.array([[1e300, 1e-300], [1e-300, 0.0], [3.0, 4.0]])) == pytest.approx(
        [1e300 / math.sqrt(2), 1e-300 / math.sqrt(2), math.sqrt(12.5)], rel=1e-14
    )


def test_rms_of_zeros_is_exactly_zero_and_of_no_numbers_no_number() -> None:
    found = rms(np.array([[0.0, -0.0], [1.0, np.inf], [np.nan, 0.0], [np.inf, np.nan]]))
    assert found[0] == 0
    assert not np.signbit(found[0])
    assert found[1] == np.inf
    assert np.isnan(found[2:]).all()


def test_naive_float32_overflows_where_rms_does_not() -> None:
    """Width 256, weights of std 1: each layer grows 16-fold, so float32 squares pass 3.4e38 at layer 16."""
    deep = Experiment(
        depth=20, width=256, activation="identity", init="normal(std=1)", task="signal", samples=16, seeds=1, steps=0,
        precision="float32",
    )  # fmt: skip
    layers = next(run(deep)).layers
    assert np.isfinite(layers.signal).all()
    assert np.log10(layers.signal[0]) == pytest.approx(np.arange(1, 21) * math.log10(16), rel=0.02)
    assert np.square(layers.signal[0].astype(np.float32), dtype=np.float64)[15] > np.finfo(np.float32).max / 2


def test_all_finite_is_told_for_each_network_even_where_squares_overflow() -> None:
    values = np.array([[1e300, -1e300], [1.0, np.inf], [np.nan, 0.0], [0.0, 1.0], [-np.inf, np.inf]])
    assert all_finite(values).tolist() == [True, False, False, True, False]
    assert all_finite(values[:1]).tolist() == [True]


def brute_force_distinct(z: Array) -> int:
    """Units are the same when all their values agree to eight digits of the layer's largest."""
    kept: list[np.ndarray] = []
    for unit in z.T:
        if not any(np.abs(unit - other).max() <= 1e-8 * np.abs(z).max() for other in kept):
            kept.append(unit)
    return len(kept)


@pytest.mark.parametrize("seed", range(20))
def test_distinct_units_counts_as_a_comparison_of_all_pairs_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    units, different, examples = rng.integers(1, 40), rng.integers(1, 12), rng.integers(1, 30)
    columns = rng.standard_normal((examples, different))
    z = (columns[:, rng.integers(different, size=units)] * 10.0 ** rng.integers(-200, 200))[None]
    assert distinct_units(z) == brute_force_distinct(z[0])
    noise = 1 + 1e-13 * rng.standard_normal(z.shape)
    assert distinct_units(z * noise) == distinct_units(z)


def test_units_that_differ_in_one_example_or_in_order_or_in_sign_are_different() -> None:
    z = np.ones((1, 5, 2))
    z[0, 3, 1] = 1.001
    assert distinct_units(z) == 2
    assert distinct_units(np.array([[[1.0, 2.0], [2.0, 1.0]]])) == 2
    assert distinct_units(np.array([[[1.0, -1.0], [2.0, -2.0]]])) == 2


def test_random_units_are_all_different_in_both_precisions() -> None:
    z = np.random.default_rng(0).standard_normal((3, 64, 512))
    assert (distinct_units(z) == 512).all()
    assert (distinct_units(z.astype(np.float32)) == 512).all()


def test_units_that_are_off_for_all_examples_are_one_however_their_inputs_differ() -> None:
    off = Experiment(depth=2, width=8, activation="relu", bias_init="constant(value=-40)", samples=32, steps=0, seeds=2)
    (frame,) = run(off)
    assert (frame.layers.dead[:, 0] == 1).all()
    assert (frame.layers.distinct_units[:, 0] == 1).all()


def test_distinct_units_of_nothing_is_one_and_of_no_numbers_no_number() -> None:
    z = np.zeros((3, 4, 5))
    z[1, 0, 0] = np.inf
    z[2] = np.nan
    found = distinct_units(z)
    assert found[0] == 1
    assert np.isnan(found[1:]).all()


def brute_force_rank(h: Array) -> float:
    """The participation ratio from the eigenvalues themselves."""
    h = h.astype(np.float64) / np.abs(h).max()
    eigenvalues = np.square(np.linalg.svd(h, compute_uv=False))
    return float(eigenvalues.sum() ** 2 / np.square(eigenvalues).sum())


@pytest.mark.parametrize("shape", [(9, 4), (4, 9), (1, 5), (5, 1), (30, 30)])
@pytest.mark.parametrize("size", [1e-310, 1e-300, 1e-20, 1.0, 1e150, 1e300])
def test_effective_rank_is_the_participation_ratio_of_the_eigenvalues(shape: tuple[int, int], size: float) -> None:
    h = size * np.random.default_rng(0).standard_normal((2, *shape))
    assert effective_rank(h) == pytest.approx(
        [brute_force_rank(part) for part in h], rel=1e-9 if size > 1e-305 else 1e-3
    )


@pytest.mark.parametrize("size", [1e-38, 1e-30, 1.0, 1e30, 1e37])
def test_effective_rank_of_float32_is_as_good_as_its_digits(size: float) -> None:
    h = (size * np.random.default_rng(0).standard_normal((2, 9, 4))).astype(np.float32)
    assert effective_rank(h) == pytest.approx([brute_force_rank(part) for part in h], rel=1e-5)


def test_effective_rank_goes_from_one_for_equal_units_to_the_width_for_orthogonal_ones() -> None:
    equal = np.random.default_rng(0).standard_normal((1, 8, 1)) * np.ones((1, 1, 4))
    assert effective_rank(equal) == pytest.approx([1.0])
    assert effective_rank(np.eye(8)[None, :, :4]) == pytest.approx([4.0])
    assert effective_rank(np.zeros((1, 8, 4))) == [0.0]
    assert np.isnan(effective_rank(np.full((1, 8, 4), np.nan))).all()
    assert np.isnan(effective_rank(np.full((1, 8, 4), np.inf))).all()


def brute_force_cosine(z: Array) -> float:
    """The mean over all pairs of examples that have a direction, each scaled by its largest number first."""
    rows = [row / np.abs(row).max() for row in z.astype(np.float64) if row.any()]
    pairs = [(a, b) for place, a in enumerate(rows) for b in rows[place + 1 :]]
    return float(np.mean([a @ b / np.sqrt((a @ a) * (b @ b)) for a, b in pairs])) if pairs else 0.0


@pytest.mark.parametrize("shape", [(9, 4), (4, 9), (2, 1), (30, 30)])
@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e-20, 1.0, 1e150, 1e160, 1e300])
def test_example_cosine_is_the_mean_over_all_pairs_of_examples(shape: tuple[int, int], size: float) -> None:
    z = size * np.random.default_rng(0).standard_normal((3, *shape))
    z[1] += 3 * size
    z[2, 0] = 0.0
    assert example_cosine(z) == pytest.approx([*map(brute_force_cosine, z)], rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("size", [1e-37, 1e-30, 1.0, 1e30, 1e36])
def test_example_cosine_of_float32_is_as_good_as_its_digits(size: float) -> None:
    z = (size * np.random.default_rng(0).standard_normal((2, 9, 4))).astype(np.float32)
    assert example_cosine(z) == pytest.approx([*map(brute_force_cosine, z)], abs=1e-6)


def test_example_cosine_mixes_huge_and_tiny_examples_as_equals() -> None:
    rows = np.random.default_rng(0).standard_normal((1, 4, 3))
    sizes = np.array([1e-290, 1e290, 1.0, 1e-150])[None, :, None]
    assert example_cosine(rows * sizes) == pytest.approx(example_cosine(rows), rel=1e-12)


def test_example_cosine_is_1_for_one_direction_0_for_a_right_angle_and_for_nothing() -> None:
    assert example_cosine(np.array([[[1.0, 2.0], [3.0, 6.0], [0.5, 1.0]]])) == pytest.approx([1.0])
    assert example_cosine(np.array([[[1.0, 2.0], [-2.0, 1.0]]])) == pytest.approx([0.0], abs=1e-15)
    assert example_cosine(np.array([[[1.0, 2.0], [-1.0, -2.0]]])) == pytest.approx([-1.0])
    assert example_cosine(np.array([[[0.0, 0.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])).tolist() == [0, 0]
    assert example_cosine(np.ones((1, 1, 5))) == [0.0]
    assert np.isnan(example_cosine(np.array([[[np.nan, 0.0], [1.0, 1.0]]]))).all()
    assert np.isnan(example_cosine(np.array([[[np.inf, 0.0], [1.0, 1.0]]]))).all()


def test_deep_relu_turns_all_examples_into_one_direction_as_the_arc_cosine_map_says() -> None:
    """Cho & Saul 2009, Poole et al. 2016: c -> (sqrt(1 - c^2) + c (pi - arccos c)) / pi, for a wide ReLU layer."""
    wide = Experiment(
        depth=8, width=512, activation="relu", init="he_normal", task="signal", samples=16, seeds=2, steps=0
    )
    found = next(run(wide)).layers.example_cosine.mean(axis=0)
    c = 0.0
    for layer in range(1, 8):
        c = (math.sqrt(1 - c * c) + c * (math.pi - math.acos(c))) / math.pi
        assert found[layer] == pytest.approx(c, abs=0.06)


def test_under_a_normalization_the_measures_look_at_what_enters_the_activation() -> None:
    """Batch normalisation gives each unit a mean of 0 over the examples, so their cosines are about -1 / (B - 1)."""
    experiment = Experiment(
        depth=6, width=256, task="signal", samples=20, seeds=2, steps=0, normalization="batch", residual=True,
        init="normal(std=10)", bias_init="zeros",
    )  # fmt: skip
    layers = next(run(experiment)).layers
    assert layers.example_cosine[:, 1:5] == pytest.approx(np.full((2, 4), -1 / 19), abs=0.01)
    assert layers.preactivation[:, :5].min() > 50
    assert layers.saturated[:, :5].max() < 0.1


def test_saturated_is_the_share_of_slopes_under_a_twentieth_of_the_largest() -> None:
    slope = np.array([[[0.0, 0.049], [0.051, 1.0]]])
    assert saturated_share(slope, ACTIVATIONS.build("tanh")()) == [0.5]
    assert saturated_share(slope / 4, ACTIVATIONS.build("sigmoid")()) == [0.5]
    assert saturated_share(slope, ACTIVATIONS.build("relu")()) == [0.0]


def test_saturated_tanh_is_where_its_output_is_beyond_the_root_of_nineteen_twentieths() -> None:
    wild = Experiment(activation="tanh", init="normal(std=1)", depth=4, steps=0, seeds=2)
    shares = next(run(wild)).layers.saturated

    arrays = initial_arrays(wild)
    for layer in (1, 2, 3):
        beyond = np.abs(arrays[f"h{layer}"]) > math.sqrt(0.95)
        assert shares[:, layer - 1] == pytest.approx(beyond.mean(axis=(1, 2)))


def test_dead_is_the_share_of_units_whose_slope_is_0_for_every_example() -> None:
    slope = np.ones((1, 3, 4))
    slope[0, :, 1] = 0
    slope[0, :2, 2] = 0
    assert dead_share(slope) == [0.25]


@pytest.mark.parametrize(("precision", "digits"), [("float64", 53), ("float32", 24)])
def test_a_saturated_unit_is_dead_where_its_slope_is_lost_in_rounding(precision: str, digits: int) -> None:
    """tanh(z) rounds to 1 where 2 exp(-2 z) is less than half of the last digit below 1, give or take its last bits."""
    wild = Experiment(init="normal(std=9)", depth=3, samples=3, steps=0, seeds=4, precision=precision)
    shares = next(run(wild)).layers.dead[:, :-1]
    arrays, end = initial_arrays(wild), (digits + 2) * math.log(2) / 2

    def beyond(size: float) -> np.ndarray:
        return np.transpose([(np.abs(arrays[f"z{layer}"]) > size).all(axis=1).mean(axis=1) for layer in (1, 2)])

    assert (beyond(end + 1.2) <= shares).all()
    assert (shares <= beyond(end - 0.6)).all()
    assert 0 < shares[:, 1].min() < shares[:, 1].max() < 1


def test_no_change_to_nothing_is_no_change() -> None:
    found = ratio(np.array([0.0, 1.0, 0.0, 3.0]), np.array([0.0, 0.0, 2.0, 2.0]))
    assert found.tolist() == [0.0, np.inf, 0.0, 1.5]
