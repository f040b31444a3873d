"""Charts as text: golden files show what they look like, and properties hold for any numbers and any room."""

import dataclasses
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.charts import (
    RENDERERS,
    Axis,
    Bar,
    Bars,
    Chart,
    Grid,
    Heatmap,
    HistogramRow,
    Histograms,
    Level,
    Line,
    Lines,
    Role,
    Scale,
    Series,
    Table,
    plain,
    render,
)
from quizapp.charts.__main__ import demo
from quizapp.charts.grid import is_one_cell
from quizapp.charts.histograms import rebinned
from quizapp.charts.numbers import number, percent, tick

GOLDEN = Path(__file__).parent / "golden" / "charts"
SIZES = ((118, 16), (78, 14), (58, 12), (38, 10), (16, 4))

LOST = Bars(
    "backpropagated error",
    "rms, log scale",
    (
        Bar("5", math.inf, 0.1),
        Bar("4", math.nan, math.inf),
        Bar("3", 1e-15, 0.0),
        Bar("2", 1e5, 1e-20),
        Bar("1", 0.0, math.nan),
    ),
    Axis(1e-12, 1.0, Scale.LOG),
    Series("huge", "xavier"),
    "The error overflows.",
    warning="6 of 8 diverged from step 3, layer 4",
)
DEEP = dataclasses.replace(
    LOST,
    rows=tuple(Bar(str(layer), 0.9 ** (200 - layer), 0.99 ** (200 - layer)) for layer in range(200, 0, -1)),
    warning="",
)
STEPS = np.arange(80.0)
ZIGZAG = Lines(
    "loss",
    "cross-entropy",
    (Line("huge", STEPS, np.where(STEPS < 60, 0.5 * np.exp(STEPS / 40) * (1 + 0.4 * (-1) ** STEPS), np.nan)),),
    Axis(0.0, 100.0),
    Axis(0.0, 1.5),
    "The loss is not a number.",
    levels=(Level("chance ln 2 = 0.69", math.log(2)),),
    warning="8 of 8 diverged from step 60, layer 1",
)
PREDICTED = tuple(
    Bar(
        str(9 - step),
        1e-2 * 0.25**step,
        1e-2 * 0.9**step,
        theory=1e-2 * 0.3**step,
        band=(1e-2 * 0.2**step, 1e-2 * 0.45**step),
    )
    for step in range(9)
)
THEORY = Bars(
    "backpropagated error",
    "rms, log scale",
    PREDICTED,
    Axis(1e-8, 1.0, Scale.LOG),
    Series("tiny", "xavier"),
    "The error falls 65,000-fold from layer 9 to layer 1. In theory it falls 15,000-fold.",
    theory="theory",
)
CHARTS: dict[str, Chart] = {
    **demo(),
    "bars-theory": THEORY,
    "bars-lost": LOST,
    "bars-deep": DEEP,
    "lines-zigzag": ZIGZAG,
}


def drawn(chart: Chart) -> str:
    parts = [(f"{width}x{height}", render(chart, width, height)) for width, height in SIZES]
    parts.append(("58x12 in ASCII", render(chart, 58, 12, ascii_only=True)))
    return "".join(f"--- {name}\n{plain(grid)}\n" for name, grid in parts)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_looks_as_it_did_when_it_was_last_looked_at(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn(CHARTS[name]), encoding="utf-8")
    assert drawn(CHARTS[name]) == path.read_text(encoding="utf-8"), "UPDATE_GOLDEN=1 pytest rewrites the files"


def text_of(chart: Chart, width: int = 60, height: int | None = 12) -> str:
    return plain(render(chart, width, height))


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


def test_main_and_control_differ_without_colour() -> None:
    head = text_of(demo()["bars"]).splitlines()[0]
    assert "█ tiny" in head
    assert "┊ xavier" in head
    head = text_of(demo()["lines"], 90).splitlines()[0]
    assert "⠒⠒⠒ tiny" in head
    assert "⠒ ⠒ xavier" in head


def test_a_chart_with_more_rows_than_room_shows_both_ends_and_says_how_many() -> None:
    text = text_of(DEEP, 70, 12)
    assert "10 of 200 layers" in text
    assert "layer 200" in text
    assert re.search(r"^ +1 ", text, re.MULTILINE)


def test_the_natural_height_has_room_for_every_row() -> None:
    assert sum("█" in line or "▏" in line for line in text_of(DEEP, 70, None).splitlines()) > 190


def test_a_tiny_chart_becomes_its_title_and_sentence() -> None:
    assert text_of(LOST, 60, 2).splitlines() == ["backpropagated error", "The error overflows."]
    assert text_of(LOST, 10, 2).startswith("backpropa…\nThe error")


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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.29, "0.29"),
        (38.44, "38"),
        (1.1e-5, "1.1e-5"),
        (1e-320, "1.0e-320"),
        (0.0, "0 exactly"),
        (1.0, "1.0"),
        (math.inf, "overflow"),
        (math.nan, "not a number"),
    ],
)
def test_a_number_is_short_and_plain(value: float, text: str) -> None:
    assert number(value, Scale.LOG) == text


def test_a_count_has_no_decimals() -> None:
    assert [number(value) for value in (32.0, 0.0, 2.5, 1024.0)] == ["32", "0", "2.5", "1,024"]


def test_the_ends_of_an_axis_are_short() -> None:
    assert [tick(value) for value in (1e-12, 0.01, 1.0, 0.0, 1e16, 100.0)] == ["1e-12", "0.01", "1", "0", "1e16", "100"]


def test_a_share_is_0_or_100_percent_only_if_it_is() -> None:
    assert [percent(share) for share in (0, 1e-9, 0.5, 1 - 1e-9, 1)] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]


FLOATS = st.floats() | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, 1e-320, 1e308, -1e308, 0.5])
WORDS = st.text(st.characters(exclude_characters="nifNIF"), max_size=40)
AXES = st.builds(Axis, FLOATS, FLOATS, st.sampled_from(Scale))


def arrays(count: int) -> st.SearchStrategy[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return st.lists(FLOATS, min_size=count, max_size=count).map(lambda numbers: np.array(numbers, float))


BARS = st.builds(
    Bars,
    WORDS,
    WORDS,
    st.lists(
        st.builds(Bar, WORDS, FLOATS, *[st.none() | FLOATS] * 3, band=st.none() | st.tuples(FLOATS, FLOATS)),
        max_size=20,
    ).map(tuple),
    AXES,
    st.builds(Series, WORDS, st.none() | WORDS),
    WORDS,
    row=WORDS,
    suffix=st.sampled_from(["", " %"]),
    extra=WORDS,
    theory=WORDS,
    warning=WORDS,
)
LINE = st.integers(0, 30).flatmap(
    lambda count: st.builds(
        Line,
        WORDS,
        arrays(count) | st.just(np.arange(float(count))),
        arrays(count),
        st.none() | arrays(count),
        st.none() | arrays(count),
        st.sampled_from([Role.MAIN, Role.CONTROL]),
    )
)
LINES = st.builds(
    Lines,
    WORDS,
    WORDS,
    st.lists(LINE, max_size=3).map(tuple),
    AXES,
    AXES,
    WORDS,
    note=WORDS,
    levels=st.lists(st.builds(Level, WORDS, FLOATS), max_size=2).map(tuple),
    warning=WORDS,
)
HISTOGRAM_ROW = st.integers(0, 50).flatmap(
    lambda bins: st.builds(HistogramRow, WORDS, arrays(bins), FLOATS, FLOATS, FLOATS, st.none() | FLOATS)
)
HISTOGRAMS = st.builds(
    Histograms,
    WORDS,
    WORDS,
    st.lists(HISTOGRAM_ROW, max_size=14).map(tuple),
    FLOATS,
    FLOATS,
    WORDS,
    value=WORDS,
    warning=WORDS,
)
HEATMAPS = st.builds(
    Heatmap,
    WORDS,
    WORDS,
    st.tuples(st.integers(0, 6), st.integers(0, 6)).flatmap(
        lambda shape: arrays(shape[0] * shape[1]).map(lambda numbers: numbers.reshape(shape))
    ),
    AXES,
    st.tuples(WORDS, WORDS),
    st.tuples(WORDS, WORDS),
    WORDS,
    st.none() | st.tuples(st.integers(0, 6), st.integers(0, 6)),
    WORDS,
)
TABLES = st.builds(
    Table,
    WORDS,
    st.lists(WORDS, max_size=4).map(tuple),
    st.lists(st.lists(WORDS | FLOATS, max_size=4).map(tuple), max_size=20).map(tuple),
    WORDS,
    warning=WORDS,
)
ANY_CHART = st.one_of(BARS, LINES, HISTOGRAMS, HEATMAPS, TABLES)


def assert_well_formed(grid: Grid, width: int, ascii_only: bool) -> None:
    for row in grid:
        text = "".join(run.text for run in row)
        assert len(text) == width
        assert all(map(is_one_cell, text))
        assert not re.search("nan|inf", text, re.IGNORECASE)
        assert text.isascii() or not ascii_only
        assert all(run.text and run.role in Role for run in row)


@settings(deadline=None, max_examples=300)
@given(ANY_CHART, st.integers(1, 200), st.integers(1, 60), st.booleans())
def test_any_chart_fills_any_room_exactly(chart: Chart, width: int, height: int, ascii_only: bool) -> None:
    grid = render(chart, width, height, ascii_only)
    assert len(grid) == height
    assert_well_formed(grid, width, ascii_only)


@settings(deadline=None)
@given(ANY_CHART, st.integers(1, 200), st.booleans())
def test_any_chart_has_a_natural_height(chart: Chart, width: int, ascii_only: bool) -> None:
    assert_well_formed(render(chart, width, None, ascii_only), width, ascii_only)


def test_every_shape_of_chart_can_be_drawn_and_is_in_the_demo() -> None:
    assert {type(chart) for chart in demo().values()} == set(Chart.__args__)
    assert set(Chart.__args__) <= set(RENDERERS)  # a part of the program may bring shapes of its own


def test_a_chart_needs_few_changes_of_colour() -> None:
    for chart in CHARTS.values():
        grid = render(chart, 60, 12)
        assert sum(map(len, grid)) <= 12 * 8


def test_charts_need_no_ui_library() -> None:
    code = "import sys, quizapp.charts, quizapp.views; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"textual", "rich", "yaml", "pydantic"} & set(loaded)
