"""Numbers too large or too small to hold are an outcome, in the layer that the logarithm says."""

import math
from typing import Any

import numpy as np
import pytest

from sim import Experiment, draw_data, run
from tests.support.runs import last


@pytest.mark.parametrize(
    ("precision", "gain"), [("float32", 10.0), ("float32", 1e3), ("float32", 1e6), ("float64", 1e2), ("float64", 1e6)]
)
def test_a_growing_network_overflows_in_the_layer_that_the_logarithm_says(precision: str, gain: float) -> None:
    """Of identity weights of size g, h_l = g^l x is the first to be infinite where l log10 g > log10(max / |x|)."""
    largest = float(np.finfo(precision).max)
    depth = math.ceil(math.log10(largest) / math.log10(gain)) + 3
    experiment = Experiment(
        depth=depth, width=4, samples=4, activation="identity", init="identity", gain=gain, task="signal", seeds=4,
        precision=precision, steps=0,
    )  # fmt: skip
    room = [math.log10(largest) - math.log10(np.abs(x).max()) for x in draw_data(experiment)[0].astype(float)]
    expected = [math.floor(digits / math.log10(gain)) + 1 for digits in room]
    assert [found and found.layer for found in last(experiment).divergences] == expected


@pytest.mark.parametrize(("precision", "gain"), [("float32", 0.5), ("float32", 0.25), ("float64", 2.0**-7)])
def test_a_shrinking_network_is_exactly_0_from_the_layer_that_the_logarithm_says(precision: str, gain: float) -> None:
    """h_l = 2^(-kl) x is exact but for its last bits; it is 0 from where it is at most half the smallest number."""
    experiment = Experiment(
        depth=170, width=4, samples=4, activation="identity", init="identity", gain=gain, task="signal", seeds=4,
        precision=precision, steps=0,
    )  # fmt: skip
    smallest = math.log2(float(np.finfo(precision).smallest_subnormal))
    signal = last(experiment).layers.signal
    for network, x in enumerate(draw_data(experiment)[0].astype(float)):
        first = math.ceil((math.log2(np.abs(x).max()) - (smallest - 1)) / -math.log2(gain))
        assert np.flatnonzero(signal[network] == 0.0)[0] + 1 == pytest.approx(first, abs=1)
        assert (signal[network, : first - 2] > 0).all()
        assert not signal[network, first:].any()


def test_a_network_that_overflows_is_recorded_with_the_layer_where_it_does() -> None:
    """Growing 1e6-fold a layer from x, float64 ends after layer 51 and float32 after layer 6."""
    given: dict[str, Any] = {
        "activation": "identity",
        "init": "identity",
        "gain": 1e6,
        "width": 4,
        "task": "signal",
        "seeds": 2,
    }
    for precision, layer in (("float64", 52), ("float32", 7)):
        (frame,) = run(Experiment(depth=60, precision=precision, **given))
        assert [(found.step, found.layer) for found in frame.divergences if found] == [(0, layer)] * 2


def test_an_overflow_that_a_relu_hides_is_still_recorded() -> None:
    """In a network of width 1 an infinite z of negative sign is 0 after the ReLU, and all beyond looks healthy."""
    narrow = Experiment(
        depth=6, width=1, activation="relu", init="normal(std=1e6)", gain=1e6, precision="float32", seeds=64, samples=1,
        steps=0, task="signal",
    )  # fmt: skip
    end = last(narrow)
    assert (end.diverged & np.isfinite(end.loss)).any()
    assert np.array_equal(end.diverged, ~np.isfinite(end.layers.preactivation).all(axis=1))


def test_a_run_ends_when_every_network_has_diverged_and_goes_on_while_one_has_not() -> None:
    wild = Experiment(activation="relu", init="normal(std=0.5)", depth=9, seeds=20, steps=60)
    end = last(wild)
    assert end.diverged.any()
    assert (end.step == 60) == (not end.diverged.all())
    alone = last(wild.replace(seeds=1, seed=int(np.flatnonzero(end.diverged)[0])))
    assert alone.step < 60
    assert alone.first_divergence is not None
    assert alone.first_divergence.step == alone.step


def test_clipping_bounds_the_update_even_where_the_square_of_the_gradient_overflows() -> None:
    """Of a step of learning rate 1, each layer gets clip_norm times its share of the whole gradient's norm."""
    huge = Experiment(
        depth=40, width=4, activation="identity", task="signal", init="identity", gain=1e6, samples=1, clip_norm=1e6,
        learning_rate=1.0, steps=0, seeds=1,
    )  # fmt: skip
    layers = last(huge).layers
    weight_norms, bias_norms = 4 * layers.weight_gradient[0], 2 * layers.bias_gradient[0]
    assert weight_norms.min() > 1e160
    shares = weight_norms / math.hypot(*weight_norms, *bias_norms)
    weights = math.sqrt(4) * 1e6
    assert layers.update_ratio[0] * weights == pytest.approx(1e6 * shares, rel=1e-12)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("init", ["normal(std=1e-3)", "normal(std=0.03)", "constant(value=1e-6)", "zeros"])
def test_a_signal_that_underflows_is_zero_and_no_accident(precision: str, init: str) -> None:
    deep = Experiment(
        depth=200, width=8, samples=8, seeds=2, init=init, activation="tanh", steps=0, precision=precision
    )
    end = last(deep)
    assert not end.diverged.any()
    assert end.layers.signal[:, -2] == pytest.approx(np.zeros(2), abs=1e-37)
    assert end.loss == pytest.approx(np.full(2, math.log(2)), abs=1e-2)
