import math
from collections.abc import Callable

import numpy as np
import pytest

from sim import ACTIVATIONS, Experiment, initial_arrays
from sim.activations import Activation, Array

WITH_PARAMETERS = [*ACTIVATIONS.names, "leaky_relu(slope=0)", "leaky_relu(slope=0.3)", "leaky_relu(slope=1)"]
FORMULAS: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
}
POINTS = np.concatenate([np.linspace(-6, 6, 401) + 1e-3, [-30.0, -12.3, 12.3, 30.0]])


def built(name: str) -> Activation:
    activation: Activation = ACTIVATIONS.build(name)()
    return activation


def value(activation: Activation, z: Array) -> Array:
    h = np.empty_like(z)
    activation.value(z, h)
    return h


def slope(activation: Activation, z: Array) -> Array:
    out = np.empty_like(z)
    activation.slope(z, value(activation, z), out)
    return out


@pytest.mark.parametrize("name", FORMULAS)
def test_an_activation_is_its_formula_in_both_precisions(name: str) -> None:
    expected = [FORMULAS[name](z) for z in POINTS.tolist()]
    assert np.allclose(value(built(name), POINTS), expected, rtol=1e-14, atol=0)
    single = POINTS.astype(np.float32)
    expected = [FORMULAS[name](z) for z in single.tolist()]
    assert np.allclose(value(built(name), single), expected, rtol=1e-6, atol=0)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_slope_is_the_central_difference_of_the_value(name: str) -> None:
    activation, step = built(name), 1e-5
    z = np.linspace(-5, 5, 1001) + 1e-3
    away = np.all([np.abs(z - kink) > 2 * step for kink in (*activation.kinks, np.inf)], axis=0)
    z = z[away]
    difference = (value(activation, z + step) - value(activation, z - step)) / (2 * step)
    assert np.allclose(slope(activation, z), difference, rtol=1e-6, atol=1e-10)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_no_slope_is_larger_than_the_largest_and_it_is_reached(name: str) -> None:
    z = np.concatenate([np.linspace(-8, 8, 20_001), [0.0]])
    assert np.abs(slope(built(name), z)).max() == pytest.approx(built(name).largest_slope, rel=1e-6)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_flat_ends_are_where_the_slope_goes_to_zero_both_ways(name: str) -> None:
    ends = slope(built(name), np.array([-40.0, 40.0]))
    assert built(name).flat_ends == bool((ends < 1e-12).all())


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_span_holds_most_outputs_of_a_healthy_network(name: str) -> None:
    low, high = built(name).span
    outputs = value(built(name), np.random.default_rng(0).standard_normal(10_000))
    assert ((outputs >= low) & (outputs <= high)).mean() > 0.99


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_an_activation_works_on_any_shape_and_keeps_the_precision_and_its_input(name: str) -> None:
    for dtype in (np.float32, np.float64):
        z: Array = np.random.default_rng(0).standard_normal((2, 3, 4)).astype(dtype)
        before = z.copy()
        assert np.array_equal(value(built(name), z)[1, 2], value(built(name), z[1, 2]))
        assert slope(built(name), z).dtype == value(built(name), z).dtype == dtype
        assert np.array_equal(z, before)


def test_relu_has_slope_0_at_0_and_below() -> None:
    assert slope(built("relu"), np.array([-1.0, -0.0, 0.0, 1e-300, 1.0])).tolist() == [0, 0, 0, 1, 1]


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_not_a_number_is_passed_on(name: str) -> None:
    assert np.isnan(value(built(name), np.array([np.nan]))).all()


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_output_layer_has_no_activation(name: str) -> None:
    arrays = initial_arrays(Experiment(activation=name, depth=2, samples=5, seeds=2))
    assert np.array_equal(arrays["h2"], arrays["z2"])
    assert np.array_equal(arrays["h1"], value(built(name), arrays["z1"]))
