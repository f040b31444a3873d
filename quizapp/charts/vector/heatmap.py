"""Draws a Heatmap: a cell for each number, the fuller the larger it is, with the ends of both axes named."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import Heatmap
from quizapp.charts.scales import places, ticks
from quizapp.charts.vector.page import LETTER, ROW, WIDTH, Drawing, headed, warned

TALLEST = 260.0


def draw(chart: Heatmap) -> Drawing:
    """All cells, the first row at the top."""
    shades = ", ".join(label for _, label in ticks(chart.axis))
    drawing = headed(chart.title, f"{chart.unit}; empty to full: {shades}")
    rows, columns = np.shape(chart.values) if np.ndim(chart.values) == 2 else (0, 0)
    left, top = 8 + LETTER * max(map(len, chart.row_ends)), drawing.height
    if rows and columns:
        wide = (WIDTH - left) / columns
        tall = min(wide, TALLEST / rows)
        _draw_cells(drawing, chart, (left, top), (wide, tall))
        drawing.height += rows * tall
    for name, y in zip(chart.row_ends, (top + 12, max(drawing.height, top + 2 * ROW) - 4), strict=True):
        drawing.text(left - 8, y, name, anchor="end")
    drawing.height = max(drawing.height, top + 2 * ROW) + ROW
    drawing.text(left, drawing.height - 5, chart.column_ends[0])
    drawing.text(WIDTH, drawing.height - 5, chart.column_ends[1], anchor="end")
    return warned(drawing, chart.warning)


def _draw_cells(drawing: Drawing, chart: Heatmap, corner: tuple[float, float], size: tuple[float, float]) -> None:
    where, _ = places(np.asarray(chart.values, float), chart.axis)
    for (row, column), share in np.ndenumerate(np.nan_to_num(where)):
        place = {"x": corner[0] + column * size[0], "y": corner[1] + row * size[1]}
        cell = {"width": size[0], "height": size[1], "fill-opacity": float(share)}
        drawing.shape("rect", "main cell", **place, **cell)
        if (row, column) == chart.mark:
            drawing.text(place["x"] + size[0] / 2, place["y"] + size[1] / 2 + 4, "×", "title", "middle")
