"""Draws Lines: each over its band, broken where a number has no place, with levels to compare with."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from quizapp.charts.model import Axis, Line, Lines, Numbers, Role
from quizapp.charts.numbers import number
from quizapp.charts.scales import places, ticks
from quizapp.charts.vector.bars import draw_axis
from quizapp.charts.vector.page import LETTER, WIDTH, Drawing, draw_words, headed, warned

TALL = 200.0


def draw(chart: Lines, width: float = WIDTH) -> Drawing:
    """The plot with its legend above and what the bands are below."""
    names = [(line.role, _name(chart, line)) for line in chart.lines]
    drawing = headed(
        chart.title, chart.unit, [*names, *((Role.LEVEL, level.name) for level in chart.levels)], width=width
    )
    left = 8 + LETTER * max(len(label) for _, label in ticks(chart.y_axis))
    area = (left, drawing.height + 4, drawing.width - 8, drawing.height + 4 + TALL)
    _draw_y_axis(drawing, chart.y_axis, area)
    for level in chart.levels:
        (y,) = _across(np.array([level.y]), chart.y_axis, area[3], area[1])
        if np.isfinite(y):
            drawing.line("level", (area[0], y), (area[2], y))
    for line in chart.lines:
        _draw_line(drawing, chart, line, area)
    drawing.height = area[3]
    draw_axis(drawing, chart.x_axis, area[0], area[2])
    drawing.text((area[0] + area[2]) / 3, drawing.height - 3, chart.x_name, "dim", "middle")
    if chart.note:
        draw_words(drawing, chart.note.replace("dots", "shade"), "dim")
    return warned(drawing, chart.warning)


Area = tuple[float, float, float, float]


def _name(chart: Lines, line: Line) -> str:
    """The line's name and the number at its end."""
    if not len(line.y):
        return line.name
    last = float(line.y[-1])
    return f"{line.name} {number(last, chart.y_axis.scale)}{chart.suffix * math.isfinite(last)}"


def _draw_y_axis(drawing: Drawing, axis: Axis, area: Area) -> None:
    left, top, _, bottom = area
    drawing.line("rule", (left, top), (left, bottom))
    for place, label in ticks(axis):
        y = bottom + place * (top - bottom)
        drawing.line("rule", (left - 4, y), (left, y))
        drawing.text(left - 6, y + 4, label, "dim", "end")


def _across(values: Numbers, axis: Axis, start: float, end: float) -> Numbers:
    """Where values lie between two ends of the plot; those beyond the axis lie at its end, nan stays nan."""
    return np.asarray(start + places(values, axis)[0] * (end - start))


def _draw_line(drawing: Drawing, chart: Lines, line: Line, area: Area) -> None:
    x = _across(line.x, chart.x_axis, area[0], area[2])
    if line.low is not None and line.high is not None:
        low, high = (_across(each, chart.y_axis, area[3], area[1]) for each in (line.low, line.high))
        for part in _unbroken(x + low + high):
            edge = [*zip(x[part], low[part], strict=True), *reversed(list(zip(x[part], high[part], strict=True)))]
            drawing.path("polygon", f"{line.role} band", edge)
    y = _across(line.y, chart.y_axis, area[3], area[1])
    for part in _unbroken(x + y):
        if part.stop - part.start == 1:
            drawing.shape("circle", f"{line.role}", cx=float(x[part.start]), cy=float(y[part.start]), r=2.5)
        else:
            drawing.path("polyline", f"{line.role} line", zip(x[part], y[part], strict=True))


def _unbroken(values: Numbers) -> Iterator[slice]:
    """The runs of values that are numbers."""
    known = np.concatenate([[False], np.isfinite(values), [False]])
    edges = np.flatnonzero(known[1:] != known[:-1])
    return (slice(int(start), int(stop)) for start, stop in edges.reshape(-1, 2))
