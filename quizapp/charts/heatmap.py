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
    corner, room = (header.height, left), (canvas.height - header.height - footer, width - left)
    _draw_cells(canvas, chart, corner, room, glyphs)
    if footer:
        margins.draw_ends(canvas, chart.row_ends, chart.column_ends, corner, room)
        canvas.write(header.height + room[0] + 1, 0, chart.warning, Role.WARNING)
    return canvas


def _legend(chart: Heatmap, glyphs: Glyphs) -> Heading:
    (_, low), _, (_, high) = ticks(chart.axis)
    text = f"{low} {''.join(map(chr, glyphs.shades[1:]))} {high}"
    return Heading(text, Role.MAIN, len(text))


def _draw_cells(canvas: Canvas, chart: Heatmap, corner: tuple[int, int], room: tuple[int, int], glyphs: Glyphs) -> None:
    values = np.atleast_2d(np.asarray(chart.values, float))
    if not values.size or min(room) < 1:
        return
    shown = margins.at_cells(values, room)
    where, _ = places(shown, chart.axis)
    shade = np.clip(np.ceil(np.nan_to_num(where) * (len(glyphs.shades) - 1)), 0, len(glyphs.shades) - 1).astype(int)
    canvas.paint(*corner, glyphs.shades[shade], Role.MAIN)
    lost = np.where(np.isfinite(shown), np.uint32(SPACE), np.uint32(ord(glyphs.lost)))
    canvas.paint(*corner, lost, Role.WARNING)
    if chart.mark is not None:
        at = [margins.cells_of(count, cells) for count, cells in zip(values.shape, room, strict=True)]
        row, column = (int(np.abs(cells - place).argmin()) for cells, place in zip(at, chart.mark, strict=True))
        canvas.write(corner[0] + row, corner[1] + column, glyphs.mark, Role.CONTROL)
