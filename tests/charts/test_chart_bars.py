"""Bars: as long as their numbers say, with the marks of control and theory at their places."""

import math
import re

import pytest

from quizapp.charts import (
    Axis,
    Bar,
    Bars,
    Scale,
    Series,
)
from tests.support.charts_to_draw import DEEP, THEORY, text_of

SIX_DECADES = Axis(1e-6, 1.0, Scale.LOG)


def bar(value: float, control: float | None = None, axis: Axis = SIX_DECADES) -> str:
    series = Series("main", None if control is None else "other")
    chart = Bars("title", "unit", (Bar("1", value, control),), axis, series, "A sentence.")
    return text_of(chart, 40, 4).splitlines()[1]


def test_a_bar_on_a_log_axis_is_as_long_as_its_exponent_says() -> None:
    length = {value: bar(value).count("█") for value in (1.0, 1e-3, 1e-6)}
    assert length[1.0] == pytest.approx(2 * length[1e-3], abs=1)
    assert length[1e-6] == 0


def test_a_bar_on_a_linear_axis_is_as_long_as_its_share() -> None:
    axis = Axis(0.0, 32.0)
    assert bar(8.0, axis=axis).count("█") == pytest.approx(bar(32.0, axis=axis).count("█") / 4, abs=1)


def test_zero_has_no_bar_and_says_so() -> None:
    assert bar(0.0).split("layer 1")[1].strip() == "0 exactly"


def test_the_smallest_number_on_the_axis_still_shows() -> None:
    assert bar(1.001e-6).count("▏") == 1


def test_numbers_beyond_the_axis_are_clamped_and_marked() -> None:
    assert "◀" in bar(1e-9)
    assert "█▶" in bar(1e9)
    assert "█▶" in bar(math.inf)
    assert "overflow" in bar(math.inf)


def test_an_equal_control_ends_where_the_bar_ends() -> None:
    row = bar(0.01, 0.01)
    assert "█┊" in row or "▏┊" in row or re.search("[▎▍▌▋▊▉]┊", row)


def test_a_control_beyond_the_axis_has_an_arrow_of_its_own() -> None:
    assert "◁" in bar(0.01, 1e-9)
    assert "▷" in bar(0.01, math.inf)


def predicted_bar(theory: float, band: tuple[float, float] | None = None) -> str:
    rows = (Bar("1", 1e-3, theory=theory, band=band),)
    chart = Bars("title", "unit", rows, SIX_DECADES, Series("main"), "A sentence.", theory="theory")
    return text_of(chart, 60, 4)


def test_theory_has_a_mark_a_column_and_a_place_in_the_legend() -> None:
    head, row = predicted_bar(1e-2).splitlines()[:2]
    assert "█ main" in head
    assert "◇ theory" in head
    assert row.index("◇") > row.rindex("█") + 1
    assert row.endswith("0.010")


def test_where_theory_agrees_its_mark_stands_at_the_end_of_the_bar() -> None:
    row = predicted_bar(1e-3).splitlines()[1]
    assert re.search("[█▏▎▍▌▋▊▉]◇ ", row)


def test_a_band_reaches_from_its_lowest_to_its_highest_number() -> None:
    row = predicted_bar(1e-3, (1e-4, 1e-2)).splitlines()[1]
    assert re.search("█├─+◇─+┤ ", row)
    decade = row.index("┤") - row.index("◇")
    assert row.index("◇") - row.index("├") == pytest.approx(decade, abs=1)


def test_a_band_beyond_the_axis_is_cut_off_without_an_end() -> None:
    row = predicted_bar(1e-3, (1e-12, 1e3)).splitlines()[1]
    assert "├" not in row
    assert "┤" not in row
    assert row.count("─") > 20


def test_theory_beyond_the_axis_has_an_arrow_of_its_own() -> None:
    assert "‹" in predicted_bar(1e-9)
    assert "›" in predicted_bar(math.inf)


def test_in_a_narrow_chart_theory_keeps_its_place_in_the_legend() -> None:
    text = text_of(THEORY, 40, 12)
    assert "◇ theory" in text
    assert "┊ xavier" in text


def test_a_chart_with_more_rows_than_room_shows_both_ends_and_says_how_many() -> None:
    text = text_of(DEEP, 70, 12)
    assert "10 of 200 layers" in text
    assert "layer 200" in text
    assert re.search(r"^ +1 ", text, re.MULTILINE)


def test_the_natural_height_has_room_for_every_row() -> None:
    assert sum("█" in line or "▏" in line for line in text_of(DEEP, 70, None).splitlines()) > 190
