"""Views against what is known without them: closed forms, counted units, and the words that a sentence must hold."""

import math
from typing import Any

import numpy as np
import pytest

from quizapp.charts import Bars, Role, plain, render
from quizapp.runs.medians import median
from quizapp.views import VIEWS, Axes, axes_for
from quizapp.views.histograms import stretched
from tests.support.observing import DEPTH, SEEDS, chart_of, handmade, observe, with_delta

IDENTITY: dict[str, Any] = {"depth": 9, "activation": "identity", "init": "identity", "task": "signal"}


GROWS, SHRINKS = observe("grows", **IDENTITY, gain=1.5), observe("shrinks", **IDENTITY, gain=0.5)


def test_views_are_offered_in_an_order_that_begins_with_what_matters_most() -> None:
    assert list(VIEWS)[:16] == [
        "error",
        "weight_gradient",
        "bias_gradient",
        "signal",
        "histograms",
        "loss",
        "accuracy",
        "symmetry",
        "saturation",
        "plane",
        "units",
        "weights",
        "jacobian",
        "rank",
        "cosine",
        "weight_change",
    ]


def test_the_error_of_nine_layers_of_one_and_a_half_grows_by_its_eighth_power() -> None:
    chart = chart_of("error", GROWS, SHRINKS)
    assert [bar.label for bar in chart.rows] == [str(layer) for layer in range(9, 0, -1)]
    assert chart.rows[-1].value / chart.rows[0].value == pytest.approx(1.5**8)
    assert chart.rows[-1].control / chart.rows[0].control == pytest.approx(0.5**8)
    assert chart.sentence == "The error grows 26-fold from layer 9 to layer 1 (control shrinks: falls 256-fold)."


def test_the_signal_starts_at_the_input() -> None:
    chart = chart_of("signal", GROWS)
    assert chart.rows[-1].label == "input"
    assert chart.rows[0].value / chart.rows[-1].value == pytest.approx(1.5**9)
    assert chart.sentence == "The signal grows 38-fold from the input to layer 9."


def test_momentum_makes_each_step_longer_while_the_gradient_is_the_same() -> None:
    plain = {"depth": 3, "width": 8, "task": "circles", "samples": 16, "steps": 60, "learning_rate": 1e-6}
    rolling = observe("rolling", **plain, optimizer={"name": "momentum", "momentum": 0.9})
    chart = chart_of("weight_change", rolling, observe("plain", **plain, optimizer="sgd"))
    assert [bar.value / bar.control for bar in chart.rows] == pytest.approx([10.0] * 3, rel=0.01)
    assert chart.title == "change by a step"


def test_the_weight_gradient_of_equal_linear_layers_is_the_same_in_all() -> None:
    chart = chart_of("weight_gradient", GROWS)
    assert [bar.value for bar in chart.rows] == pytest.approx([chart.rows[0].value] * 9)
    assert "stays the same" in chart.sentence


def test_with_zero_weights_no_error_arrives() -> None:
    chart = chart_of("error", observe("zeros", depth=3, init="zeros"))
    assert [bar.value for bar in chart.rows[1:]] == [0.0, 0.0]
    assert chart.sentence == "The error falls to exactly 0 from layer 3 to layer 1."
    assert plain(render(chart, 60)).count("0 exactly") == 2


def test_one_layer_has_nowhere_to_fall() -> None:
    assert "at layer 1 is" in chart_of("error", observe("flat", depth=1)).sentence


def test_the_typical_network_is_the_median_and_not_the_mean() -> None:
    delta = np.ones((SEEDS, DEPTH))
    delta[0, 0] = 1e30
    assert chart_of("error", with_delta(handmade(np.ones), delta)).rows[-1].value == 1.0


def test_the_median_of_the_smallest_numbers_is_not_zero() -> None:
    assert median(np.full((4, 1), 5e-324)) == 5e-324


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


def test_the_loss_of_networks_that_do_not_train_is_a_bar_beside_its_control_and_a_guess() -> None:
    zeros, large = (observe(name, depth=2, init=name, task="xor") for name in ("zeros", "normal"))
    (bar,) = chart_of("loss", zeros, large).rows
    assert (bar.label, bar.value, bar.theory) == ("loss", pytest.approx(math.log(2)), math.log(2))
    assert bar.control == pytest.approx(float(np.median(large.initial.loss)))
    assert chart_of("loss", zeros).theory == "chance ln 2"


def test_the_control_is_a_line_of_its_own() -> None:
    chart = chart_of("loss", observe("a", steps=2), observe("b", steps=4))
    assert [(line.name, line.role) for line in chart.lines] == [("a", Role.MAIN), ("b", Role.CONTROL)]
    assert chart.x_axis.high == 4.0


def test_the_axis_of_distinct_units_fits_a_wider_control() -> None:
    chart = chart_of("symmetry", observe("narrow", width=4), observe("wide", width=12))
    assert chart.axis.high == 12
    assert (chart.rows[-1].value, chart.rows[-1].control) == (4, 12)
    assert chart.unit == "of 4 in a layer, 12 in that of wide"
    assert chart.sentence == "All 4 units of each layer are distinct (control wide: 12 of 12)."


def test_the_axis_of_distinct_units_fits_a_narrower_control() -> None:
    chart = chart_of("symmetry", observe("wide", width=12), observe("narrow", width=4))
    assert chart.axis.high == 12
    assert chart.sentence == "All 12 units of each layer are distinct (control narrow: 4 of 4)."


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


def test_stretching_a_histogram_leaves_the_shares_where_they_were() -> None:
    assert stretched(np.array([0.25, 0.75]), (0.0, 2.0), (-2.0, 4.0)) == pytest.approx([0, 0, 0.25, 0.75, 0, 0])


def test_axes_come_from_the_question_and_not_from_the_frame() -> None:
    axes: Axes = axes_for([GROWS.latest, SHRINKS.latest])
    own, other = (VIEWS["error"].drawn(observed, None, axes) for observed in (GROWS, SHRINKS))
    assert isinstance(own, Bars)
    assert isinstance(other, Bars)
    assert own.axis == other.axis == axes.error


def test_a_bias_gradient_in_which_the_errors_cancel_says_so() -> None:
    # All examples get one answer, a half for each of two equally frequent classes: the errors at the output are +1/2
    # and -1/2 in equal numbers, whose sum is 0, and so are those of the layer below.
    flat = observe("flat", depth=2, init="constant(value=1e-9)", task="xor", samples=64)
    said = chart_of("bias_gradient", flat).sentence
    assert "At layer 2 errors of opposite sign cancel almost wholly in the sum over the examples." in said
    assert chart_of("error", flat).rows[0].value == pytest.approx(0.5 / 64)
    assert "cancel" not in chart_of("bias_gradient", GROWS).sentence
    assert "cancel" not in chart_of("error", flat).sentence


def test_outputs_beyond_the_axis_of_a_histogram_are_told_with_its_ends() -> None:
    far = observe("far", depth=2, width=8, activation="relu", init="normal(std=3)", task="circles")
    ends = far.initial.histograms
    said = chart_of("histograms", far).sentence
    assert f"lie below {ends.low:g} or above {ends.high:g}" in said
