"""Axes and views of any numbers: always a chart, a sentence, and room for what is usual."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.charts import Axis, Bars, Histograms, Lines, Pictures, Scale, plain, render
from quizapp.views import VIEWS, axes_for
from quizapp.views.axes import loss_axis
from tests.support.observing import SEEDS, chart_of, handmade, observe, with_theory


def test_a_large_loss_gets_a_log_axis() -> None:
    huge = observe("huge", depth=9, activation="relu", init="normal(std=5)")
    assert chart_of("loss", huge).axis.scale is Scale.LOG
    assert chart_of("loss", observe("fine")).axis.scale is Scale.LINEAR


def test_one_network_that_explodes_leaves_most_of_the_height_to_the_healthy() -> None:
    huge, fine = observe("huge", depth=9, activation="relu", init="normal(std=5)"), observe("fine", steps=20)
    axis = axes_for([huge.initial, fine.initial]).loss
    assert axis.scale is Scale.LINEAR
    assert fine.initial.loss.max() > (axis.low + axis.high) / 3
    assert "▲ huge goes up to" in plain(
        render(VIEWS["loss"].drawn(fine, huge, axes_for([huge.initial, fine.initial])), 78, 12)
    )


def test_overflowing_losses_alone_leave_room_for_a_usual_one() -> None:
    axis = loss_axis([math.inf, math.nan])
    assert (axis.low, axis.high) == (0.0, 1.5)


def test_a_logarithmic_axis_of_losses_ends_where_the_smallest_huge_one_does() -> None:
    assert loss_axis([4e4, 1e30]) == Axis(0.01, 1e5, Scale.LOG)
    assert loss_axis([1e30]) == Axis(0.01, 1e6, Scale.LOG)


def test_histograms_of_different_activations_share_an_axis() -> None:
    tanh, relu = observe("tanh"), observe("relu", activation="relu")
    chart = chart_of("histograms", tanh, relu)
    assert (chart.low, chart.high) == (-1.0, 3.0)
    assert chart.rows[0].shares.sum() == pytest.approx(1.0)


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


@pytest.mark.slow
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
    assert isinstance(chart, Bars | Lines | Histograms | Pictures)
    assert len(render(chart, 40, 10)) == 10
