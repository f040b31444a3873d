"""Draws Strips: a line from small numbers to large ones a row, thick for the middle half, with the median on it."""

from __future__ import annotations

import numpy as np

from quizapp.charts import margins
from quizapp.charts.glyphs import Glyphs
from quizapp.charts.grid import SPACE, Canvas, Codes
from quizapp.charts.margins import GAP, Heading
from quizapp.charts.model import Numbers, Role, StripRow, Strips, titled
from quizapp.charts.numbers import number
from quizapp.charts.scales import axis_text, places

VALUE_WIDTH = 9
#: Below this many columns beside the labels there is no room for a column of numbers.
ROOM_FOR_VALUES = 24


def draw(chart: Strips, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw as many rows as fit."""
    labels = margins.row_labels([row.label for row in chart.rows], chart.row)
    left = min(max(map(len, labels), default=0), width // 3) + 1
    values = bool(chart.value) and width >= left + ROOM_FOR_VALUES
    header = margins.header_for(titled(chart), chart.unit, _headings(chart, glyphs, values), width, height)
    footer = 1 + bool(chart.warning) if height is None or height > header.height + 3 else 0
    canvas = Canvas(width, header.height + len(chart.rows) + footer if height is None else height)
    shown = margins.picked(len(chart.rows), canvas.height - header.height - footer)
    margins.draw_header(canvas, header, margins.picked_note(shown, [row.label for row in chart.rows], chart.row))
    room = width - left - (VALUE_WIDTH + GAP) * values
    quantiles = np.array([chart.rows[index].quantiles for index in shown], float).reshape(-1, 5)
    strips = zip(_labels(chart, shown, left), shown, quantiles, places(quantiles, chart.axis)[0], strict=True)
    for place, (label, index, numbers, where) in enumerate(strips, start=header.height):
        canvas.write(place, 0, label, Role.LABEL, left - 1)
        _draw_strip(canvas, numbers, where, (place, left, room), glyphs)
        if values:
            _draw_value(canvas, chart, chart.rows[index], place)
    if footer:
        below = header.height + len(shown)
        canvas.write(below, left, axis_text(chart.axis, room), Role.AXIS)
        canvas.write(below + 1, 0, chart.warning, Role.WARNING)
    return canvas


def _headings(chart: Strips, glyphs: Glyphs, values: bool) -> tuple[Heading, ...]:
    line, thick = "".join(map(chr, glyphs.span)), chr(glyphs.across[-1])
    names = (f"{line} 5 to 95 %", f"{thick} middle half", f"{glyphs.mark} median")
    roles = (Role.MAIN, Role.MAIN, Role.VALUE)
    legend = tuple(Heading(name, role, len(name)) for name, role in zip(names, roles, strict=True))
    return (*legend, *([Heading(chart.value, Role.VALUE, VALUE_WIDTH)] if values else []))


def _labels(chart: Strips, shown: list[int], left: int) -> list[str]:
    return [
        label.rjust(left - 1) for label in margins.row_labels([chart.rows[index].label for index in shown], chart.row)
    ]


def _draw_strip(canvas: Canvas, quantiles: Numbers, where: Numbers, at: tuple[int, int, int], glyphs: Glyphs) -> None:
    """The strip, `where` its quantiles lie; what is 0 or less has no place on a log axis and begins at its end."""
    top, left, room = at
    if room < 2 or np.isnan(quantiles).any():
        canvas.write(top, left, "overflow", Role.WARNING, max(room, 0))
        return
    cells = np.round(np.nan_to_num(where) * (room - 1)).astype(int)
    lowest, quarter, median, three_quarters, highest = cells.tolist()
    canvas.paint(top, left, _run(room, lowest, highest, int(glyphs.span[1])), Role.MAIN)
    for cell, glyph in ((lowest, glyphs.span[0]), (highest, glyphs.span[2])):
        canvas.write(top, left + cell, chr(glyph), Role.MAIN)
    canvas.paint(top, left, _run(room, quarter, three_quarters, int(glyphs.across[-1])), Role.MAIN)
    if not np.isnan(where[2]):
        canvas.write(top, left + median, glyphs.mark, Role.VALUE)
    if np.isnan(where).any():
        canvas.write(top, left, glyphs.main.left, Role.WARNING)


def _run(room: int, first: int, last: int, glyph: int) -> Codes:
    """One row of cells with a glyph in those from the first to the last."""
    codes = np.full((1, room), SPACE, np.uint32)
    codes[0, first : last + 1] = glyph
    return codes


def _draw_value(canvas: Canvas, chart: Strips, row: StripRow, place: int) -> None:
    text = "" if row.value is None else number(row.value, chart.axis.scale)
    canvas.write(place, canvas.width - len(text), text, Role.VALUE)
