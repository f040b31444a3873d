"""Theory against closed forms, other integrals, Monte Carlo with its own error bounds, and measured networks."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.activations import ACTIVATIONS
from sim.experiment import Experiment
from sim.theory import (
    PhaseDiagram,
    chi_at_fixed_point,
    correlation_fixed_point,
    correlation_map,
    critical_sigma_w,
    depth_scales,
    fixed_point,
    gradient_factor,
    phase_diagram,
    sigmas_of,
    variance_map,
)
from sim.theory.gaussian import (
    activation_of,
    digamma,
    pair_mean,
    slope_moment,
    slope_of,
    trigamma,
    value_moment,
    value_of,
)
from tests.support.examples import scaled

VARIANCES = (1e-8, 1e-4, 0.01, 0.3, 1.0, 7.0, 100.0, 1e4, 1e8)


@pytest.mark.parametrize("q", VARIANCES)
@pytest.mark.parametrize(
    ("activation", "value", "slope"),
    [
        ("linear", lambda q: q, lambda q: 1.0),
        ("relu", lambda q: q / 2, lambda q: 0.5),
        ("leaky_relu(slope=0.2)", lambda q: 1.04 * q / 2, lambda q: 1.04 / 2),
        ("erf", lambda q: 2 / math.pi * math.asin(2 * q / (1 + 2 * q)), lambda q: 4 / math.pi / math.sqrt(1 + 4 * q)),
    ],
)
def test_moments_agree_with_their_closed_forms(activation: str, value: Any, slope: Any, q: float) -> None:
    """Williams 1997 for erf; the others are halves of Gaussian moments."""
    assert variance_map(activation, 1.0, 0.0, q) == pytest.approx(value(q), rel=1e-6)
    assert gradient_factor(activation, 1.0, q) == pytest.approx(slope(q), rel=1e-6)


@pytest.mark.parametrize("q", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_moments_of_every_activation_agree_with_a_very_fine_sum(name: str, q: float) -> None:
    phi, z = activation_of(name), np.linspace(-12, 12, 300_000)  # 0 is no node: halves of a kink stay apart
    u, weights = math.sqrt(q) * z, np.exp(-np.square(z) / 2) / math.sqrt(2 * math.pi) * (z[1] - z[0])
    assert float(value_moment(phi, math.sqrt(q))) == pytest.approx(np.square(value_of(phi, u)) @ weights, rel=1e-4)
    assert float(slope_moment(phi, math.sqrt(q))) == pytest.approx(np.square(slope_of(phi, u)) @ weights, rel=1e-4)


@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_a_wide_random_layer_does_what_the_variance_map_says(name: str) -> None:
    rng, examples, fan_in = np.random.default_rng(1), 300, 1000
    phi, sigma_w, sigma_b, q = activation_of(name), 1.3, 0.4, 0.8
    h = value_of(phi, math.sqrt(q) * rng.standard_normal((examples, fan_in)))
    z = h @ (rng.standard_normal((fan_in, 800)) * sigma_w / math.sqrt(fan_in)) + sigma_b * rng.standard_normal(800)
    units = np.square(z).mean(axis=0)
    error = 4 * units.std() / math.sqrt(len(units)) + 4 * np.square(h).mean(axis=1).std() / math.sqrt(examples)
    assert abs(units.mean() - variance_map(phi, sigma_w, sigma_b, q)) < error


@pytest.mark.slow
@pytest.mark.parametrize(("sigma_b_squared", "expected"), [(0, 1.0), (0.001, 1.1892), (0.01, 1.4242), (0.05, 1.7610)])
def test_the_critical_line_of_tanh_is_where_it_is_known_to_be(sigma_b_squared: float, expected: float) -> None:
    """Schoenholz et al. 2017: sigma_w^2 = 1.76 at sigma_b^2 = 0.05; the others from an independent integration."""
    assert critical_sigma_w("tanh", math.sqrt(sigma_b_squared)) ** 2 == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("sigma_b", [0.0, 0.3])
def test_the_critical_relu_is_that_of_he_whatever_the_biases(sigma_b: float) -> None:
    assert critical_sigma_w("relu", sigma_b) == pytest.approx(math.sqrt(2))


@pytest.mark.parametrize(("name", "expected"), [("gelu", 1.4505), ("silu", 1.5756), ("mish", 1.4211)])
def test_on_the_critical_line_a_variance_is_kept_and_chi_is_one_by_a_fine_sum(name: str, expected: float) -> None:
    phi, z, step = activation_of(name), *np.linspace(-12, 12, 20_001, retstep=True)
    weights = np.exp(-np.square(z) / 2) / math.sqrt(2 * math.pi) * step

    def rest(q: float) -> tuple[float, float]:
        u = math.sqrt(q) * z
        sigma_w_squared = 1 / float(np.square(slope_of(phi, u)) @ weights)
        return q - sigma_w_squared * float(np.square(value_of(phi, u)) @ weights) - 0.3**2, math.sqrt(sigma_w_squared)

    low, high = 0.2, 5.0
    for _ in range(40):
        centre = (low + high) / 2
        low, high = (centre, high) if (rest(centre)[0] < 0) == (rest(low)[0] < 0) else (low, centre)
    assert rest(low)[1] == pytest.approx(expected, abs=1e-4)
    assert critical_sigma_w(name, 0.3) == pytest.approx(rest(low)[1], abs=1e-6)


@pytest.mark.parametrize("name", ["gelu", "gelu_tanh", "silu", "mish"])
def test_where_chi_jumps_over_one_there_is_no_edge(name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name}.* jumps from 0\.\d+ to 1\.\d+ .*no edge of chaos"):
        critical_sigma_w(name, 0.0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tanh", 1.0), ("softsign", 1.0), ("erf", math.sqrt(math.pi) / 2), ("softplus", math.sqrt(2))],
)
def test_without_biases_the_edge_is_where_sigma_w_makes_up_for_the_slope_in_the_limit(
    name: str, expected: float
) -> None:
    assert critical_sigma_w(name, 0.0) == pytest.approx(expected, abs=1e-9)


def test_where_there_is_no_edge_the_error_says_so() -> None:
    with pytest.raises(ValueError, match=r"hard_tanh.* does not cross 1"):
        critical_sigma_w("hard_tanh", 2e4)


def test_tanh_with_gain_five_thirds_settles_at_std_065_in_chaos() -> None:
    q = fixed_point("tanh", 5 / 3, 0.0)
    assert math.sqrt(value_moment(activation_of("tanh"), math.sqrt(q))) == pytest.approx(0.651, abs=5e-4)
    assert chi_at_fixed_point("tanh", 5 / 3, 0.0) == pytest.approx(1.21, abs=5e-3)


def test_selu_with_lecun_weights_keeps_variance_one() -> None:
    """Klambauer et al. 2017."""
    assert variance_map("selu", 1.0, 0.0, 1.0) == pytest.approx(1.0, abs=1e-6)
    assert fixed_point("selu", 1.0, 0.0) == pytest.approx(1.0, abs=1e-5)


def test_sigmoid_with_glorot_weights_passes_a_twentieth_of_the_squared_error() -> None:
    assert chi_at_fixed_point("sigmoid", 1.0, 0.0) == pytest.approx(0.056, abs=5e-4)


def test_variances_that_die_out_or_grow_for_ever_have_a_fixed_point_at_the_end() -> None:
    assert fixed_point("tanh", 0.9, 0.0) == 0.0
    assert fixed_point("relu", 1.5, 0.1) == math.inf
    assert fixed_point("relu", 1.0, 0.1) == pytest.approx(0.01 / (1 - 0.5))


@given(st.sampled_from(["tanh", "relu", "selu", "sigmoid"]), st.floats(0.1, 1.35), st.floats(0.01, 2))
@settings(deadline=None, max_examples=scaled(25))
def test_the_map_leaves_its_fixed_point_where_it_is(activation: str, sigma_w: float, sigma_b: float) -> None:
    q = fixed_point(activation, sigma_w, sigma_b)
    assert variance_map(activation, sigma_w, sigma_b, q) == pytest.approx(q, rel=1e-6)


@pytest.mark.parametrize("c", [-1.0, -0.5, 0.0, 0.3, 0.9, 0.99, 0.9999, 1.0])
def test_the_correlation_map_of_critical_relu_is_the_arc_cosine_kernel(c: float) -> None:
    """Cho & Saul 2009."""
    angle = math.acos(c)
    kernel = (math.sin(angle) + (math.pi - angle) * c) / math.pi
    assert correlation_map("relu", math.sqrt(2), 0.0, 1.7, c) == pytest.approx(kernel, abs=1e-6)
    both_on = (math.pi - angle) / (2 * math.pi)
    assert pair_mean(slope_of, activation_of("relu"), 1.3, c) == pytest.approx(both_on, abs=2e-5)


@pytest.mark.parametrize("c", [0.0, 0.4, 0.95])
def test_the_correlation_map_of_tanh_agrees_with_monte_carlo(c: float) -> None:
    rng, count, q = np.random.default_rng(2), 1_000_000, 1.4
    z = rng.standard_normal((2, count))
    first, second = (np.tanh(math.sqrt(q) * part) for part in (z[0], c * z[0] + math.sqrt(1 - c**2) * z[1]))
    products = first * second
    shared = (correlation_map("tanh", 2.0, 0.3, q, c) * variance_map("tanh", 2.0, 0.3, q) - 0.09) / 4
    assert abs(products.mean() - shared) < 4 * products.std() / math.sqrt(count)


def test_examples_become_alike_in_order_and_keep_apart_in_chaos() -> None:
    assert correlation_fixed_point("tanh", 1.0, 0.3) == 1.0
    assert correlation_fixed_point("tanh", 2.0, 0.0) == 0.0
    assert correlation_fixed_point("relu", math.sqrt(2), 0.0) == 1.0
    c = correlation_fixed_point("tanh", 2.0, 0.3)
    assert 0 < c < 1
    assert correlation_map("tanh", 2.0, 0.3, fixed_point("tanh", 2.0, 0.3), c) == pytest.approx(c, abs=1e-9)


@pytest.mark.parametrize(("sigma_w", "sigma_b"), [(1.0, 0.3), (2.0, 0.3)])
def test_iterated_maps_come_near_their_limits_within_the_depth_scales(sigma_w: float, sigma_b: float) -> None:
    xi_q, xi_c = depth_scales("tanh", sigma_w, sigma_b)
    rest_q, rest_c = fixed_point("tanh", sigma_w, sigma_b), correlation_fixed_point("tanh", sigma_w, sigma_b)
    q, c = rest_q * 1.001, rest_c - 0.001
    for _ in range(3):
        q = variance_map("tanh", sigma_w, sigma_b, q)
        c = correlation_map("tanh", sigma_w, sigma_b, rest_q, c)
    assert (q / rest_q - 1) / 0.001 == pytest.approx(math.exp(-3 / xi_q), abs=0.01)
    assert (rest_c - c) / 0.001 == pytest.approx(math.exp(-3 / xi_c), abs=0.01)


def test_on_the_edge_of_chaos_a_signal_crosses_any_depth() -> None:
    assert depth_scales("relu", math.sqrt(2), 0.0) == (math.inf, math.inf)
    assert min(depth_scales("tanh", critical_sigma_w("tanh", 0.0), 0.0)) > 1e5


@pytest.mark.parametrize("name", ["relu", "identity", "leaky_relu"])
@pytest.mark.parametrize("sigma_w", [0.8, 1.2, 1.6])
def test_straight_pieces_without_biases_change_correlations_alike_at_any_sigma_w(name: str, sigma_w: float) -> None:
    """The slope of the correlation map at 1 is sigma_w^2 E[phi'^2] q / (sigma_w^2 E[phi^2]) = 1 (Euler's theorem)."""
    c = correlation_map(name, sigma_w, 0.0, 1.7, 1 - 1e-10)
    assert (1 - c) / 1e-10 == pytest.approx(1.0, abs=1e-3)
    assert depth_scales(name, sigma_w, 0.0)[1] == math.inf


def test_above_its_edge_relu_makes_examples_alike_and_is_not_chaotic() -> None:
    q, c = 1.0, 0.0
    for _ in range(60):
        c = correlation_map("relu", 1.6, 0.3, q, c)
        q = variance_map("relu", 1.6, 0.3, q)
    assert chi_at_fixed_point("relu", 1.6, 0.3) > 1
    assert c > 0.99


@pytest.mark.parametrize(
    ("x", "psi", "psi_1"),
    [
        (0.5, -0.5772156649015329 - 2 * math.log(2), math.pi**2 / 2),
        (1.0, -0.5772156649015329, math.pi**2 / 6),
        (2.0, 1 - 0.5772156649015329, math.pi**2 / 6 - 1),
        (5.0, 25 / 12 - 0.5772156649015329, math.pi**2 / 6 - 205 / 144),
    ],
)
def test_digamma_and_trigamma_have_their_known_values(x: float, psi: float, psi_1: float) -> None:
    assert digamma(x) == pytest.approx(psi, rel=1e-12)
    assert trigamma(x) == pytest.approx(psi_1, rel=1e-12)


def test_the_phase_diagram_holds_chi_and_q_of_every_pair() -> None:
    across, up = [0.5, 1.2, 2.0, 3.5], [0.0, 0.2, 1.0]
    diagram = phase_diagram("tanh", across, up)
    assert diagram.chi.shape == diagram.q.shape == (3, 4)
    for row, sigma_b in enumerate(up):
        for column, sigma_w in enumerate(across):
            assert diagram.chi[row, column] == pytest.approx(chi_at_fixed_point("tanh", sigma_w, sigma_b), rel=2e-3)
            assert diagram.q[row, column] == pytest.approx(fixed_point("tanh", sigma_w, sigma_b), rel=5e-3)


def test_chi_of_relu_is_half_the_weight_variance_everywhere() -> None:
    diagram: PhaseDiagram = phase_diagram("relu")
    assert diagram.chi == pytest.approx(np.tile(np.square(diagram.sigma_w) / 2, (24, 1)), abs=1e-9)
    assert diagram.chi.shape == (24, 48)


@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_every_activation_has_a_phase_diagram(name: str) -> None:
    diagram = phase_diagram(name)
    assert np.isfinite(diagram.chi).all()
    assert (diagram.chi >= 0).all()
    assert (diagram.chi[:, 0] == 0).all()


def test_an_experiment_has_its_place_in_the_phase_diagram() -> None:
    he = Experiment(init="he_normal", gain=2.0, bias_init="normal(std=0.3)")
    assert sigmas_of(he) == pytest.approx((2 * math.sqrt(2), 0.3))
    assert sigmas_of(Experiment(init="normal(std=0.1)", width=25)) == pytest.approx((0.5, 0.0))
    assert sigmas_of(Experiment(init="constant")) is None
