"""The theory of a residual stream: against closed forms, random numbers drawn outside of it, and measured networks."""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim import Experiment, run
from sim.frames import Frame
from sim.theory import predicted, unpredictable
from sim.theory.layers import input_sizes, layers_of
from sim.theory.prediction import Prediction
from sim.theory.wide import Wide, run_wide

#: Branches that keep the mean square of what they are given, with the slopes to match.
LINEAR: dict[str, Any] = {"activation": "identity", "init": "lecun_normal", "residual": True, "task": "signal"}
NETWORKS: list[dict[str, Any]] = [
    {"activation": "tanh"},
    {"activation": "tanh", "branch_scale": "inverse_sqrt_depth", "bias_init": "normal(std=0.2)"},
    {"activation": "relu", "init": "he_normal", "branch_scale": 0.2},
    {"activation": "sigmoid", "branch_scale": 0.5, "task": "xor"},
    {"activation": "selu", "init": "lecun_normal", "branch_scale": "learned(start=0.3)", "task": "digits"},
    {**LINEAR, "task": "moons"},
]


def wide_of(experiment: Experiment) -> Wide:
    return run_wide(experiment, layers_of(experiment), input_sizes(experiment, None))


def stream_of(depth: int, scale: Any) -> tuple[np.ndarray, np.ndarray]:
    """Of linear branches, the mean squares of h_0 .. h_(L-1) by the input's, and of delta_1 .. by the top."""
    wide = wide_of(Experiment(depth=depth, width=32, branch_scale=scale, **LINEAR))
    (h, _), delta = wide.sizes(), wide.error(1.0)
    return np.square(h[:-1] / h[0]), np.square(delta[:-1] / (delta[-2] or 1.0))


@pytest.mark.parametrize("scale", [1.0, 0.3, 0.01])
def test_each_branch_multiplies_signal_and_error_by_1_and_the_square_of_its_scale(scale: float) -> None:
    q, error = stream_of(9, scale)
    assert q == pytest.approx((1 + scale**2) ** np.arange(9), rel=1e-9)
    assert error[::-1] == pytest.approx((1 + scale**2) ** np.arange(8), rel=1e-9)


@pytest.mark.parametrize("depth", [2, 11, 71])
def test_the_root_of_the_depth_bounds_the_stream_by_e(depth: int) -> None:
    q, _ = stream_of(depth, "inverse_sqrt_depth")
    branches = depth - 1
    assert q[-1] == pytest.approx((1 + 1 / branches) ** branches, rel=1e-9)
    assert q[-1] < math.e


def test_under_skip_init_the_stream_is_the_input_and_no_error_reaches_a_branch() -> None:
    q, _ = stream_of(9, "skip_init")
    assert q == pytest.approx(1.0)
    found = predicted(Experiment(depth=9, width=32, branch_scale="skip_init", **LINEAR))
    assert found is not None
    assert not found.delta[:-1].any()
    assert not found.weight_gradient[:-1].any()


def test_the_mean_of_a_stream_of_relus_is_that_of_units_drawn_one_by_one() -> None:
    """A unit of the stream is a sum of independent ReLUs of Gaussians, and so is any number drawn so."""
    experiment = Experiment(depth=7, width=64, activation="relu", init="he_normal", residual=True, branch_scale=0.7)
    wide = wide_of(experiment)
    rng, size = np.random.default_rng(3), wide.h[0][-1]
    z_std = size * math.sqrt(2.0)
    unit = np.maximum(z_std * rng.standard_normal(400_000), 0)
    for layer in range(1, 7):
        assert wide.h[layer][-1] == pytest.approx(math.sqrt(np.square(unit).mean()), rel=0.01)
        z_std = math.sqrt(2 * np.square(unit).mean())
        unit = unit + 0.7 * np.maximum(z_std * rng.standard_normal(400_000), 0)


@cache
def measured(number: int) -> tuple[list[Frame], Prediction]:
    given: dict[str, Any] = {"depth": 12, "width": 64, "samples": 64, "seeds": 32, "steps": 0, "residual": True}
    experiment = Experiment(**{**given, **NETWORKS[number]})
    frames = [next(run(experiment.replace(seed=seed))) for seed in (0, 100)]
    signal = np.concatenate([frame.input_signal for frame in frames])
    errors = np.concatenate([frame.layers.delta[:, -1] for frame in frames])
    found = predicted(experiment, float(np.median(signal)), float(np.median(errors)))
    assert found is not None
    return frames, found


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_streams_are_as_predicted_and_nine_of_ten_lie_within_the_band(number: int) -> None:
    frames, found = measured(number)
    assert found.unreliable is None
    for name, typical, band in (
        ("signal", found.signal[1:], [side[1:] for side in found.signal_band]),
        ("delta", found.delta, found.delta_band),
    ):
        values = np.concatenate([getattr(frame.layers, name) for frame in frames])[:, :-1]
        assert np.median(values, axis=0) == pytest.approx(typical[:-1], rel=0.12), name
        inside = (band[0][:-1] < values) & (values < band[1][:-1])
        assert inside.mean() == pytest.approx(0.9, abs=0.1), name


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_weight_gradients_of_streams_are_as_predicted(number: int) -> None:
    frames, found = measured(number)
    values = np.concatenate([frame.layers.weight_gradient for frame in frames])[:, 1:-1]
    low, high = (side[1:-1] for side in found.weight_gradient_band)
    assert ((low < values) & (values < high)).mean() == pytest.approx(0.9, abs=0.15)


def test_where_the_error_along_the_stream_outgrows_the_rest_it_is_said() -> None:
    """A mean that grows: sum h dloss/dh is the same in all layers, and so the error along h goes as 1 / |h|."""
    found = predicted(Experiment(depth=12, width=64, activation="relu", init="he_normal", residual=True))
    assert found is not None
    assert "skips keep" in (found.unreliable or "")


@pytest.mark.parametrize("where", ["inside", "pre", "post"])
def test_of_normalised_streams_there_is_no_theory_and_the_reason_is_said(where: str) -> None:
    experiment = Experiment(residual=True, normalization="layer", normalization_position=where)
    assert predicted(experiment) is None
    assert "normalisation" in (unpredictable(experiment) or "")


def test_a_residual_network_without_a_branch_is_predicted_as_the_plain_one_that_it_is() -> None:
    plain = Experiment(depth=2, width=32, activation="relu", init="he_normal")
    one, other = predicted(plain), predicted(plain.replace(residual=True))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.signal, other.signal)
    assert np.array_equal(one.delta_band[1], other.delta_band[1])
