from math import asin, erf, exp, nan, pi, sqrt

import numpy as np
import pytest

from sim import ACTIVATIONS, BadValue
from sim.activations import Activation
from sim.gains import calculate_gain, exact_gain
from sim.initializers import weight_variance
from sim.registry import named

PYTORCH = {
    "linear": 1, "conv1d": 1, "conv2d": 1, "conv3d": 1, "conv_transpose1d": 1, "conv_transpose2d": 1,
    "conv_transpose3d": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": sqrt(2), "leaky_relu": sqrt(2 / 1.0001), "selu": 0.75,
}  # fmt: skip
#: E[phi(z)^2] in closed form.
SECOND_MOMENTS = {
    "identity": 1.0,
    "relu": 0.5,
    "leaky_relu(slope=0.3)": (1 + 0.3**2) / 2,
    "erf": 2 / pi * asin(2 / 3),
    # In Klambauer et al. (2017) this is the fixed point that defines the constants.
    "selu": 1.0,
    # The normal density times (exp(z) - 1)^2, z < 0, by completing the square.
    "elu": 0.5 + exp(2) * (1 - erf(2 / sqrt(2))) / 2 - exp(0.5) * (1 - erf(1 / sqrt(2))) + 0.5,
    "hard_tanh": erf(1 / sqrt(2)) - 2 * exp(-0.5) / sqrt(2 * pi) + 1 - erf(1 / sqrt(2)),
}


@pytest.mark.parametrize(("name", "gain"), PYTORCH.items())
def test_the_agreed_gains_are_those_that_pytorch_documents(name: str, gain: float) -> None:
    assert calculate_gain(name) == pytest.approx(gain, rel=1e-15)


@pytest.mark.parametrize("slope", [0, 0.2, 1, -0.5, 3.0])
def test_the_gain_of_leaky_relu_depends_on_its_slope(slope: float) -> None:
    assert calculate_gain("leaky_relu", slope) == sqrt(2 / (1 + slope**2))


def test_the_agreed_gains_are_those_of_pytorch_where_it_is_installed() -> None:
    init = pytest.importorskip("torch").nn.init
    for name in PYTORCH:
        assert calculate_gain(name) == init.calculate_gain(name)
        assert calculate_gain(name, 0.3) == init.calculate_gain(name, 0.3)


@pytest.mark.parametrize("name", ["gelu", "silu", "softplus", "", "x" * 10**6, 3])
def test_there_is_no_agreed_gain_for_others(name: str) -> None:
    with pytest.raises(BadValue, match="no gain is agreed on for") as caught:
        calculate_gain(name)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("slope", [True, "0.2", nan, float("inf"), [0.1]])
def test_a_slope_that_is_no_number_is_refused(slope: float) -> None:
    with pytest.raises(BadValue, match="the slope of leaky_relu must be a number, not"):
        calculate_gain("leaky_relu", slope)


@pytest.mark.parametrize(("name", "moment"), SECOND_MOMENTS.items())
def test_the_exact_gain_is_the_closed_form(name: str, moment: float) -> None:
    assert exact_gain(name) == pytest.approx(1 / sqrt(moment), rel=1e-10)


@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_the_exact_gain_is_that_of_the_trapezoidal_rule(name: str) -> None:
    z, step = np.linspace(-14, 14, 700_001, retstep=True)
    activation: Activation = ACTIVATIONS.build(name)()
    h = np.empty_like(z)
    activation.value(z, h)
    moment = (np.square(h) * np.exp(-np.square(z) / 2)).sum() * step / sqrt(2 * pi)
    assert exact_gain(activation) == exact_gain(name) == pytest.approx(1 / sqrt(moment), rel=1e-9)


@pytest.mark.parametrize("name", ["identity", "relu", "leaky_relu", "leaky_relu(slope=0.5)", "selu"])
def test_the_recommended_initializer_has_the_exact_gain_where_one_is_made_for_the_activation(name: str) -> None:
    activation: Activation = ACTIVATIONS.build(name)()
    assert activation.recommended is not None
    variance = weight_variance(named(activation.recommended), 100, 100)
    assert variance == pytest.approx(exact_gain(activation) ** 2 / 100, rel=1e-9)


def test_the_agreed_gains_of_tanh_sigmoid_and_selu_are_not_the_exact_ones() -> None:
    assert exact_gain("tanh") == pytest.approx(1.5925, abs=1e-4)
    assert exact_gain("sigmoid") == pytest.approx(1.8462, abs=1e-4)
    assert exact_gain("selu") == pytest.approx(1, rel=1e-10)
