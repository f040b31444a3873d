"""Any numbers in any room: charts are drawn without fail, and fill it exactly."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.charts import (
    Axis,
    Bar,
    Bars,
    Chart,
    Dot,
    Grid,
    Heatmap,
    HistogramRow,
    Histograms,
    Level,
    Line,
    Lines,
    PhaseMap,
    Picture,
    PictureRow,
    Pictures,
    Point,
    Role,
    Scale,
    Series,
    Shade,
    StripRow,
    Strips,
    Table,
    render,
)
from quizapp.charts.grid import FAINTEST, is_one_cell
from tests.support.examples import scaled

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


STRIP_ROW = st.builds(StripRow, WORDS, st.tuples(*[FLOATS] * 5), st.none() | FLOATS)


STRIPS = st.builds(
    Strips, WORDS, WORDS, st.lists(STRIP_ROW, max_size=14).map(tuple), AXES, WORDS, value=WORDS, warning=WORDS
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


FIELDS = st.tuples(st.integers(0, 6), st.integers(0, 6)).flatmap(
    lambda shape: arrays(shape[0] * shape[1]).map(lambda numbers: numbers.reshape(shape))
)


HEATMAPS = st.builds(
    Heatmap,
    WORDS,
    WORDS,
    FIELDS,
    AXES,
    st.tuples(WORDS, WORDS),
    st.tuples(WORDS, WORDS),
    WORDS,
    st.none() | st.tuples(st.integers(0, 6), st.integers(0, 6)),
    WORDS,
)


DOTS = st.builds(Dot, WORDS, FLOATS, FLOATS, st.sampled_from([Role.MAIN, Role.CONTROL]))


PHASE_MAPS = st.builds(
    PhaseMap,
    WORDS,
    WORDS,
    FIELDS,
    WORDS,
    WORDS,
    st.tuples(WORDS, WORDS),
    st.tuples(WORDS, WORDS),
    WORDS,
    st.lists(DOTS, max_size=3).map(tuple),
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


SHADES = st.tuples(st.integers(1, 6), st.integers(1, 6), st.sampled_from(Shade)).map(
    lambda drawn: np.full(drawn[:2], drawn[2], np.int8)
)


PICTURE = st.builds(
    Picture,
    SHADES,
    WORDS,
    st.lists(st.builds(Point, *[st.floats(-1, 2)] * 2, st.integers(0, 5)), max_size=4).map(tuple),
)


PICTURES = st.builds(
    Pictures,
    WORDS,
    WORDS,
    st.lists(
        st.builds(PictureRow, WORDS, st.lists(PICTURE, max_size=20).map(tuple), st.integers(0, 40)), max_size=12
    ).map(tuple),
    st.lists(st.tuples(st.sampled_from(Shade), WORDS), max_size=3).map(tuple),
    WORDS,
    warning=WORDS,
)


ANY_CHART = st.one_of(BARS, LINES, HISTOGRAMS, STRIPS, HEATMAPS, PHASE_MAPS, PICTURES, TABLES)


def assert_well_formed(grid: Grid, width: int, ascii_only: bool) -> None:
    for row in grid:
        text = "".join(run.text for run in row)
        assert len(text) == width
        assert all(map(is_one_cell, text))
        assert not re.search("nan|inf", text, re.IGNORECASE)
        assert text.isascii() or not ascii_only
        assert all(run.text and run.role in Role for run in row)


@pytest.mark.slow
@settings(deadline=None, max_examples=scaled(120))
@given(ANY_CHART, st.integers(1, 200), st.integers(1, 60), st.booleans(), st.booleans(), st.booleans())
def test_any_chart_fills_any_room_exactly(
    chart: Chart, width: int, height: int, ascii_only: bool, colour: bool, fades: bool
) -> None:
    grid = render(chart, width, height, ascii_only, colour, fades)
    assert len(grid) == height
    assert_well_formed(grid, width, ascii_only)
    assert all(0 <= run.fade <= FAINTEST for row in grid for run in row)
    assert all(run.fade == 0 for row in grid for run in row) or (fades and not ascii_only)


@pytest.mark.slow
@settings(deadline=None)
@given(ANY_CHART, st.integers(1, 200), st.booleans())
def test_any_chart_has_a_natural_height(chart: Chart, width: int, ascii_only: bool) -> None:
    assert_well_formed(render(chart, width, None, ascii_only), width, ascii_only)
