from fractions import Fraction

import numpy as np
import pytest

from sim import ACTIVATIONS, Experiment, backward, draw_data, forward, initial_arrays, initialize, run
from sim.architecture import architecture_of
from sim.network import Array
from sim.normalization import AXES, EPSILON, empty_statistics, normalize, normalize_backward
from sim.sizes import rms
from sim.training import ends_only


def normalized(z: Array, axis: int) -> tuple[Array, Array, Array]:
    mean, inverse_std = empty_statistics(z, axis)
    out = np.empty_like(z)
    with np.errstate(all="ignore"):
        normalize(z, axis, mean, inverse_std, out)
    return out, mean, inverse_std


def exactly(group: list[float]) -> list[float]:
    """(z - mean) / sqrt(variance + epsilon) with mean and variance in exact arithmetic."""
    numbers = [Fraction(number) for number in group]
    mean = sum(numbers, Fraction(0)) / len(numbers)
    variance = sum(((number - mean) ** 2 for number in numbers), Fraction(0)) / len(numbers) + Fraction(EPSILON)
    return [float((number - mean) / _root(variance)) for number in numbers]


def _root(square: Fraction) -> Fraction:
    """The square root to 30 digits or more, of numbers of any size."""
    digits = 10**700
    scaled = square.numerator * digits // square.denominator
    root = Fraction(int(scaled**0.5) if scaled < 10**30 else _whole_root(scaled))
    return root / 10**350


def _whole_root(number: int) -> int:
    guess = 1 << (number.bit_length() // 2 + 1)
    while (better := (guess + number // guess) // 2) < guess:
        guess = better
    return guess


@pytest.mark.parametrize("axis", AXES.values(), ids=AXES.keys())
@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e-20, 1e-3, 1.0, 1e20, 1e153, 1e154, 1e160, 1e300, 1e307])
def test_normalizing_is_exact_from_the_smallest_to_the_largest_number(size: float, axis: int) -> None:
    z = size * np.random.default_rng(0).uniform(-1, 1, (2, 4, 3))
    z[1] *= 1e-9
    found = normalized(z, axis)[0]
    for ours, group in zip(np.moveaxis(found, axis, 2).reshape(-1, found.shape[axis]),
                           np.moveaxis(z, axis, 2).reshape(-1, found.shape[axis]), strict=True):  # fmt: skip
        assert ours == pytest.approx(exactly(group.tolist()), rel=1e-13, abs=1e-306)


@pytest.mark.parametrize("axis", AXES.values(), ids=AXES.keys())
@pytest.mark.parametrize("size", [1e-44, 1e-20, 1.0, 1e18, 1e20, 1e37])
def test_normalizing_float32_is_as_good_as_its_digits(size: float, axis: int) -> None:
    z = (size * np.random.default_rng(0).uniform(-1, 1, (2, 6, 6))).astype(np.float32)
    found = normalized(z, axis)[0]
    assert found.dtype == np.float32
    groups = np.moveaxis(z, axis, 2).reshape(-1, 6).tolist()
    assert np.moveaxis(found, axis, 2).reshape(-1, 6) == pytest.approx(np.array([*map(exactly, groups)]), abs=3e-6)


@pytest.mark.parametrize("axis", AXES.values(), ids=AXES.keys())
def test_a_group_of_one_number_or_of_equal_numbers_is_zero(axis: int) -> None:
    shape = [2, 3, 4]
    shape[axis] = 1
    assert not normalized(np.random.default_rng(0).standard_normal(shape), axis)[0].any()
    assert np.abs(normalized(np.full((2, 3, 4), 0.7), axis)[0]).max() < 1e-12


@pytest.mark.parametrize("axis", AXES.values(), ids=AXES.keys())
@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_the_way_back_is_the_jacobian_of_the_way_there(size: float, axis: int) -> None:
    """d_j = sum over i of d_i du_i/dz_j, with du_i/dz_j = inverse_std (1[i=j] - 1/n - u_i u_j / n)."""
    rng = np.random.default_rng(1)
    z, delta = size * rng.standard_normal((2, 5, 4)), rng.standard_normal((2, 5, 4))
    u, mean, inverse_std = normalized(z, axis)
    found = delta.copy()
    normalize_backward(found, z, axis, mean, inverse_std)
    n = z.shape[axis]
    for network in range(2):
        for group in range(z.shape[3 - axis]):
            part = (network, slice(None), group) if axis == 1 else (network, group, slice(None))
            per = inverse_std[network, 0, group] if axis == 1 else inverse_std[network, group, 0]
            jacobian = per * (np.eye(n) - 1 / n - np.outer(u[part], u[part]) / n)
            assert found[part] == pytest.approx(delta[part] @ jacobian, rel=1e-9, abs=1e-12 * per)


@pytest.mark.parametrize("normalization", AXES)
def test_a_factor_on_a_layers_weights_changes_nothing_but_divides_its_gradient(normalization: str) -> None:
    """Ioffe & Szegedy 2015, section 3.3: BN(aWh) = BN(Wh), and the gradient by aW is 1/a of that by W."""
    experiment = Experiment(depth=5, width=16, init="normal(std=100)", normalization=normalization)
    phi, architecture, (x, y) = ACTIVATIONS.build("tanh")(), architecture_of(experiment), draw_data(experiment)
    parameters = initialize(experiment)
    before = forward(parameters, x, phi, architecture=architecture)
    error = backward(parameters, before, y, phi, architecture=architecture)
    parameters.weights[2][...] *= 8
    after = forward(parameters, x, phi, architecture=architecture)
    changed = backward(parameters, after, y, phi, architecture=architecture)
    assert after.output == pytest.approx(before.output, rel=1e-6, abs=1e-6)
    for layer in range(5):
        factor = 8 if layer == 2 else 1
        assert rms(changed.delta[layer]) * factor == pytest.approx(rms(error.delta[layer]), rel=1e-6)
        dW, old = changed.gradients.weights[layer], error.gradients.weights[layer]
        assert rms(dW) * factor == pytest.approx(rms(old), rel=1e-6)


@pytest.mark.parametrize("normalization", AXES)
def test_what_enters_the_activation_has_mean_0_and_variance_1_over_each_group(normalization: str) -> None:
    arrays = initial_arrays(
        Experiment(depth=9, width=32, activation="identity", normalization=normalization, init="normal(std=0.01)")
    )
    axis = AXES[normalization]
    for layer in range(2, 9):
        assert np.abs(arrays[f"h{layer}"].mean(axis=axis)).max() < 1e-12
        assert arrays[f"h{layer}"].var(axis=axis).max() <= 1 + 1e-12


@pytest.mark.slow
@pytest.mark.parametrize(
    ("init", "normalization"), [("normal(std=1)", "layer"), ("normal(std=1)", "batch"), ("normal(std=0.03)", "batch")]
)
def test_a_network_with_weights_of_a_bad_size_learns_after_all(init: str, normalization: str) -> None:
    bad = Experiment(depth=12, activation="relu", init=init, learning_rate=0.05, seeds=2, samples=128, steps=200)
    good = list(run(bad.replace(normalization=normalization), ends_only))[-1]
    assert good.accuracy.min() > 0.9
    assert np.nan_to_num(list(run(bad, ends_only))[-1].accuracy).max() < 0.7
