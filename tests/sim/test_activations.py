import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim import ACTIVATIONS, INITIALIZERS, Experiment, initial_arrays, run
from sim.activations import Activation, Array
from sim.erf import erf, erfc

WITH_PARAMETERS = [
    *ACTIVATIONS.names, "leaky_relu(slope=0)", "leaky_relu(slope=0.3)", "leaky_relu(slope=1)",
    "elu(alpha=0)", "elu(alpha=0.5)", "elu(alpha=3)",
]  # fmt: skip
FORMULAS: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "relu6": lambda z: min(max(z, 0.0), 6.0),
    "hard_tanh": lambda z: min(max(z, -1.0), 1.0),
    "hard_sigmoid": lambda z: min(max(z / 6 + 0.5, 0.0), 1.0),
    "elu": lambda z: z if z > 0 else math.expm1(z),
    "elu(alpha=0.5)": lambda z: z if z > 0 else 0.5 * math.expm1(z),
    "selu": lambda z: 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * math.expm1(z)),
    "gelu": lambda z: z * math.erfc(-z / math.sqrt(2)) / 2,
    "gelu_tanh": lambda z: z * logistic(2 * math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)),
    "silu": lambda z: z * logistic(z),
    "mish": lambda z: z * math.tanh(math.log1p(math.exp(z))),
    "softplus": lambda z: math.log1p(math.exp(z)),
    "softsign": lambda z: z / (1 + abs(z)),
    "erf": math.erf,
}
#: What PyTorch calls them, and with which parameters, in torch.nn.functional.
TORCH: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (name, {}) for name in ("tanh", "sigmoid", "relu", "leaky_relu", "relu6", "elu", "selu", "gelu", "silu")},
    **{name: (name, {}) for name in ("mish", "softplus", "softsign")},
    "hard_tanh": ("hardtanh", {}),
    "hard_sigmoid": ("hardsigmoid", {}),
    "gelu_tanh": ("gelu", {"approximate": "tanh"}),
    "elu(alpha=3)": ("elu", {"alpha": 3.0}),
}
ALIASES = {"linear": "identity", "logistic": "sigmoid", "swish": "silu", "hardtanh": "hard_tanh",
           "hardsigmoid": "hard_sigmoid", "gelu_approximate": "gelu_tanh"}  # fmt: skip
POINTS = np.concatenate([np.linspace(-6, 6, 401) + 1e-3, [-30.0, -12.3, 12.3, 30.0]])


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


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
    assert np.allclose(value(built(name), POINTS), expected, rtol=1e-13, atol=1e-16)
    single = POINTS.astype(np.float32)
    expected = [FORMULAS[name](z) for z in single.tolist()]
    assert np.allclose(value(built(name), single), expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", TORCH)
def test_an_activation_and_its_slope_are_those_of_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch")
    z = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
    function, parameters = TORCH[name]
    theirs = getattr(torch.nn.functional, function)(z, **parameters)
    (gradient,) = torch.autograd.grad(theirs.sum(), z)
    # PyTorch makes softplus straight above 20, and rounds the 1/6 of hard_sigmoid to single precision.
    close = 1e-8 if name in ("softplus", "hard_sigmoid") else 1e-14
    assert np.allclose(value(built(name), POINTS), theirs.detach().numpy(), rtol=1e-13, atol=close)
    assert np.allclose(slope(built(name), POINTS), gradient.numpy(), rtol=1e-13, atol=close)


@pytest.mark.parametrize("name", FORMULAS)
def test_every_signal_however_small_is_seen_in_proportion(name: str) -> None:
    z = 10.0 ** np.arange(-300.0, -20.0, 7)
    around_0 = value(built(name), np.array([0.0]))[0]
    for side in (z, -z):
        assert value(built(name), side) - around_0 == pytest.approx(
            [FORMULAS[name](point) - around_0 for point in side.tolist()], rel=1e-14, abs=0
        )


@pytest.mark.parametrize("name", WITH_PARAMETERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_finite_overflows_or_warns_and_the_slopes_settle(name: str, dtype: type[np.floating[Any]]) -> None:
    largest = float(np.finfo(dtype).max) / 2
    ends = np.array([-largest, -1e30, -1e4, -800.0, -90.0, 90.0, 800.0, 1e4, 1e30, largest], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        h, slopes = value(built(name), ends), slope(built(name), ends)
    assert np.isfinite(h).all()
    assert slopes[:4] == pytest.approx(slopes[0], abs=1e-5)
    assert slopes[-4:] == pytest.approx(slopes[-1], abs=1e-5)


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
    z = np.concatenate([np.linspace(-40, 40, 100_001), [0.0]])
    assert np.abs(slope(built(name), z)).max() == pytest.approx(built(name).largest_slope, rel=1e-6)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_it_saturates_if_the_slope_goes_to_zero_both_ways_and_neither_limit_is_its_output_at_0(name: str) -> None:
    ends, resting = np.array([-1e8, 1e8]), value(built(name), np.zeros(1))
    flat = bool((slope(built(name), ends) < 1e-12).all())
    assert built(name).saturating == (flat and resting[0] not in value(built(name), ends))


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_slope_jumps_at_the_kinks_and_nowhere_else(name: str) -> None:
    near = 1e-9
    grid = np.setdiff1d(np.linspace(-7, 7, 1401).round(2), built(name).kinks)
    assert slope(built(name), grid + near) == pytest.approx(slope(built(name), grid - near), abs=1e-6)
    kinks = np.array([kink for kink in built(name).kinks if name not in ("leaky_relu(slope=1)",)])
    assert (np.abs(slope(built(name), kinks + near) - slope(built(name), kinks - near)) > 0.1).all()


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_recommended_initializer_exists(name: str) -> None:
    recommended = built(name).recommended
    assert recommended is None or INITIALIZERS.check(recommended)


def error_left(activation: str, init: str, depth: int = 20) -> float:
    """The error at layer 1 as a share of that in the last hidden layer, in the typical network."""
    network = Experiment(
        depth=depth, width=64, activation=activation, init=init, samples=64, steps=0, seeds=10, seed=70
    )
    (frame,) = run(network)
    delta = frame.layers.delta
    return float(np.median(delta[:, 0] / delta[:, -2]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_what_is_recommended_brings_the_error_through_twenty_layers(name: str) -> None:
    recommended = built(name).recommended
    if recommended is not None:
        assert 1 / 20 < error_left(name, recommended) < 20


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in ACTIVATIONS.names if built(name).recommended is None])
@pytest.mark.parametrize("init", ["xavier_normal", "he_normal", "lecun_normal", "orthogonal", "lsuv", "torch_linear"])
def test_where_nothing_is_recommended_no_scheme_in_use_brings_the_error_through(name: str, init: str) -> None:
    assert error_left(name, init) < 1e-6


def test_the_initializer_recommended_for_leaky_relu_knows_its_slope() -> None:
    assert built("leaky_relu(slope=0.3)").recommended == "he_normal(slope=0.3)"


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_the_names_of_other_frameworks_find_the_same_activation(alias: str, name: str) -> None:
    assert ACTIVATIONS.function(alias) is ACTIVATIONS.function(name)


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


@pytest.mark.parametrize(("name", "expected"), {"gelu": 0.5, "gelu_tanh": 0.5, "silu": 0.5, "mish": 0.6}.items())
def test_the_slope_of_a_gated_activation_at_0_is_its_gate(name: str, expected: float) -> None:
    assert slope(built(name), np.array([0.0, -0.0, 1e-310, -1e-310])) == pytest.approx(expected, rel=1e-9)


@pytest.mark.slow
def test_erf_and_erfc_are_those_of_the_standard_library_to_the_last_digits() -> None:
    x = np.concatenate([np.linspace(-7, 7, 100_001), np.logspace(-300, 0, 301), -np.logspace(-300, 0, 301), [0.0]])
    assert erf(x) == pytest.approx([math.erf(point) for point in x.tolist()], rel=1e-15, abs=0)
    assert erfc(x) == pytest.approx([math.erfc(point) for point in x.tolist()], rel=5e-15, abs=0)
    far = np.linspace(7, 26, 1001)
    assert erfc(far) == pytest.approx([math.erfc(point) for point in far.tolist()], rel=1e-13, abs=0)


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (5,), (2, 3, 4), (3, 50_000)])
def test_erf_keeps_shape_precision_and_what_is_no_number(shape: tuple[int, ...]) -> None:
    for dtype in (np.float32, np.float64):
        x = np.full(shape, 0.5, dtype)
        assert erf(x).shape == erfc(x).shape == shape
        assert erf(x).dtype == erfc(x).dtype == dtype
    assert np.array_equal(erf(np.array([np.nan, np.inf, -np.inf])), [np.nan, 1, -1], equal_nan=True)
    assert np.array_equal(erfc(np.array([np.nan, np.inf, -np.inf])), [np.nan, 0, 2], equal_nan=True)


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
