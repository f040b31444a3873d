"""Draws Bars: rows of a label, a bar, marks for control and theory, and the numbers under the legend's headings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from quizapp.charts import margins
from quizapp.charts.glyphs import UNICODE, Glyphs, Marks
from quizapp.charts.grid import FAINTEST_OF_BARS, SPACE, Canvas, Codes, Fades, fit
from quizapp.charts.margins import GAP, Header, Heading
from quizapp.charts.model import Axis, Bar, Bars, Role, Scale, titled
from quizapp.charts.numbers import number
from quizapp.charts.scales import ABOVE, BELOW, INSIDE, axis_text, places

SHORTEST_BAR = 14
#: A chart of fewer rows than this rather shows one more row of numbers than its axis.
LOW = 8
LONGEST_NAME = 17
#: The factor by which a bound that is not set lies beyond the end of the axis.
BEYOND = 10.0
#: Room for the numbers that come and go while a run is watched, so that the bars keep their length.
NUMBER_WIDTH = {Scale.LOG: 9, Scale.LINEAR: 5}


@dataclass(frozen=True)
class Column:
    """A column of numbers at the right, each with its role."""

    heading: Heading
    cells: list[tuple[str, Role]]


def draw(chart: Bars, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw as many rows as fit."""
    label_width = _label_width(chart, width)
    columns = _columns(chart, width - label_width - 1, glyphs)
    header = margins.header_for(titled(chart), chart.unit, _headings(chart, columns, glyphs), width, height)
    canvas = Canvas(width, _natural(chart, header) if height is None else height)
    warned = bool(chart.warning) and canvas.height > header.height + 3
    shown, has_axis = _rows_and_axis(chart, canvas.height - header.height - warned)
    margins.draw_header(canvas, header, margins.picked_note(shown, [row.label for row in chart.rows], chart.row))
    _draw_labels(canvas, chart, shown, header.height, label_width)
    _draw_numbers(canvas, columns, shown, header.height)
    left, room = label_width + 1, width - label_width - 1 - sum(column.heading.width + GAP for column in columns)
    _draw_bars(canvas, chart, shown, header.height, left, room, glyphs)
    if has_axis:
        canvas.write(header.height + len(shown), left, axis_text(chart.axis, room - 1), Role.AXIS)
    if warned:
        canvas.write(header.height + len(shown) + has_axis, 0, chart.warning, Role.WARNING)
    return canvas


def natural_height(chart: Bars, width: int) -> int:
    """The rows in which all of a chart is shown, without drawing it."""
    columns = _columns(chart, width - _label_width(chart, width) - 1, UNICODE)
    headings = _headings(chart, columns, UNICODE)
    return _natural(chart, margins.header_for(titled(chart), chart.unit, headings, width, None))


def _natural(chart: Bars, header: Header) -> int:
    """The rows of a header, of all bars, of their axis and of a warning."""
    return header.height + len(chart.rows) + 1 + bool(chart.warning)


def _label_width(chart: Bars, width: int) -> int:
    widest = max(map(len, margins.row_labels([bar.label for bar in chart.rows], chart.row)), default=0)
    return min(widest, width // 2)


def _rows_and_axis(chart: Bars, room: int) -> tuple[list[int], bool]:
    """The rows to draw, and whether one more is for the axis: rows go before it in a low chart, or if all fit then."""
    named = [index for index, bar in enumerate(chart.rows) if bar.named]
    with_axis = margins.picked(len(chart.rows), room - 1, named)
    without = margins.picked(len(chart.rows), room, named)
    all_but_for_axis = len(with_axis) < len(without) == len(chart.rows)
    has_axis = not all_but_for_axis and (len(without) < room or room >= LOW)
    return (with_axis if len(without) == room and has_axis else without), has_axis


def _columns(chart: Bars, room: int, glyphs: Glyphs) -> list[Column]:
    """The columns of numbers, main first, as many as leave room for the bars, but main in any case."""
    main, control = chart.series.main, chart.series.control
    columns = [_column(chart, main and f"{glyphs.main.here} {main}", (bar.value for bar in chart.rows), Role.MAIN)]
    if control is not None:
        columns.append(
            _column(chart, f"{glyphs.control.here} {control}", (bar.control for bar in chart.rows), Role.CONTROL)
        )
    if chart.theory:
        name = f"{glyphs.theory.here} {chart.theory}"
        columns.append(_column(chart, name, (bar.theory for bar in chart.rows), Role.THEORY))
    if chart.extra:
        counted = replace(chart, suffix="") if chart.counts else chart
        columns.append(_column(counted, chart.extra, (bar.extra for bar in chart.rows), Role.VALUE))
    while len(columns) > 1 and sum(column.heading.width + GAP for column in columns) > room - SHORTEST_BAR:
        columns.pop()
    return columns


def _headings(chart: Bars, columns: list[Column], glyphs: Glyphs) -> tuple[Heading, ...]:
    """The columns' headings; control and theory whose numbers found no room still have their place in the legend."""
    headings = [column.heading for column in columns]
    drawn = {heading.role for heading in headings}
    legend = {Role.CONTROL: (glyphs.control, chart.series.control), Role.THEORY: (glyphs.theory, chart.theory)}
    missing = {role: sample for role, sample in legend.items() if sample[1] and role not in drawn}
    words = [(fit(f"{marks.here} {name}", LONGEST_NAME), role) for role, (marks, name) in missing.items()]
    if any(bar.start is not None for bar in chart.rows):
        words.insert(0, (f"{glyphs.start.here} step 0", Role.DIM))
    if chart.goal:
        words.insert(0, (f"{chr(glyphs.span[0])}{chr(glyphs.span[-1])} {chart.goal}", Role.VALUE))
    return (*(Heading(text, role, len(text)) for text, role in words), *headings)


def _column(chart: Bars, name: str, values: Iterable[float | None], role: Role) -> Column:
    usual = Role.VALUE if role is Role.MAIN else role
    cells = [_cell(value, chart, usual) for value in values]
    texts = (len(text) for text, _ in cells)
    width = max(min(len(name), LONGEST_NAME), NUMBER_WIDTH[chart.axis.scale] + len(chart.suffix), *texts)
    return Column(Heading(name, role, width), cells)


def _cell(value: float | None, chart: Bars, usual: Role) -> tuple[str, Role]:
    if value is None:
        return "", usual
    text = number(value, chart.axis.scale)
    if not math.isfinite(value):
        return text, Role.WARNING
    striking = value == 0 and chart.axis.scale is Scale.LOG
    return text + chart.suffix, Role.WARNING if striking else usual


def _draw_labels(canvas: Canvas, chart: Bars, shown: list[int], top: int, width: int) -> None:
    labels = margins.row_labels([chart.rows[index].label for index in shown], chart.row)
    for row, (label, index) in enumerate(zip(labels, shown, strict=True)):
        role = Role.TITLE if chart.rows[index].named else Role.LABEL
        canvas.write(top + row, 0, label.rjust(width), role, width)


def _draw_numbers(canvas: Canvas, columns: list[Column], shown: list[int], top: int) -> None:
    right = canvas.width
    for column in reversed(columns):
        for row, index in enumerate(shown):
            text, role = column.cells[index]
            canvas.write(top + row, right - len(text), text, role)
        right -= column.heading.width + GAP


def _draw_bars(canvas: Canvas, chart: Bars, shown: list[int], top: int, left: int, room: int, glyphs: Glyphs) -> None:
    if not shown or room < 2:
        return
    bars = [chart.rows[index] for index in shown]
    goals = _span_codes([_goal_ends(bar, chart.axis) for bar in bars], chart.axis, room, glyphs)
    canvas.paint(top, left, goals, Role.VALUE)
    canvas.paint(
        top, left, _bar_codes(bars, chart.axis, room, glyphs), Role.MAIN, _fades(room) if glyphs.fades else None
    )
    ends_of_goals = np.where(goals == glyphs.span[1], np.uint32(SPACE), goals)
    canvas.paint(top, left, ends_of_goals, Role.VALUE)
    canvas.paint(top, left, _span_codes([bar.band for bar in bars], chart.axis, room, glyphs), Role.THEORY)
    marked = (
        ([bar.start for bar in bars], glyphs.start, Role.DIM),
        ([bar.control for bar in bars], glyphs.control, Role.CONTROL),
        ([bar.theory for bar in bars], glyphs.theory, Role.THEORY),
    )
    for values, marks, role in marked:
        if any(value is not None for value in values):
            canvas.paint(top, left, _mark_codes(values, chart.axis, room, marks), role)
    arrived = [bar.value if bar.drawn is None else math.nan for bar in bars]
    arrows = _arrow_codes(places(np.array(arrived), chart.axis)[1], room, glyphs.main)
    canvas.paint(top, left, arrows, Role.MAIN)


def _fades(room: int) -> Fades:
    """Of each cell along the axis how faint it is: the further, the stronger."""
    return np.linspace(FAINTEST_OF_BARS, 0, room).round().astype(np.uint8)


def _bar_codes(bars: list[Bar], axis: Axis, room: int, glyphs: Glyphs) -> Codes:
    """The bars in all but the last of `room` cells; what is not 0 shows at least a sliver."""
    where, _ = places(np.array([bar.value for bar in bars]), axis)
    where = np.array([place if bar.drawn is None else bar.drawn for bar, place in zip(bars, where, strict=True)])
    steps = len(glyphs.across) - 1
    length = np.ceil(np.nan_to_num(where) * steps * (room - 1) - 0.5).astype(int)
    length[(length == 0) & (where > 0)] = 1
    fill = np.clip(length[:, None] - np.arange(room) * steps, 0, steps)
    return glyphs.across[fill]


def _mark_codes(marked: list[float | None], axis: Axis, room: int, marks: Marks) -> Codes:
    """One mark a row, or an arrow where it lies beyond the axis."""
    values = np.array([math.nan if value is None else value for value in marked])
    where, outside = places(values, axis)
    codes = _arrow_codes(outside, room, marks)
    drawn = np.flatnonzero((outside == INSIDE) & ~np.isnan(where))
    codes[drawn, np.round(where[drawn] * (room - 1)).astype(int)] = ord(marks.here)
    return codes


def _goal_ends(bar: Bar, axis: Axis) -> tuple[float, float] | None:
    """The bounds set to a bar, with the end of the axis in the place of one that is not set."""
    if bar.goal is None:
        return None
    low, high = bar.goal
    return (axis.low / BEYOND if low is None else low, axis.high * BEYOND if high is None else high)


def _span_codes(spans: Sequence[tuple[float, float] | None], axis: Axis, room: int, glyphs: Glyphs) -> Codes:
    """A line across each span, with ends where the axis does not cut it off."""
    codes = np.full((len(spans), room), SPACE, np.uint32)
    if not any(spans):
        return codes
    first, middle, last = glyphs.span
    placed = places(np.array([span or (math.nan, math.nan) for span in spans]), axis)
    for row, (where, outside) in enumerate(zip(*placed, strict=True)):
        if np.isnan(where).any() or abs(outside.sum()) == 2 or where[0] >= where[1]:
            continue
        low, high = np.round(where * (room - 1)).astype(int)
        codes[row, low : high + 1] = middle
        codes[row, low], codes[row, high] = [
            middle if beyond else end for end, beyond in zip((first, last), outside, strict=True)
        ]
    return codes


def _arrow_codes(outside: NDArray[np.int8], room: int, marks: Marks) -> Codes:
    """Arrows where a value lies beyond an end of the axis."""
    codes = np.full((len(outside), room), SPACE, np.uint32)
    codes[outside == BELOW, 0] = ord(marks.left)
    codes[outside == ABOVE, -1] = ord(marks.right)
    return codes
