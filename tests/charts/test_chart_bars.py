"""Bars: as long as their numbers say, with the marks of control and theory at their places."""

import dataclasses
import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.charts import (
    Axis,
    Bar,
    Bars,
    Scale,
    Series,
    render,
)
from quizapp.charts.bars import natural_height
from quizapp.charts.margins import picked
from tests.support.charts_to_draw import DEEP, LOST, THEORY, text_of

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
    assert "every 23rd of 200 layers" in text
    assert "layer 200" in text
    assert re.search(r"^ +1 ", text, re.MULTILINE)


def test_the_natural_height_has_room_for_every_row() -> None:
    assert sum("█" in line or "▏" in line for line in text_of(DEEP, 70, None).splitlines()) > 190


def test_the_rows_that_a_claim_names_are_always_drawn_and_the_steps_between_stay_even() -> None:
    named = dataclasses.replace(
        DEEP, rows=tuple(dataclasses.replace(bar, named=bar.label in ("2", "118")) for bar in DEEP.rows)
    )
    labels = [int(line.split()[0]) for line in text_of(named, 70, 16).replace("layer 200", "200").splitlines()[1:-1]]
    assert {200, 118, 2, 1} <= set(labels)
    steps = [above - below for above, below in pairwise(label for label in labels if label not in (118, 2))]
    assert len(set(steps[1:])) == 1


@given(st.integers(0, 60), st.integers(0, 40), st.sets(st.integers(0, 59), max_size=5))
def test_as_many_rows_are_picked_as_fit_and_those_that_are_wanted_first(count: int, room: int, some: set[int]) -> None:
    wanted = {index for index in some if index < count}
    shown = picked(count, room, wanted)
    assert shown == sorted(set(shown))
    assert len(shown) <= room
    assert set(shown) <= set(range(count))
    assert wanted <= set(shown) or len(wanted) > room
    assert shown == list(range(count)) or count > room


def test_the_bounds_of_a_claim_are_drawn_in_its_row() -> None:
    rows = tuple(
        dataclasses.replace(bar, goal=(1e-6, 1e-3) if bar.label == "1" else None, start=1e-5) for bar in THEORY.rows
    )
    text = text_of(dataclasses.replace(THEORY, rows=rows, goal="claim: 1e-6 to 0.001"), 118, 16)
    assert "├┤ claim: 1e-6 to 0.001" in text
    assert "◦ step 0" in text
    assert sum("├" in line for line in text.splitlines()[1:]) >= 1


@pytest.mark.parametrize("width", [21, 40, 60, 100])
@pytest.mark.parametrize("chart", [LOST, DEEP], ids=["lost", "deep"])
def test_the_rows_that_a_chart_likes_to_have_are_known_without_drawing_it(chart: Bars, width: int) -> None:
    assert natural_height(chart, width) == len(render(chart, width, None))


@pytest.mark.parametrize("width", [60, 70, 80, 100])
@pytest.mark.parametrize("height", [8, 10, 14])
def test_what_numbers_are_divided_by_is_said_also_where_rows_are_left_out(width: int, height: int) -> None:
    chart = dataclasses.replace(DEEP, unit="by that of layer 1, log scale", moment="at step 200")
    drawn = text_of(chart, width, height)
    assert "by that of layer 1" in drawn.splitlines()[0]
    assert len(drawn.splitlines()) < len(chart.rows)
