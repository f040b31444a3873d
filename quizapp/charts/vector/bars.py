"""Draws Bars: a bar a row, a stroke where the control's would end, a diamond where theory puts it, and the numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from quizapp.charts.model import Axis, Bar, Bars, Role, titled
from quizapp.charts.numbers import number
from quizapp.charts.scales import ABOVE, BELOW, places, ticks
from quizapp.charts.vector.page import LETTER, ROW, WIDTH, Drawing, headed, warned

#: The width of a column of numbers at least, of a letter of its heading, and of what stands before that.
COLUMN, HEADING_LETTER, BEFORE_HEADING = 84.0, LETTER * 1.25, 24.0
LONGEST_HEADING = 11
#: The least room for bars beside columns with headings, and the least width of a column that has none.
SHORTEST, NARROW = 140.0, 52.0


def draw(chart: Bars, width: float = WIDTH) -> Drawing:
    """All rows, from the first at the top."""
    columns = _columns(chart)
    notes = [chart.unit, chart.goal and f"line: {chart.goal}", "circle: step 0" if _has_start(chart) else ""]
    drawing = headed(titled(chart), "; ".join(filter(None, notes)), width=width)
    left = 8 + LETTER * max((len(_label(chart, bar)) for bar in chart.rows), default=0)
    wide = _width(columns)
    named = drawing.width - left - wide * len(columns) >= SHORTEST
    if not named:
        wide = _narrow(chart, columns)
        _draw_names(drawing, columns)
    right = drawing.width - wide * len(columns) - 8
    _draw_headings(drawing, columns, wide, named)
    for bar in chart.rows:
        _draw_row(drawing, chart, bar, left, right)
        _draw_numbers(drawing, columns, bar, wide)
        drawing.height += ROW
    draw_axis(drawing, chart.axis, left, right)
    return warned(drawing, chart.warning)


def _has_start(chart: Bars) -> bool:
    return any(bar.start is not None for bar in chart.rows)


Column = tuple[str, Role, Callable[[Bar], str]]


def _columns(chart: Bars) -> list[Column]:
    """A heading, what it is drawn as, and the number of a row, for each column at the right."""

    def written(value: float | None) -> str:
        return "" if value is None else number(value, chart.axis.scale) + chart.suffix * math.isfinite(value)

    columns: list[Column] = [(chart.series.main, Role.MAIN, lambda bar: written(bar.value))]
    if chart.series.control is not None:
        columns.append((chart.series.control, Role.CONTROL, lambda bar: written(bar.control)))
    if chart.theory:
        columns.append((chart.theory, Role.THEORY, lambda bar: written(bar.theory)))
    if chart.extra:
        columns.append((chart.extra, Role.VALUE, lambda bar: written(bar.extra)))
    return columns


def _heading(name: str) -> str:
    return name if len(name) <= LONGEST_HEADING else f"{name[: LONGEST_HEADING - 1]}…"


def _width(columns: list[Column]) -> float:
    """The width of each column: that of the longest heading with its mark, so that none lies over another."""
    return max([COLUMN, *(BEFORE_HEADING + HEADING_LETTER * len(_heading(name)) for name, _, _ in columns)])


def _narrow(chart: Bars, columns: list[Column]) -> float:
    """The width of each column without a heading: that of the longest number."""
    longest = max((len(written(bar)) for _, _, written in columns for bar in chart.rows), default=0)
    return max(NARROW, LETTER * longest + 12)


def _draw_names(drawing: Drawing, columns: list[Column]) -> None:
    """What each mark stands for, on a line of its own, where there is no room for that above the columns."""
    for name, role, _ in columns:
        _draw_mark(drawing, role, 0, drawing.height + 9)
        drawing.text(16 if role is not Role.VALUE else 0, drawing.height + 13, name)
        drawing.height += ROW


def _draw_headings(drawing: Drawing, columns: list[Column], wide: float, named: bool) -> None:
    for index, (name, role, _) in enumerate(columns):
        x, y = drawing.width - wide * (len(columns) - 1 - index), drawing.height + 9
        shown = _heading(name) if named else ""
        drawing.text(x, y + 4, shown, "title", "end")
        _draw_mark(drawing, role, x - 14 - HEADING_LETTER * len(shown), y)
    drawing.height += ROW


def _draw_mark(drawing: Drawing, role: Role, x: float, y: float) -> None:
    """What stands for a role in the rows: a piece of bar, a stroke, or a diamond."""
    if role is Role.MAIN:
        drawing.shape("rect", "main", x=x, y=y - 4, width=8.0, height=8.0)
    elif role is Role.CONTROL:
        drawing.shape("rect", "control", x=x + 4, y=y - 7, width=2.0, height=14.0)
    elif role is Role.THEORY:
        drawing.path("polygon", "theory open", [(x, y), (x + 4, y - 5), (x + 8, y), (x + 4, y + 5)])


def _draw_row(drawing: Drawing, chart: Bars, bar: Bar, left: float, right: float) -> None:
    middle = drawing.height + ROW / 2
    drawing.text(left - 8, middle + 4, _label(chart, bar), anchor="end")
    drawing.line("rule", (left, drawing.height), (left, drawing.height + ROW))
    end = _x(bar.value, chart.axis, left, right)
    if end is not None:
        drawing.shape("rect", "main", x=left, y=middle - 5, width=max(end - left, 1.0), height=10.0)
        _draw_arrow(drawing, bar.value, chart.axis, right, middle)
    _draw_span(drawing, "theory", chart.axis, bar.band, left, right)
    if bar.goal is not None:
        low, high = bar.goal
        ends = (chart.axis.low if low is None else low, chart.axis.high if high is None else high)
        _draw_span(drawing, "goal", chart.axis, ends, left, right)
    start = None if bar.start is None else _x(bar.start, chart.axis, left, right)
    if start is not None:
        drawing.shape("circle", "main open", cx=start, cy=middle, r=3.0)
    for role, value, shift in ((Role.CONTROL, bar.control, 5), (Role.THEORY, bar.theory, 4)):
        at = None if value is None else _x(value, chart.axis, left, right)
        if at is not None:
            _draw_mark(drawing, role, at - shift, middle)


def _draw_span(
    drawing: Drawing, kind: str, axis: Axis, span: tuple[float, float] | None, left: float, right: float
) -> None:
    """A thin line between two numbers: those between which theory expects nearly all networks, or a claim's bounds."""
    if span is not None:
        y = drawing.height + ROW / 2
        ends = [left if at is None else at for at in (_x(value, axis, left, right) for value in span)]
        drawing.line(kind, (ends[0], y), (ends[1], y))


def _draw_arrow(drawing: Drawing, value: float, axis: Axis, right: float, y: float) -> None:
    """A bar that goes on beyond the axis ends in a point."""
    if places(np.array([value]), axis)[1][0] == ABOVE:
        drawing.path("polygon", "main", [(right, y - 8), (right + 8, y), (right, y + 8)])


def _x(value: float, axis: Axis, left: float, right: float) -> float | None:
    """Where a value stands between the ends; None if it has no place, as nan or what lies below the axis."""
    where, outside = places(np.array([value]), axis)
    if math.isnan(where[0]) or outside[0] == BELOW:
        return None
    return left + float(where[0]) * (right - left)


def _draw_numbers(drawing: Drawing, columns: list[Column], bar: Bar, wide: float) -> None:
    for index, (_, _, written) in enumerate(columns):
        x = drawing.width - wide * (len(columns) - 1 - index)
        drawing.text(x, drawing.height + ROW / 2 + 4, written(bar), "", "end")


def draw_axis(drawing: Drawing, axis: Axis, left: float, right: float) -> None:
    """The axis below what has been drawn, with its ends and its middle labelled."""
    y = drawing.height
    drawing.line("rule", (left, y), (right, y))
    for place, label in ticks(axis):
        x = left + place * (right - left)
        drawing.line("rule", (x, y), (x, y + 4))
        drawing.text(x, y + 15, label, "dim", "start" if place == 0 else "end" if place == 1 else "middle")
    drawing.height += ROW


def _label(chart: Bars, bar: Bar) -> str:
    return f"{chart.row} {bar.label}" if bar.label.isdecimal() else bar.label
