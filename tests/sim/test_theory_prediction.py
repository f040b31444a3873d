"""Predictions for an experiment against measured networks, closed forms and Monte Carlo."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.activations import ACTIVATIONS
from sim.experiment import Experiment
from sim.frames import Frame
from sim.initializers import INITIALIZERS
from sim.theory import Prediction, predicted, unpredictable
from sim.theory.gaussian import Numbers, activation_of, value_moment
from sim.theory.layers import input_sizes, layers_of
from sim.theory.output import mean_squared_softmax, output_error_for
from sim.theory.wide import Wide, run_wide
from sim.training import run
from tests.support.examples import scaled


def first_frames(networks: int = 48, **fields: Any) -> tuple[Experiment, list[Frame], Prediction]:
    """The frames at initialisation of many networks, eight at a time, and what was predicted."""
    experiment = Experiment(**{"depth": 20, "width": 128, "samples": 64, "task": "signal", "steps": 0, **fields})
    frames = [next(run(experiment.replace(seed=seed))) for seed in range(0, networks, 8)]
    found = predicted(experiment)
    assert found is not None
    return experiment, frames, found


def wide_of(experiment: Experiment) -> Wide:
    """The infinitely wide networks that the prediction deviates from."""
    return run_wide(experiment, layers_of(experiment), input_sizes(experiment, None))


def median(frames: list[Frame], measure: str) -> Numbers:
    return np.asarray(np.median(np.concatenate([getattr(frame.layers, measure) for frame in frames]), axis=0))


def mean_square(frames: list[Frame], measure: str) -> Numbers:
    values = np.concatenate([getattr(frame.layers, measure) for frame in frames])
    return np.asarray(np.square(values).mean(axis=0))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("init", "task"), [("xavier_normal", "signal"), ("xavier_uniform", "circles"), ("normal(std=0.118)", "signal")]
)
def test_twenty_layers_of_tanh_are_as_predicted(init: str, task: str) -> None:
    _, frames, found = first_frames(init=init, task=task)
    hidden = slice(None, -1)
    assert median(frames, "signal")[hidden] == pytest.approx(found.signal[1:][hidden], rel=0.1)
    assert median(frames, "delta") == pytest.approx(found.delta, rel=0.2)
    assert found.unreliable is None


@pytest.mark.slow
def test_twenty_layers_of_relu_are_as_predicted() -> None:
    """With He weights the mean of the squares is the same in all layers (He et al. 2015), and so is the error's."""
    _, frames, found = first_frames(networks=64, activation="relu", init="he_normal")
    signal, delta = (np.concatenate([getattr(frame.layers, name) for frame in frames]) for name in ("signal", "delta"))
    assert np.square(signal[:, :-1]).mean(axis=0) == pytest.approx(np.full(19, found.signal[0] ** 2), rel=0.1)
    assert np.median(signal, axis=0) == pytest.approx(found.signal[1:], rel=0.15)  # 64 examples spread less than one
    assert np.median(delta, axis=0) == pytest.approx(np.full(20, found.delta[-1]), rel=0.3)


@pytest.mark.parametrize("init", ["he_normal", "he_uniform"])
def test_nine_of_ten_relu_networks_lie_within_the_band(init: str) -> None:
    _, frames, found = first_frames(64, activation="relu", init=init, width=32, depth=10, samples=1, task="signal")
    measured = np.concatenate([frame.layers.signal / frame.input_signal[:, None] for frame in frames])
    assert found.signal_band is not None
    low, high = (side[1:] / found.signal[0] for side in found.signal_band)
    assert ((low < measured) & (measured < high)).mean(axis=0) == pytest.approx(np.full(10, 0.9), abs=0.12)


def test_a_first_layer_with_two_inputs_and_a_last_one_with_two_outputs_have_their_own_variance() -> None:
    experiment, frames, found = first_frames(64, depth=3, width=256, task="circles", init="xavier_normal", gain=1e-3)
    wide = wide_of(experiment)
    (signal, preactivation), error = wide.sizes(), wide.error(found.delta[-1])
    size = signal[0]
    by_layer = [
        2 * 2 / 258,
        256 * 2 / 512,
        256 * 2 / 258,
    ]  # fan_in times Glorot's variance; tanh of so little is linear
    expected = size * np.sqrt(np.cumprod(by_layer)) * np.array([1e-3, 1e-6, 1e-9])
    assert preactivation == pytest.approx(expected, rel=1e-3)
    assert mean_square(frames, "preactivation")[:2] == pytest.approx(np.square(expected[:2]), rel=0.1)
    backward = np.sqrt(np.cumprod([1, 2 * 2 / 258, 256 * 2 / 512])) * np.array([1, 1e-3, 1e-6])
    assert error[::-1] / found.delta[-1] == pytest.approx(backward, rel=1e-3)
    assert found.delta[-1] == pytest.approx(0.5 / experiment.samples, rel=1e-3)


def test_biases_add_their_variance() -> None:
    signal, preactivation = wide_of(Experiment(init="zeros", bias_init="normal(std=0.3)", depth=4)).sizes()
    assert preactivation == pytest.approx(np.full(4, 0.3))
    assert signal[1:3] == pytest.approx(np.full(2, math.sqrt(value_moment(activation_of("tanh"), 0.3))))


def test_a_prediction_begins_with_what_was_measured() -> None:
    found = predicted(Experiment(depth=4, activation="linear"), input_signal=7.0, output_error=0.25)
    assert found is not None
    assert (found.signal[0], found.delta[-1]) == (pytest.approx(7.0), pytest.approx(0.25))
    assert found.signal == pytest.approx(7 * predicted(Experiment(depth=4, activation="linear"), 1.0).signal)  # type: ignore[union-attr]


@pytest.mark.parametrize("classes", [2, 3, 50])
@pytest.mark.parametrize("std", [0.0, 0.5, 3.0, 40.0])
def test_the_softmax_of_random_outputs_agrees_with_monte_carlo(std: float, classes: int) -> None:
    z = std * np.random.default_rng(5).standard_normal((40_000, classes))
    p = np.exp(z - z.max(axis=1, keepdims=True))
    squares = np.square(p / p.sum(axis=1, keepdims=True)).sum(axis=1)
    error = 4 * squares.std() / math.sqrt(len(squares)) + 1e-9
    assert abs(mean_squared_softmax(std, classes) - squares.mean()) < error


def test_the_error_at_the_output_is_as_predicted() -> None:
    _, frames, found = first_frames(64, depth=3, activation="relu", init="he_normal", task="blobs", width=256)
    assert math.sqrt(mean_square(frames, "delta")[-1]) == pytest.approx(found.delta[-1], rel=0.1)
    none = Experiment(task="xor", init="zeros", samples=10)
    assert output_error_for(none, 0.0) == pytest.approx(0.5 / 10)


def test_nothing_is_lost_where_squares_would_underflow() -> None:
    """tanh of so little is linear: each layer multiplies by 0.01 sqrt(32), the typical one by exp(-1/64) of that."""
    found = predicted(Experiment(depth=150, width=32, init="normal(std=0.01)", task="signal", seeds=1))
    assert found is not None
    layers = np.arange(151)
    assert np.log10(found.signal / found.signal[0]) == pytest.approx(
        layers * (math.log10(0.01 * math.sqrt(32)) - math.log10(math.e) / 64), rel=0.01
    )
    assert found.delta[0] > 0


def test_zero_weights_pass_nothing_on() -> None:
    for activation in ("tanh", "relu"):
        found = predicted(Experiment(depth=3, activation=activation, init="zeros"))
        assert found is not None
        assert list(found.signal[1:]) == [0, 0, 0]
        assert list(found.delta[:2]) == [0, 0]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"width": 7}, "7 units"),
        ({"init": "sparse(sparsity=0.9, std=0.5)", "width": 24, "depth": 9}, "reaches 2"),
        ({"init": "normal(std=1)", "depth": 40}, "deeper than wide"),
        ({"init": "lecun_normal", "gain": 4, "depth": 40, "width": 24}, "deeper than wide"),
        ({"activation": "relu", "init": "he_normal", "task": "signal", "depth": 8, "samples": 128}, "32 classes"),
        ({"width": 1}, "1 unit"),
        ({"activation": "gelu", "init": "he_normal", "depth": 20}, "differ"),
        ({"activation": "silu", "init": "he_normal", "depth": 20}, "differ"),
        ({"activation": "gelu", "init": "he_normal", "depth": 20, "width": 128, "seeds": 4}, "differ"),
        ({"gain": 1e6, "depth": 9}, "hardly any unit"),
    ],
)
def test_a_prediction_says_when_it_is_not_to_be_trusted(fields: dict[str, Any], reason: str) -> None:
    found = predicted(Experiment(**fields))
    assert found is not None
    assert reason in (found.unreliable or "")


@pytest.mark.parametrize(
    "fields",
    [
        {"width": 128, "depth": 20},
        {"depth": 1, "width": 4},
        {"activation": "relu", "init": "he_normal"},
        {"activation": "selu", "init": "lecun_normal", "depth": 20, "width": 128, "seeds": 4},
        {"init": "orthogonal", "width": 64},
        {"init": "sparse", "width": 64},
        {"activation": "relu", "init": "torch_linear", "bias_init": "torch_linear", "depth": 12},
        {"activation": "sigmoid", "depth": 8},
    ],
)
def test_wide_well_known_networks_are_trusted(fields: dict[str, Any]) -> None:
    found = predicted(Experiment(**fields))
    assert found is not None
    assert found.unreliable is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"init": "constant"}, "not random"),
        ({"init": "identity"}, "not random"),
        ({"init": "normal(std=0.1, mean=0.2)"}, "not random"),
        ({"bias_init": "constant"}, "not random"),
        ({"residual": True, "normalization": "layer"}, "stream of a residual network"),
        ({"normalization": "batch"}, "normalised"),
    ],
)
def test_there_is_no_prediction_where_there_is_no_theory(fields: dict[str, Any], reason: str) -> None:
    experiment = Experiment(**fields)
    assert predicted(experiment) is None
    assert reason in (unpredictable(experiment) or "")


@pytest.mark.slow
@settings(deadline=None, max_examples=scaled(20))
@given(
    st.sampled_from([1, 2, 3, 9, 30]),
    st.sampled_from([1, 2, 17, 64]),
    st.sampled_from(ACTIVATIONS.names),
    st.sampled_from(["xavier_normal", "he_uniform", "normal(std=1000000)", "orthogonal", "zeros", "normal(std=1e-9)"]),
    st.sampled_from(["zeros", "normal(std=1000000)"]),
    st.sampled_from([0.0, 1e-6, 1.0, 1e6]),
)
def test_any_network_has_a_prediction_of_numbers(
    depth: int, width: int, activation: str, init: str, bias_init: str, gain: float
) -> None:
    shape = {"depth": depth, "width": width, "activation": activation, "samples": 8, "seeds": 1}
    found = predicted(Experiment(**shape, init=init, bias_init=bias_init, gain=gain))  # type: ignore[arg-type]
    assert found is not None
    assert (len(found.signal), len(found.preactivation), len(found.delta)) == (depth + 1, depth, depth)
    for sizes in (found.signal, found.preactivation, found.delta):
        assert not np.isnan(sizes).any()
        assert (sizes >= 0).all()


def test_an_alias_is_predicted_as_the_name_that_it_stands_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIVATIONS._aliases, "rectifier", "relu")
    monkeypatch.setitem(INITIALIZERS._aliases, "rotation", "orthogonal")
    exact = Experiment(activation="rectifier", init="he_normal")
    dependent = exact.replace(init="rotation")
    for experiment, meant in ((exact, {"activation": "relu"}), (dependent, {"init": "orthogonal"})):
        found, expected = predicted(experiment), predicted(experiment.replace(**meant))
        assert found is not None
        assert expected is not None
        assert np.array_equal(found.signal, expected.signal)
        for side, other in zip(found.signal_band, expected.signal_band, strict=True):
            assert np.array_equal(side, other)
