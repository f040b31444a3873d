"""Lines and histograms: nothing is lost between two cells, and what leaves the chart is told."""

import math
import re

import numpy as np
import pytest

from quizapp.charts import (
    Axis,
    Bar,
    Bars,
    Line,
    Lines,
    Role,
    Series,
    plain,
    render,
)
from quizapp.charts.histograms import rebinned
from tests.support.charts_to_draw import ZIGZAG, text_of


def test_a_spike_between_two_dots_is_not_lost() -> None:
    y = np.zeros(5000)
    y[2501] = 1.0
    chart = Lines("t", "u", (Line("a", np.arange(5000.0), y),), Axis(0, 4999), Axis(0, 1), "s")
    top = text_of(chart, 60, 10).splitlines()[1]
    assert re.search("[⠀-⣿]", top)


def test_a_lost_line_ends_in_a_cross() -> None:
    assert text_of(ZIGZAG).count("×") == 1


def test_a_flat_line_lies_at_its_height() -> None:
    chart = Lines("t", "u", (Line("a", np.arange(9.0), np.full(9, 0.5)),), Axis(0, 8), Axis(0, 1), "s")
    rows = [index for index, line in enumerate(text_of(chart, 40, 12).splitlines()[1:]) if re.search("[⠁-⣿]", line)]
    assert rows == [5]


def test_rebinning_keeps_the_total_and_leaves_no_gap() -> None:
    shares = np.full(48, 1 / 48)
    for bins in (5, 48, 49, 113):
        assert rebinned(shares, bins) == pytest.approx(np.full(bins, 1 / bins))


def leaving(y: list[float], name: str = "huge") -> str:
    """A healthy line and one that leaves the chart."""
    steps = np.arange(float(len(y)))
    healthy = Line("healthy", steps, 1.0 / (1.0 + steps))
    chart = Lines("t", "u", (healthy, Line(name, steps, np.array(y), role=Role.CONTROL)), Axis(0, 4), Axis(0, 1.5), "s")
    return text_of(chart, 60, 12)


def test_a_line_that_leaves_the_chart_says_how_far_it_goes() -> None:
    assert "▲ huge goes up to 120,000" in leaving([1.0, 3.0, 120_000.0, 9.0, 0.5])


def test_a_line_that_overflows_says_so_in_words() -> None:
    assert "▲ huge overflows" in leaving([1.0, 3.0, math.inf, math.inf, math.inf])
    assert "▲ huge overflows" in leaving([math.nan] * 5)


def test_lines_that_stay_within_the_chart_say_nothing() -> None:
    assert not re.search("overflow|goes up", leaving([1.0, 1.0, 1.0, 1.0, 1.0]))


def test_what_is_said_of_one_line_does_not_stand_on_another() -> None:
    flat = Line("flat", np.arange(5.0), np.full(5, 1.25))
    huge = Line("huge", np.arange(5.0), np.full(5, 1e9), role=Role.CONTROL)
    rows = text_of(Lines("t", "u", (flat, huge), Axis(0, 4), Axis(0, 1.5), "s"), 60, 12).splitlines()
    (said,) = [row for row in rows if "goes up to 1.0e9" in row]
    assert not re.search("[⠁-⣿]", said)


def test_where_there_are_colours_enough_all_below_the_main_line_is_filled_and_grows_fainter_downwards() -> None:
    steps = np.arange(5.0)
    main, control = Line("a", steps, np.full(5, 0.75)), Line("b", steps, np.full(5, 0.25), role=Role.CONTROL)
    chart = Lines("t", "u", (main, control), Axis(0, 4), Axis(0, 1), "s")
    grid = render(chart, 40, 12, colour=True, fades=True)
    rows = [[run for run in row if run.role is Role.MAIN and run.fade] for row in grid]
    fades = [row[0].fade for row in rows if row]
    assert len(fades) > 4
    assert fades == sorted(fades)
    assert all(set("".join(run.text for run in row).replace(" ", "")) == {"⣿"} for row in rows if row)
    assert any(run.role is Role.CONTROL for row in grid[4:] for run in row)
    plainly = render(chart, 40, 12, colour=True)
    assert not any(run.fade for row in plainly for run in row)
    assert plain(plainly) == plain(render(chart, 40, 12))


def test_the_spread_of_the_control_is_not_taken_for_that_of_the_main_line() -> None:
    steps, low, high = np.arange(5.0), np.full(5, 0.2), np.full(5, 0.6)
    lines = [Line(role.value, steps, np.full(5, 0.4), low, high, role) for role in (Role.MAIN, Role.CONTROL)]
    for line, band in zip(lines, (Role.BAND, Role.CONTROL_BAND), strict=True):
        grid = render(Lines("t", "u", (line,), Axis(0, 4), Axis(0, 1), "s"), 40, 12, colour=True)
        assert {run.role for row in grid for run in row} & {Role.BAND, Role.CONTROL_BAND} == {band}


def test_a_bar_with_colours_enough_has_the_same_letters_and_grows_stronger_along_its_way() -> None:
    chart = Bars("t", "u", (Bar("1", 9.0),), Axis(0, 10), Series("main"), "s")
    fading = render(chart, 60, 4, colour=True, fades=True)
    assert plain(fading) == plain(render(chart, 60, 4))
    fades = [run.fade for run in fading[1] if "█" in run.text]
    assert fades == sorted(fades, reverse=True)
    assert len(fades) > 3


def test_the_spread_of_a_control_has_a_colour_of_its_own() -> None:
    x, low, high = np.arange(9.0), np.full(9, 0.6), np.full(9, 0.9)
    control = Line("other", x, np.full(9, 0.8), low, high, Role.CONTROL)
    chart = Lines("t", "u", (Line("main", x, np.full(9, 0.1)), control), Axis(0, 8), Axis(0, 1), "s")
    roles = {span.role for row in render(chart, 60, 14) for span in row if re.search("[⠁-⣿]", span.text)}
    assert Role.CONTROL_BAND in roles
    assert Role.BAND not in roles


@pytest.mark.parametrize("width", [29, 34, 40])
def test_a_legend_names_every_line_where_letters_can_be_left_out(width: int) -> None:
    x = np.arange(9.0)
    names = ("no-activation", "with-tanh")
    lines = tuple(Line(name, x, x / 8, role=role) for name, role in zip(names, (Role.MAIN, Role.CONTROL), strict=True))
    legend = text_of(Lines("loss", "", lines, Axis(0, 8), Axis(0, 1), "s"), width, 12)
    assert "no-acti" in legend
    assert "with-ta" in legend


def test_what_the_dots_are_is_said_in_half_a_window_too() -> None:
    x, note = np.arange(9.0), "median of 8 networks, dots from lowest to highest"
    chart = Lines("t", "u", (Line("main", x, x),), Axis(0, 8), Axis(0, 8), "s", note=note)
    assert "(dots from lowest to highest)" in text_of(chart, 60, 12)
    assert note in text_of(chart, 90, 12)
