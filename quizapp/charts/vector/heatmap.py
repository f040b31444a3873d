"""Draws a Heatmap: a cell for each number, the fuller the larger it is, with the ends of both axes named."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import Heatmap
from quizapp.charts.scales import places, ticks
from quizapp.charts.vector.page import WIDTH, Drawing, Field, field_for, headed, warned

TALLEST = 260.0


def draw(chart: Heatmap, width: float = WIDTH) -> Drawing:
    """All cells, the first row at the top."""
    shades = ", ".join(label for _, label in ticks(chart.axis))
    drawing = headed(chart.title, f"{chart.unit}; empty to full: {shades}", width=width)
    field = field_for(drawing, np.shape(chart.values), chart.row_ends, TALLEST)
    _draw_cells(drawing, chart, field)
    field.draw_ends(drawing, chart.row_ends, chart.column_ends)
    return warned(drawing, chart.warning)


def _draw_cells(drawing: Drawing, chart: Heatmap, field: Field) -> None:
    where, _ = places(field.rows_of(chart.values), chart.axis)
    for (row, column), share in np.ndenumerate(np.nan_to_num(where)):
        x, y = field.at(row, column)
        size = {"width": field.wide, "height": field.tall, "fill-opacity": float(share)}
        drawing.shape("rect", "main cell", x=x, y=y, **size)
        if (row, column) == chart.mark:
            drawing.text(x + field.wide / 2, y + field.tall / 2 + 4, "×", "title", "middle")
