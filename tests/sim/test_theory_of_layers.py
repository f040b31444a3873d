"""Sums over random layers of finite width, by their exact distribution."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment import Experiment
from sim.theory.finite_width import LogNormal, unit_log_moments
from sim.theory.fluctuations import Fluctuations, fluctuations
from sim.theory.gaussian import (
    Numbers,
    digamma,
    trigamma,
)
from sim.theory.layers import input_sizes, layers_of
from sim.theory.wide import run_wide


@given(st.floats(0.05, 300))
def test_digamma_and_trigamma_are_the_slopes_of_log_gamma(x: float) -> None:
    step = 1e-3 * x
    assert (math.lgamma(x + step) - math.lgamma(x - step)) / (2 * step) == pytest.approx(digamma(x), rel=1e-4, abs=1e-4)
    assert (digamma(x + step) - digamma(x - step)) / (2 * step) == pytest.approx(trigamma(x), rel=1e-4)


@pytest.mark.parametrize("rectified", [False, True])
@pytest.mark.parametrize("units", [3, 8, 64])
def test_the_distribution_of_one_layer_agrees_with_monte_carlo(units: int, rectified: bool) -> None:
    z = np.random.default_rng(3).standard_normal((200_000, units))
    squares = np.square(np.maximum(z, 0) if rectified else z).mean(axis=1)
    logs = np.log(squares[squares > 0])
    mean, variance = unit_log_moments(units, rectified)
    assert abs(logs.mean() - mean) < 4 * logs.std() / math.sqrt(len(logs))
    spread = np.square(logs - mean)
    assert abs(spread.mean() - variance) < 4 * spread.std() / math.sqrt(len(logs))


def logs_of_deep_networks(width: int, depth: int, rectified: bool) -> tuple[Numbers, Numbers]:
    """log |h_L|^2 / |h_0|^2 and log |delta_0|^2 / |delta_L|^2 of 4000 networks, each with one example."""
    rng, networks = np.random.default_rng(4), 4000
    std = math.sqrt((2 if rectified else 1) / width)
    weights = [std * rng.standard_normal((networks, width, width)) for _ in range(depth)]
    h, slopes = np.ones((networks, width)), []
    for W in weights:
        z = np.einsum("ni,nij->nj", h, W)
        slopes.append(z > 0 if rectified else np.ones_like(z))
        h = z * slopes[-1]
    delta = rng.standard_normal((networks, width))
    start = np.square(delta).mean(axis=1)
    for W, slope in zip(weights[:0:-1], slopes[-2::-1], strict=True):
        delta = np.einsum("nj,nij->ni", delta, W) * slope
    return np.log(np.square(h).mean(axis=1)), np.log(np.square(delta).mean(axis=1) / start)


def in_theory(width: int, depth: int, rectified: bool) -> Fluctuations:
    """The deviations of such networks, each with one example."""
    network = Experiment(
        depth=depth,
        width=width,
        activation="relu" if rectified else "linear",
        init="he_normal" if rectified else "lecun_normal",
        task="signal",
        samples=1,
    )
    return fluctuations(network, run_wide(network, layers_of(network), input_sizes(network, 1.0)))


def from_to(sizes: LogNormal, start: int, end: int) -> LogNormal:
    """What happens to log mean squares between two layers."""
    mean, variance = (np.array([part[end] - part[start]]) for part in (sizes.mean, sizes.variance))
    return LogNormal(mean, variance)


@pytest.mark.parametrize("rectified", [False, True])
def test_deep_networks_have_the_exact_distribution_forward_and_backward(rectified: bool) -> None:
    width, depth = 24, 6
    forward, backward = logs_of_deep_networks(width, depth, rectified)
    signal = from_to(in_theory(width, depth + 1, rectified).signal, 0, depth)
    delta = from_to(in_theory(width, depth, rectified).delta, -1, 0)
    for logs, sizes in ((forward, signal), (backward, delta)):
        assert abs(logs.mean() - sizes.mean[-1]) < 4 * logs.std() / math.sqrt(len(logs))
        assert logs.var() == pytest.approx(sizes.variance[-1], rel=0.12)
        inside = (2 * np.log(sizes.quantile(0.05)[-1]) < logs) & (logs < 2 * np.log(sizes.quantile(0.95)[-1]))
        assert inside.mean() == pytest.approx(0.9, abs=0.03)


def test_he_keeps_the_average_network_but_not_the_typical_one() -> None:
    """Hanin & Nica 2018: the mean square is preserved, the median falls as depth / width grows."""
    forward, _ = logs_of_deep_networks(24, 6, rectified=True)
    squares = np.exp(forward)
    assert abs(squares.mean() - 1) < 4 * squares.std() / math.sqrt(len(squares))
    sizes = from_to(in_theory(24, 7, rectified=True).signal, 0, 6)
    assert sizes.median[-1] ** 2 == pytest.approx(float(np.median(squares)), rel=0.1)
    assert sizes.median[-1] ** 2 < 0.6
