"""Draws Strips: a line from small numbers to large ones a row, a bar for the middle half, one for the median."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import StripRow, Strips, titled
from quizapp.charts.numbers import number
from quizapp.charts.scales import places
from quizapp.charts.vector.bars import COLUMN, draw_axis
from quizapp.charts.vector.page import LETTER, ROW, WIDTH, Drawing, headed, warned


def draw(chart: Strips, width: float = WIDTH) -> Drawing:
    """All rows, from the first at the top."""
    drawing = headed(
        titled(chart), f"{chart.unit}; line: 5 to 95 %, bar: the middle half, stroke: the median", width=width
    )
    labels = [f"{chart.row} {row.label}" if row.label.isdigit() else row.label for row in chart.rows]
    left, right = 8 + LETTER * max(map(len, labels), default=0), drawing.width - COLUMN
    for row, label in zip(chart.rows, labels, strict=True):
        middle = drawing.height + ROW / 2
        drawing.text(left - 8, middle + 4, label, anchor="end")
        _draw_strip(drawing, chart, row, (left, right), middle)
        if row.value is not None:
            drawing.text(
                drawing.width, middle + 4, f"{chart.value} {number(row.value, chart.axis.scale)}".strip(), "", "end"
            )
        drawing.height += ROW
    draw_axis(drawing, chart.axis, left, right)
    return warned(drawing, chart.warning)


def _draw_strip(drawing: Drawing, chart: Strips, row: StripRow, ends: tuple[float, float], middle: float) -> None:
    left, right = ends
    if np.isnan(np.array(row.quantiles, float)).any():
        drawing.text(left, middle + 4, "overflow", "warning")
        return
    where = np.nan_to_num(places(np.array(row.quantiles, float), chart.axis)[0])
    lowest, quarter, median, three_quarters, highest = (left + where * (right - left)).tolist()
    drawing.line("main line", (lowest, middle), (highest, middle))
    drawing.shape("rect", "main", x=quarter, y=middle - 5, width=max(three_quarters - quarter, 1.0), height=10.0)
    drawing.shape("rect", "control", x=median - 1, y=middle - 7, width=2.0, height=14.0)
