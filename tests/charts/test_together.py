"""Charts that are compared share one axis, on which a number has one length in all of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizapp.charts.model import Axis, Bar, Bars, Scale, Series
from quizapp.charts.together import on_one_axis

ROW = Bar("1", 1.0)
ENDS = st.tuples(st.floats(-9, 0), st.floats(0.1, 9)).map(lambda ends: Axis(*ends))


def bars(axis: Axis) -> Bars:
    return Bars("error", "times", (ROW,), axis, Series("a"), "It is so.")


@given(st.lists(ENDS, min_size=1, max_size=4))
def test_all_fit_on_the_one_axis_and_nothing_else_changes(axes: list[Axis]) -> None:
    found = [chart for chart in on_one_axis([bars(axis) for axis in axes]) if isinstance(chart, Bars)]
    (axis,) = {chart.axis for chart in found}
    assert (axis.low, axis.high) == (min(each.low for each in axes), max(each.high for each in axes))
    assert [replace(each, axis=old) for each, old in zip(found, axes, strict=True)] == [bars(each) for each in axes]


def test_scales_that_differ_stay_as_they_are() -> None:
    charts = [bars(Axis(1, 2)), bars(Axis(1, 2, Scale.LOG))]
    assert on_one_axis(charts) == charts
