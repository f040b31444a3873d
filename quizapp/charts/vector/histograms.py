"""Draws Histograms: a row for each layer, with what lies beyond the range in numbers beside it."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import Axis, HistogramRow, Histograms, Numbers, titled
from quizapp.charts.numbers import number, percent
from quizapp.charts.vector.bars import draw_axis
from quizapp.charts.vector.page import LETTER, WIDTH, Drawing, headed, warned

TALL = 30.0
NUMBERS = 150.0


def draw(chart: Histograms, width: float = WIDTH) -> Drawing:
    """All rows, from the first at the top."""
    drawing = headed(titled(chart), chart.unit, width=width)
    labels = [f"{chart.row} {row.label}" for row in chart.rows]
    left, right = 8 + LETTER * max(map(len, labels), default=0), drawing.width - NUMBERS
    for row, label in zip(chart.rows, labels, strict=True):
        drawing.height += TALL
        drawing.text(left - 8, drawing.height - 4, label, anchor="end")
        _draw_bins(drawing, row.shares, left, right)
        drawing.text(drawing.width, drawing.height - 4, _numbers(chart, row), "", "end")
    draw_axis(drawing, Axis(chart.low, chart.high), left, right)
    return warned(drawing, chart.warning)


def _draw_bins(drawing: Drawing, shares: Numbers, left: float, right: float) -> None:
    base = drawing.height
    drawing.line("rule", (left, base), (right, base))
    known = np.clip(np.nan_to_num(np.asarray(shares, float), nan=0.0, posinf=0.0, neginf=0.0), 0.0, None)
    if not len(known) or known.max() <= 0:
        return
    width, tall = (right - left) / len(known), known / known.max() * (TALL - 6)
    for index in np.flatnonzero(tall > 0):
        height = max(float(tall[index]), 0.5)
        drawing.shape("rect", "main cell", x=left + float(index) * width, y=base - height, width=width, height=height)


def _numbers(chart: Histograms, row: HistogramRow) -> str:
    beyond = {"below": row.below, "above": row.above, "overflow": row.not_finite}
    parts = [f"{word} {percent(share)}" for word, share in beyond.items() if share > 0]
    if row.value is not None:
        parts.append(f"{chart.value} {number(row.value)}".strip())
    return ", ".join(parts)
