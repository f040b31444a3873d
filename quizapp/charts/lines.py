"""Draws Lines: the control dashed, held-out examples in short dashes, the main line whole and on top; axes."""

from __future__ import annotations

import numpy as np

from quizapp.charts import margins
from quizapp.charts.dots import (
    Dots,
    Plot,
    Trace,
    band_dots,
    dashed,
    fill_dots,
    in_cells_of,
    level_dots,
    line_dots,
    lost_cell,
    outside_cells,
    paint_dots,
    paint_fill,
    sparse,
    trace,
)
from quizapp.charts.glyphs import Glyphs, Stroke
from quizapp.charts.grid import NUMBER_OF_ROLE, Canvas, fit
from quizapp.charts.margins import Header, Heading
from quizapp.charts.model import Axis, Line, Lines, Role
from quizapp.charts.numbers import number
from quizapp.charts.scales import ABOVE, places, ticks

NATURAL_HEIGHT = 10
LONGEST_NAME = 14
#: How many letters of names there are in a legend, from the most to the fewest.
NAME_LENGTHS = (LONGEST_NAME, 10, 8)
LABEL_WIDTH = 5
#: Room for a number that changes while a run is watched, so that the legend stands still.
NUMBER_WIDTH = 6


def draw(chart: Lines, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw bands, levels and lines, those of the main network last and so on top."""
    canvas = Canvas(width, NATURAL_HEIGHT if height is None else height)
    legend = _headings(chart, _room(chart, canvas), glyphs)
    header = margins.header_for(chart.title, chart.unit, legend, width, canvas.height)
    footer = 1 + bool(chart.warning) if canvas.height > header.height + 3 else 0
    margins.draw_header(canvas, header)
    plot = _plot(chart, canvas, header, footer, glyphs)
    _draw_y_axis(canvas, chart, plot, glyphs)
    lines = sorted((line for line in chart.lines if len(line.x)), key=lambda line: line.role is Role.MAIN)
    traces = [trace(line, chart, plot) for line in lines]
    filled = _fill(canvas, traces, plot) if glyphs.fades else np.zeros((plot.rows, plot.columns), bool)
    for traced in traces:
        band = Role.CONTROL_BAND if traced.role is Role.CONTROL else Role.BAND
        paint_dots(canvas, plot, band_dots(traced, plot) & ~filled, band, glyphs.band.dot)
    for level in chart.levels:
        paint_dots(canvas, plot, level_dots(level.y, chart.y_axis, plot), Role.LEVEL, glyphs.level_line.dot)
    for traced in traces:
        _draw_line(canvas, traced, plot, glyphs, filled)
    _say_beyond(canvas, chart, plot, glyphs)
    if footer:
        _draw_x_axis(canvas, chart, plot)
        canvas.write(plot.top + plot.height + 1, 0, chart.warning, Role.WARNING)
    return canvas


def _fill(canvas: Canvas, traces: list[Trace], plot: Plot) -> Dots:
    """Fill what is below the main line, and return its dots."""
    filled = np.zeros((plot.rows, plot.columns), bool)
    for traced in traces:
        if traced.role is Role.MAIN:
            filled |= fill_dots(traced, plot)
    paint_fill(canvas, plot, filled, Role.MAIN)
    return filled


def _room(chart: Lines, canvas: Canvas) -> int:
    """The cells of the legend with a gap before each entry: beside the title where there is no row below it."""
    beside = canvas.height < margins.FEWEST_FOR_TWO
    return canvas.width - min(margins.SHORTEST_TITLE, len(chart.title)) if beside else canvas.width


def _headings(chart: Lines, room: int, glyphs: Glyphs) -> tuple[Heading, ...]:
    """The legend with each line's last number; where room is short levels go first, then letters, then the numbers."""
    lines, cut, _ = ([_line_heading(line, chart, glyphs, most) for line in chart.lines] for most in NAME_LENGTHS)
    levels = [_heading(f"{glyphs.level_line.sample} {level.name}", Role.LEVEL) for level in chart.levels]
    names = ([_name_heading(line, glyphs, most) for line in chart.lines] for most in NAME_LENGTHS)
    fitting = (entries for entries in (lines + levels, lines, cut, *names) if _width(entries) <= room)
    return tuple(next(fitting, lines[:1]))


def _width(entries: list[Heading]) -> int:
    return sum(entry.width + margins.GAP for entry in entries)


def _name_heading(line: Line, glyphs: Glyphs, most: int) -> Heading:
    return _heading(f"{_stroke(line.role, glyphs).sample} {fit(line.name, most)}", line.role)


def _line_heading(line: Line, chart: Lines, glyphs: Glyphs, most: int) -> Heading:
    last = number(float(line.y[-1])) if len(line.y) else ""
    suffix = chart.suffix if last[:1].isdigit() else ""
    return _heading(
        f"{_stroke(line.role, glyphs).sample} {fit(line.name, most)} {last + suffix:<{NUMBER_WIDTH}}", line.role
    )


def _stroke(role: Role, glyphs: Glyphs) -> Stroke:
    strokes = {Role.MAIN: glyphs.main_line, Role.HELD_OUT: glyphs.held_out_line}
    return strokes.get(role, glyphs.control_line)


def _heading(text: str, role: Role) -> Heading:
    return Heading(text, role, len(text))


def _plot(chart: Lines, canvas: Canvas, header: Header, footer: int, glyphs: Glyphs) -> Plot:
    labels = max(LABEL_WIDTH, *(len(label) for _, label in ticks(chart.y_axis)))
    height = canvas.height - header.height - footer
    return Plot(header.height, labels + 1, canvas.width - labels - 1, height, glyphs.dots)


def _draw_line(canvas: Canvas, traced: Trace, plot: Plot, glyphs: Glyphs, filled: Dots) -> None:
    """Draw a line; the main one with what is filled in its cells."""
    whole = line_dots(traced, plot)
    broken = sparse if traced.role is Role.HELD_OUT else dashed
    dots = whole | (filled & in_cells_of(whole, plot)) if traced.role is Role.MAIN else broken(whole, plot)
    paint_dots(canvas, plot, dots, traced.role, _stroke(traced.role, glyphs).dot)
    for cell, side in outside_cells(traced, plot):
        row, arrow = (0, glyphs.top) if side == ABOVE else (plot.height - 1, glyphs.bottom)
        canvas.write(plot.top + row, plot.left + cell, arrow, traced.role)
    lost = lost_cell(traced, plot)
    if lost is not None:
        canvas.write(plot.top + lost[0], plot.left + lost[1], glyphs.lost, Role.WARNING)


def _say_beyond(canvas: Canvas, chart: Lines, plot: Plot, glyphs: Glyphs) -> None:
    """Say below the arrows at the top which lines leave the chart there, or overflow, and how far they go."""
    for line in chart.lines:
        text = f" {glyphs.top} {words} " if (words := _beyond(line, chart.y_axis)) else ""
        left = plot.width - len(text)
        if text and left >= 0:
            canvas.write(plot.top + _free_row(canvas, plot, left), plot.left + left, text, line.role)


def _free_row(canvas: Canvas, plot: Plot, left: int) -> int:
    """The highest row, but for that of the arrows, in which no line passes on the right; that of the arrows if none."""
    area = (slice(plot.top, plot.top + plot.height), slice(plot.left + left, plot.left + plot.width))
    lines = [NUMBER_OF_ROLE[role] for role in (Role.MAIN, Role.CONTROL, Role.HELD_OUT)]
    taken = np.isin(canvas.roles[area], lines) & (canvas.fades[area] == 0)
    return next((row for row in range(1, plot.height) if not taken[row].any()), 0)


def _beyond(line: Line, axis: Axis) -> str:
    name = fit(line.name, LONGEST_NAME)
    if not np.isfinite(line.y).all():
        return f"{name} overflows"
    above = line.y[places(line.y, axis)[1] == ABOVE]
    return f"{name} goes up to {number(float(above.max()))}" if above.size else ""


def _draw_y_axis(canvas: Canvas, chart: Lines, plot: Plot, glyphs: Glyphs) -> None:
    labels: dict[int, str] = {}
    for place, label in ticks(chart.y_axis):
        row = round((1 - place) * (plot.height - 1))
        if plot.height >= 5 or place in (0.0, 1.0):
            labels[row] = label
    canvas.paint(plot.top, plot.left - 1, np.full((max(plot.height, 0), 1), ord(glyphs.wall), np.uint32), Role.AXIS)
    for row, label in labels.items():
        canvas.write(plot.top + row, 0, label.rjust(plot.left - 1), Role.AXIS)


def _draw_x_axis(canvas: Canvas, chart: Lines, plot: Plot) -> None:
    (_, low), _, (_, high) = ticks(chart.x_axis)
    room = max(plot.width - len(low) - len(high), 0)
    notes = (chart.note, chart.note.rpartition(", ")[2]) if chart.note else ()  # in part where there is little room
    noted = (f"{chart.x_name} ({note})" for note in notes)
    middle = f"{next((each for each in noted if len(each) + 4 <= room), chart.x_name):^{room}}"
    canvas.write(plot.top + plot.height, plot.left, low + middle + high, Role.AXIS)
