"""Views against what is known without them: closed forms, counted units, and the words that a sentence must hold."""

import dataclasses
import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.charts import Bars, Histograms, Lines, Role, Scale, plain, render
from quizapp.views import VIEWS, Axes, Observed, axes_for
from quizapp.views.axes import typical
from quizapp.views.histograms import stretched
from sim.experiment import Experiment
from sim.frames import Divergence, Frame, Layers
from sim.frames import Histograms as FrameHistograms
from sim.training import run

SEEDS, DEPTH, WIDTH = 4, 5, 6


def observe(name: str, **fields: Any) -> Observed:
    experiment = Experiment(**{"seeds": 3, "samples": 32, "width": 8, "steps": 0, **fields})
    return Observed(name, experiment, tuple(run(experiment)))


def handmade(values: Callable[[tuple[int, ...]], np.ndarray[Any, Any]], frames: int = 2, bad: int = 0) -> Observed:
    """Frames with the numbers that `values(shape)` gives, whatever they are."""
    experiment = Experiment(depth=DEPTH, width=WIDTH, seeds=SEEDS, steps=10)
    names = [field.name for field in dataclasses.fields(Layers)]
    layers = {name: values((SEEDS, DEPTH)) for name in names}
    layers |= {name: layers[name].clip(0, 1) for name in ("saturated", "dead")}
    divergences = tuple(Divergence(1, 2) if network < bad else None for network in range(SEEDS))
    made = [
        Frame(
            step,
            values((SEEDS,)),
            values((SEEDS,)).clip(0, 1),
            values((SEEDS,)),
            Layers(**layers),
            FrameHistograms((1, 4), -1.0, 1.0, np.full((2, 12), 1 / 12)),
            divergences,
        )
        for step in range(frames)
    ]
    return Observed("odd", experiment, tuple(made))


def with_delta(observed: Observed, delta: np.ndarray[Any, Any]) -> Observed:
    frame = observed.latest
    changed = dataclasses.replace(frame, layers=dataclasses.replace(frame.layers, delta=delta))
    return dataclasses.replace(observed, frames=(*observed.frames[:-1], changed))


def chart_of(view: str, main: Observed, control: Observed | None = None) -> Any:
    axes = axes_for(observed.frames[0] for observed in (main, control) if observed)
    return VIEWS[view].chart(main, control, axes)


IDENTITY: dict[str, Any] = {"depth": 9, "activation": "identity", "init": "identity", "task": "signal"}
GROWS, SHRINKS = observe("grows", **IDENTITY, gain=1.5), observe("shrinks", **IDENTITY, gain=0.5)


def test_all_views_are_found_in_the_order_in_which_they_are_offered() -> None:
    assert list(VIEWS) == [
        "error",
        "weight_gradient",
        "signal",
        "histograms",
        "loss",
        "accuracy",
        "symmetry",
        "saturation",
    ]


def test_the_error_of_nine_layers_of_one_and_a_half_grows_by_its_eighth_power() -> None:
    chart = chart_of("error", GROWS, SHRINKS)
    assert [bar.label for bar in chart.rows] == [str(layer) for layer in range(9, 0, -1)]
    assert chart.rows[-1].value / chart.rows[0].value == pytest.approx(1.5**8)
    assert chart.rows[-1].control / chart.rows[0].control == pytest.approx(0.5**8)
    assert chart.sentence == "The error grows 26-fold from layer 9 to layer 1 (control shrinks: falls 260-fold)."


def test_the_signal_starts_at_the_input() -> None:
    chart = chart_of("signal", GROWS)
    assert chart.rows[-1].label == "input"
    assert chart.rows[0].value / chart.rows[-1].value == pytest.approx(1.5**9)
    assert chart.sentence == "The signal grows 38-fold from the input to layer 9."


def test_the_weight_gradient_of_equal_linear_layers_is_the_same_in_all() -> None:
    chart = chart_of("weight_gradient", GROWS)
    assert [bar.value for bar in chart.rows] == pytest.approx([chart.rows[0].value] * 9)
    assert "stays the same" in chart.sentence


def test_with_zero_weights_no_error_arrives() -> None:
    chart = chart_of("error", observe("zeros", depth=3, init="zeros"))
    assert [bar.value for bar in chart.rows[1:]] == [0.0, 0.0]
    assert chart.sentence == "The error falls to exactly 0 from layer 3 to layer 1."
    assert plain(render(chart, 60)).count("0 exactly") == 2


def with_theory(view: str, main: Observed) -> Any:
    return VIEWS[view].drawn(main, None, axes_for([main.initial]), with_theory=True)


LINEAR = observe("linear", depth=6, width=32, activation="linear", init="normal(std=0.1)", task="signal", samples=16)


def test_theory_stands_beside_the_measured_error_from_the_last_layer_on() -> None:
    chart = with_theory("error", LINEAR)
    assert chart.theory == "theory"
    assert chart.rows[0].theory == pytest.approx(chart.rows[0].value)
    a_layer = [above.theory / below.theory for below, above in itertools.pairwise(chart.rows)]
    assert a_layer == pytest.approx([math.sqrt(32) * 0.1] * 5, rel=0.02)
    assert all(bar.band[0] < bar.theory < bar.band[1] for bar in chart.rows[1:])
    assert [bar.theory / bar.value for bar in chart.rows] == pytest.approx([1.0] * 6, rel=0.35)
    assert "In theory it falls" in chart.sentence
    assert chart.sentence.endswith("in 9 of 10 networks.")


def test_theory_of_the_signal_begins_with_the_measured_input() -> None:
    chart = with_theory("signal", LINEAR)
    assert chart.rows[-1].theory == pytest.approx(chart.rows[-1].value)
    assert chart.rows[0].theory / chart.rows[-1].theory == pytest.approx(0.32**3, rel=0.15)


def test_theory_says_when_not_to_rely_on_it() -> None:
    chart = with_theory("error", observe("narrow", depth=4, width=8))
    assert chart.theory == "theory (?)"
    assert "In theory, unreliable as layers of 8 units are not wide, it falls" in chart.sentence


def test_where_there_is_no_theory_the_chart_says_why() -> None:
    chart = with_theory("signal", observe("same", init="constant"))
    assert chart.theory == ""
    assert all(bar.theory is None for bar in chart.rows)
    assert chart.sentence.endswith("There is no theory for weights or biases that are not random around 0.")


def test_views_of_which_there_is_no_theory_stay_as_they_are() -> None:
    axes = axes_for([LINEAR.initial])
    for name in set(VIEWS) - {"error", "signal"}:
        assert VIEWS[name].theory is None
        drawn, chart = VIEWS[name].drawn(LINEAR, None, axes, with_theory=True), VIEWS[name].chart(LINEAR, None, axes)
        assert plain(render(drawn, 60, 12)) == plain(render(chart, 60, 12))


def test_one_layer_has_nowhere_to_fall() -> None:
    assert "at layer 1 is" in chart_of("error", observe("flat", depth=1)).sentence


def test_the_typical_network_is_the_median_and_not_the_mean() -> None:
    delta = np.ones((SEEDS, DEPTH))
    delta[0, 0] = 1e30
    assert chart_of("error", with_delta(handmade(np.ones), delta)).rows[-1].value == 1.0


def test_the_median_of_the_smallest_numbers_is_not_zero() -> None:
    assert typical(np.full((4, 1), 5e-324)) == 5e-324


def test_when_most_networks_diverged_the_chart_says_so() -> None:
    observed = handmade(
        lambda shape: (
            np.where(np.arange(shape[0]) < 3, np.nan, 1.0).reshape(-1, *[1] * (len(shape) - 1)) * np.ones(shape)
        ),
        bad=3,
    )
    chart = chart_of("error", observed)
    assert chart.warning == "3 of 4 diverged from step 1, layer 2"
    assert "not a number" in chart.sentence


def test_when_few_networks_diverged_the_others_are_shown() -> None:
    delta = np.ones((SEEDS, DEPTH))
    delta[0] = np.nan
    chart = chart_of("error", with_delta(handmade(np.ones, bad=1), delta))
    assert [bar.value for bar in chart.rows] == [1.0] * DEPTH
    assert chart.warning.startswith("1 of 4")


def test_guessing_among_two_classes_costs_ln_2_and_is_right_half_the_time() -> None:
    zeros = observe("zeros", depth=2, init="zeros", task="xor", steps=3)
    loss, accuracy = chart_of("loss", zeros), chart_of("accuracy", zeros)
    assert loss.levels[0].y == pytest.approx(math.log(2))
    assert loss.lines[0].y[0] == pytest.approx(math.log(2))
    assert "ln 2 = 0.69" in loss.levels[0].name
    assert accuracy.levels[0].y == 50.0
    assert list(loss.lines[0].x) == [0, 1, 2, 3]
    assert loss.sentence.startswith("After 3 steps the loss is 0.69")


def test_the_band_holds_every_finite_network() -> None:
    observed = observe("learns", depth=2, steps=5)
    line = chart_of("loss", observed).lines[0]
    assert list(line.low) == [frame.loss.min() for frame in observed.frames]
    assert list(line.high) == [frame.loss.max() for frame in observed.frames]
    assert all(line.low <= line.y)
    assert all(line.y <= line.high)


def test_the_control_is_a_line_of_its_own() -> None:
    chart = chart_of("loss", observe("a", steps=2), observe("b", steps=4))
    assert [(line.name, line.role) for line in chart.lines] == [("a", Role.MAIN), ("b", Role.CONTROL)]
    assert chart.x_axis.high == 4.0


def test_a_large_loss_gets_a_log_axis() -> None:
    huge = observe("huge", depth=9, activation="relu", init="normal(std=5)")
    assert chart_of("loss", huge).y_axis.scale is Scale.LOG
    assert chart_of("loss", observe("fine")).y_axis.scale is Scale.LINEAR


def test_equal_weights_leave_one_distinct_unit() -> None:
    chart = chart_of("symmetry", observe("same", init="constant"), observe("random"))
    assert [bar.value for bar in chart.rows] == [1.0, 1.0]
    assert [bar.control for bar in chart.rows] == [8.0, 8.0]
    assert chart.sentence == "All 8 units of layer 1 compute the same: they count as one (control random: 8)."


def test_large_tanh_weights_saturate_and_relu_shows_dead_units_instead() -> None:
    chart = chart_of("saturation", observe("large", init="normal(std=100)"))
    assert chart.title == "saturated outputs"
    assert min(bar.value for bar in chart.rows) > 90
    off = chart_of("saturation", observe("off", activation="relu", bias_init="constant(value=-100)"))
    assert off.title == "dead units"
    assert off.sentence == "Layer 1 has the most dead units, 100 %."


def test_histograms_hold_all_outputs() -> None:
    for row in chart_of("histograms", GROWS).rows:
        assert row.shares.sum() + row.below + row.above == pytest.approx(1.0)


def test_histograms_of_different_activations_share_an_axis() -> None:
    tanh, relu = observe("tanh"), observe("relu", activation="relu")
    chart = chart_of("histograms", tanh, relu)
    assert (chart.low, chart.high) == (-1.0, 3.0)
    assert chart.rows[0].shares.sum() == pytest.approx(1.0)


def test_stretching_a_histogram_leaves_the_shares_where_they_were() -> None:
    assert stretched(np.array([0.25, 0.75]), (0.0, 2.0), (-2.0, 4.0)) == pytest.approx([0, 0, 0.25, 0.75, 0, 0])


NUMBERS = st.floats() | st.sampled_from([0.0, math.nan, math.inf, 1e-320, 1e308, 1.0, 1e-16, 1e16])


def _filled(numbers: list[float]) -> Callable[[tuple[int, ...]], np.ndarray[Any, Any]]:
    return lambda shape: np.resize(np.array(numbers), shape)


FRAMES = st.lists(NUMBERS, min_size=1, max_size=12).map(_filled)


@given(st.lists(FRAMES, max_size=3))
def test_axes_span_at_least_six_whole_decades_within_reason(made: list[Any]) -> None:
    axes = axes_for(handmade(values).frames[0] for values in made)
    for axis in (axes.error, axes.weight_gradient, axes.signal):
        low, high = math.log10(axis.low), math.log10(axis.high)
        assert low == pytest.approx(round(low))
        assert high == pytest.approx(round(high))
        assert high - low > 5.999
        assert -16.001 < low < high < 16.001
    assert 0 <= axes.loss.low < axes.loss.high


@settings(deadline=None)
@given(FRAMES, st.none() | FRAMES, st.sampled_from(sorted(VIEWS)), st.integers(0, SEEDS))
def test_any_numbers_make_a_chart_and_a_sentence(main: Any, control: Any, view: str, bad: int) -> None:
    plain_chart = chart_of(view, handmade(main, bad=bad), handmade(control) if control else None)
    chart = with_theory(view, handmade(main, bad=bad)) if control is None else plain_chart
    assert chart.sentence[0].isupper()
    assert chart.sentence.endswith(".")
    assert not {"nan", "inf"} & set(chart.sentence.lower().replace("-", " ").split())
    assert plain(render(chart, 58, 12))


@pytest.mark.parametrize("view", sorted(VIEWS))
@pytest.mark.parametrize("fields", [{"depth": 1}, {"depth": 2, "width": 1}, {"depth": 60, "seeds": 1, "steps": 2}])
def test_every_view_draws_the_smallest_and_the_deepest_networks(view: str, fields: dict[str, Any]) -> None:
    observed = observe("edge", **fields)
    chart = chart_of(view, observed, observe("control", depth=3))
    assert isinstance(chart, Bars | Lines | Histograms)
    assert len(render(chart, 40, 10)) == 10


def test_axes_come_from_the_question_and_not_from_the_frame() -> None:
    axes: Axes = axes_for([GROWS.latest, SHRINKS.latest])
    own, other = (VIEWS["error"].chart(observed, None, axes) for observed in (GROWS, SHRINKS))
    assert isinstance(own, Bars)
    assert isinstance(other, Bars)
    assert own.axis == other.axis == axes.error
