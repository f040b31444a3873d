"""Strips: each number at its place on the axis, and what has none there is told."""

from __future__ import annotations

import math

from quizapp.charts import Axis, Scale, StripRow, Strips
from tests.support.charts_to_draw import text_of

AXIS = Axis(1e-4, 1.0, Scale.LOG)


def strip(*quantiles: float) -> str:
    low, quarter, median, three_quarters, high = quantiles
    row = StripRow("1", (low, quarter, median, three_quarters, high))
    chart = Strips("t", "", (row,), AXIS, "A sentence.", row="layer")
    return next(line for line in text_of(chart, 49, 6).splitlines() if line.startswith("layer 1"))


def test_numbers_stand_where_their_exponents_say() -> None:
    drawn = strip(1e-4, 1e-3, 1e-2, 1e-1, 1.0).removeprefix("layer 1 ").ljust(41)
    assert [drawn.index(sign) for sign in "├◆┤"] == [0, 20, 40]
    assert (drawn.index("█"), drawn.rindex("█")) == (10, 30)
    assert set(drawn[1:10] + drawn[31:40]) == {"─"}


def test_zeros_leave_the_axis_and_lost_numbers_have_no_strip() -> None:
    drawn = strip(0.0, 0.0, 0.0, 1e-2, 1e-1)
    assert "◀" in drawn
    assert "◆" not in drawn
    assert "overflow" in strip(math.nan, math.nan, math.nan, math.nan, math.nan)


def test_layers_that_have_no_strip_are_counted_too() -> None:
    rows = tuple(StripRow(str(layer), (1e-3,) * 5) for layer in (19, 10, 1))
    drawn = text_of(Strips("sizes", "", rows, AXIS, "A sentence.", row="layer"), 90, 8)
    assert "3 of 19 layers" in drawn
