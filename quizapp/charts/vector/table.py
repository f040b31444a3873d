"""Draws a Table: words to the left of their columns, numbers to the right."""

from __future__ import annotations

from quizapp.charts.model import Table
from quizapp.charts.numbers import number
from quizapp.charts.vector.page import ROW, WIDTH, Drawing, headed, warned


def draw(chart: Table, width: float = WIDTH) -> Drawing:
    """The header and all rows, in columns of the same width."""
    drawing = headed(chart.title, "", width=width)
    wide = drawing.width / max(len(chart.header), *(len(row) for row in chart.rows), 1)
    for kind, row in [("title", chart.header), *(("", row) for row in chart.rows)]:
        drawing.height += ROW
        for index, cell in enumerate(row):
            words = cell if isinstance(cell, str) else number(cell)
            if isinstance(cell, str):
                drawing.text(index * wide, drawing.height - 5, words, kind)
            else:
                drawing.text((index + 1) * wide - 12, drawing.height - 5, words, kind, "end")
    return warned(drawing, chart.warning)
