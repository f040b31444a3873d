"""Charts as SVG: well formed whatever the numbers, to scale, and never told by colour alone."""

from __future__ import annotations

import math
from typing import get_args
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.charts import RENDERERS as IN_CHARACTERS
from quizapp.charts.model import (
    Axis,
    Bar,
    Bars,
    Chart,
    Dot,
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
)
from quizapp.charts.vector import RENDERERS, STYLE, svg
from quizapp.charts.vector.page import LETTER
from tests.support.examples import scaled
from tools.chart_gallery import demo

SVG = "{http://www.w3.org/2000/svg}"
numbers = st.floats(allow_nan=True, allow_infinity=True)
words = st.text(max_size=20)


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart))


def bars(*values: float, axis: Axis | None = None) -> Bars:
    rows = tuple(Bar(str(number), value, 0.1) for number, value in enumerate(values, start=1))
    return Bars("signal", "rms", rows, axis or Axis(0, 1), Series("tiny", "xavier"), "It falls.")


def charts(values: list[float], text: str) -> list[Chart]:
    array = np.array(values, float)
    axis = Axis(float(array[0]), float(array[1]), Scale.LOG) if len(values) > 1 else Axis(0, 1)
    rows = tuple(Bar(text, value, value, value, value, (value, value)) for value in values)
    dots = tuple(Dot(text, value, value) for value in values)
    line = Line(text, np.arange(len(values), dtype=float), array, array, array)
    return [
        Bars(text, text, rows, axis, Series(text, text), text, extra=text, theory=text, warning=text),
        Lines(text, text, (line,), Axis(0, 9), axis, text, levels=(Level(text, values[0] if values else 0.0),)),
        Histograms(text, text, tuple(HistogramRow(text, array, v, v, v, v) for v in values), -1, 1, text),
        Strips(text, text, tuple(StripRow(text, (v, v, v, v, v), v) for v in values), axis, text, warning=text),
        Heatmap(text, text, array.reshape(1, -1), axis, (text, text), (text, text), text, mark=(0, 0)),
        PhaseMap(
            text, text, array.reshape(1, -1), text, text, (text, text), (text, text), text, dots=dots, warning=text
        ),
        Pictures(
            text,
            text,
            tuple(
                PictureRow(text, (Picture(np.ones((2, 3), np.int8), text, (Point(0.5, 0.5, 1),)),), 1) for _ in values
            ),
            ((Shade.COOL, text),),
            text,
            warning=text,
        ),
        Table(text, (text, text), tuple((text, value) for value in values), text),
    ]


def test_every_chart_there_is_is_drawn_in_characters_and_as_svg() -> None:
    assert set(RENDERERS) == set(IN_CHARACTERS) == set(get_args(Chart))


@given(values=st.lists(numbers, max_size=6), text=words)
@settings(max_examples=scaled(100), deadline=None)
def test_any_numbers_and_words_give_well_formed_charts_with_places_that_are_numbers(
    values: list[float], text: str
) -> None:
    for chart in charts(values, text):
        for shape in parsed(chart).iter():
            for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy"):
                assert math.isfinite(float(shape.get(name, "0")))
            points = shape.get("points", "").replace(",", " ").split()
            assert all(math.isfinite(float(each)) for each in points)


def test_bars_are_as_long_as_their_numbers() -> None:
    half, whole = (
        float(each.get("width", ""))
        for each in parsed(bars(0.5, 1.0)).iter(f"{SVG}rect")
        if each.get("height") == "10.00"
    )
    assert half == pytest.approx(whole / 2, rel=0.01)


def test_on_a_log_axis_equal_factors_are_equal_lengths() -> None:
    drawn = parsed(bars(1e-4, 1e-2, 1.0, axis=Axis(1e-6, 1, Scale.LOG)))
    lengths = [float(each.get("width", "")) for each in drawn.iter(f"{SVG}rect") if each.get("height") == "10.00"]
    assert np.diff(lengths) == pytest.approx([lengths[0], lengths[0]], rel=0.01)


def test_a_line_goes_through_its_points_and_breaks_where_there_is_no_number() -> None:
    y = np.array([0.0, 1.0, math.nan, 0.5, 0.25])
    line = Line("tiny", np.arange(5.0), y)
    drawn = parsed(Lines("loss", "", (line,), Axis(0, 4), Axis(0, 1), "It falls."))
    first, second = (
        [each.split(",") for each in part.get("points", "").split()] for part in drawn.iter(f"{SVG}polyline")
    )
    (low, high), (middle, quarter) = ([float(y) for _, y in part] for part in (first, second))
    assert (low - middle, low - quarter) == pytest.approx(((low - high) / 2, (low - high) / 4), abs=0.02)


def test_each_chart_says_what_it_shows_and_its_numbers() -> None:
    drawn = parsed(bars(0.5, math.nan))
    assert drawn.get("role") == "img"
    assert (drawn.findtext(f"{SVG}title"), drawn.findtext(f"{SVG}desc")) == ("signal", "It falls.")
    shown = [each.text for each in drawn.iter(f"{SVG}text")]
    assert {"0.50", "not a number", "tiny", "xavier", "layer 1"} <= set(shown)


def test_a_map_is_blank_below_its_edge_and_shaded_above_it_and_its_dots_lie_where_they_should() -> None:
    numbers = np.array([[0.5, 1.5, 1.5, 4.0], [0.5, 0.5, 1.5, 1.5]])
    dots = (Dot("A", 0.0, 0.0), Dot("B", 1.0, 1.0), Dot("C", 3.0, 0.5, Role.CONTROL))
    chart = PhaseMap("phases", "", numbers, "vanishes", "explodes", ("2", "0"), ("0", "4"), "A vanishes.", dots)
    drawn = parsed(chart)
    shaded = [
        [float(each.get(name, "")) for name in ("x", "width", "fill-opacity")] for each in drawn.iter(f"{SVG}rect")
    ]
    cell = shaded[1][1]
    left = 640 - 4 * cell
    wanted = [
        [left + start * cell, length * cell, shade] for start, length, shade in ((1, 2, 0.2), (3, 1, 0.4), (2, 2, 0.2))
    ]
    np.testing.assert_allclose(shaded, wanted, atol=0.02)
    edge = next(drawn.iter(f"{SVG}polyline")).get("points", "").split()
    assert [float(point.partition(",")[0]) for point in edge] == pytest.approx(
        [left + cell, left + cell, left + 2 * cell, left + 2 * cell], abs=0.02
    )
    a, b, beyond = drawn.iter(f"{SVG}circle")
    assert float(a.get("cx", "")) < left + cell < float(b.get("cx", "")) <= 640
    assert float(a.get("cy", "")) > float(beyond.get("cy", "")) > float(b.get("cy", ""))
    assert beyond.get("class") == "control open"
    assert {"vanishes", "explodes", "C→"} <= {each.text for each in drawn.iter(f"{SVG}text")}


def test_roles_differ_in_dashes_as_well_as_in_colour() -> None:
    dashes = {role: f".{role}.line {{stroke-dasharray" in STYLE for role in (Role.MAIN, Role.CONTROL, Role.THEORY)}
    assert dashes == {Role.MAIN: False, Role.CONTROL: True, Role.THEORY: True}
    assert "prefers-color-scheme: dark" in STYLE
    assert "@media print" in STYLE


def test_a_narrow_drawing_keeps_its_letters_and_puts_nothing_beyond_its_edges() -> None:
    for chart in demo().values():
        drawn = ElementTree.fromstring(svg(chart, 340))
        assert drawn.get("viewBox", "").startswith("0 0 340 ")
        for each in drawn.iter():
            x, width = (float(each.get(name, "0")) for name in ("x", "width"))
            assert -1 <= x <= 341, (chart.title, each.attrib)
            assert x + width <= 341, (chart.title, each.attrib)
            if each.tag == f"{SVG}text" and each.text and each.get("text-anchor") == "end":
                assert x - LETTER * len(each.text) >= -LETTER, (chart.title, each.text)


def test_numbers_of_bars_do_not_run_into_one_another_in_a_narrow_drawing() -> None:
    rows = (Bar("1", 0.82, 0.0), Bar("2", 123456.0, 0.0))
    drawn = ElementTree.fromstring(
        svg(Bars("signal", "rms", rows, Axis(0, 1), Series("a long name", "another name"), "It falls."), 340)
    )
    numbers = [(float(each.get("x", "0")), each.text or "") for each in drawn.iter(f"{SVG}text")]
    ends = sorted({x for x, words in numbers if x > 200 and words})
    longest = max(len(words) for x, words in numbers if x == ends[-1])
    assert ends[-1] - ends[-2] >= LETTER * longest
