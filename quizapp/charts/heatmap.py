"""Draws a Heatmap in four shades; the blank is the lowest, and a cross stands where there is no number."""

from __future__ import annotations

import numpy as np

from quizapp.charts import margins
from quizapp.charts.glyphs import Glyphs
from quizapp.charts.grid import SPACE, Canvas
from quizapp.charts.margins import Heading
from quizapp.charts.model import Heatmap, Role
from quizapp.charts.scales import places, ticks


def draw(chart: Heatmap, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw the nearest number in each cell of the room there is."""
    headings = (_legend(chart, glyphs),)
    header = margins.header_for(chart.title, chart.unit, headings, width, height)
    footer = 1 + bool(chart.warning) if height is None or height > header.height + 3 else 0
    canvas = Canvas(width, header.height + max(len(chart.values), 2) + footer if height is None else height)
    margins.draw_header(canvas, header)
    left = min(max(map(len, chart.row_ends)), width // 3) + 1
    rows, columns = canvas.height - header.height - footer, width - left
    _draw_cells(canvas, chart, header.height, left, (rows, columns), glyphs)
    for row, label in ((0, chart.row_ends[0]), (rows - 1, chart.row_ends[1])):
        canvas.write(header.height + row, 0, label.rjust(left - 1), Role.LABEL, left - 1)
    if footer:
        first, last = chart.column_ends
        canvas.write(header.height + rows, left, first + last.rjust(columns - len(first)), Role.AXIS)
        canvas.write(header.height + rows + 1, 0, chart.warning, Role.WARNING)
    return canvas


def _legend(chart: Heatmap, glyphs: Glyphs) -> Heading:
    (_, low), _, (_, high) = ticks(chart.axis)
    text = f"{low} {''.join(map(chr, glyphs.shades[1:]))} {high}"
    return Heading(text, Role.MAIN, len(text))


def _draw_cells(canvas: Canvas, chart: Heatmap, top: int, left: int, room: tuple[int, int], glyphs: Glyphs) -> None:
    values = np.atleast_2d(np.asarray(chart.values, float))
    if not values.size or min(room) < 1:
        return
    at = [np.arange(cells) * count // cells for cells, count in zip(room, values.shape, strict=True)]
    values = values[np.ix_(*at)]
    where, _ = places(values, chart.axis)
    shade = np.clip(np.ceil(np.nan_to_num(where) * (len(glyphs.shades) - 1)), 0, len(glyphs.shades) - 1).astype(int)
    canvas.paint(top, left, glyphs.shades[shade], Role.MAIN)
    lost = np.where(np.isfinite(values), np.uint32(SPACE), np.uint32(ord(glyphs.lost)))
    canvas.paint(top, left, lost, Role.WARNING)
    if chart.mark is not None:
        row, column = (int(np.abs(cells - place).argmin()) for cells, place in zip(at, chart.mark, strict=True))
        canvas.write(top + row, left + column, glyphs.mark, Role.CONTROL)
