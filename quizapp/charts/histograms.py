"""Draws Histograms: one under the other on one axis, each scaled to its own peak, with what the axis leaves out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.charts import margins
from quizapp.charts.glyphs import Glyphs
from quizapp.charts.grid import FAINTEST_OF_BARS, Canvas, Fades
from quizapp.charts.margins import Heading
from quizapp.charts.model import Axis, HistogramRow, Histograms, Numbers, Role, Scale, titled
from quizapp.charts.numbers import number, percent
from quizapp.charts.scales import axis_text

TALLEST = 4
VALUE_WIDTH = 9
SHARE_WIDTH = 8
SHORTEST_AXIS = 8


@dataclass(frozen=True)
class Area:
    """The cells of the bins, the rows that each histogram has, and whether its outside shares stand beside them."""

    left: int
    width: int
    tall: int
    shares_beside: bool


def draw(chart: Histograms, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw as many rows as fit, taller where there is room."""
    labels = margins.row_labels([row.label for row in chart.rows], chart.row)
    left = min(max(map(len, labels), default=0), width // 3) + 1
    headings = (Heading(chart.value, Role.VALUE, VALUE_WIDTH),) if chart.value and width >= left + 24 else ()
    header = margins.header_for(titled(chart), chart.unit, headings, width, height)
    footer = 1 + bool(chart.warning) if height is None or height > header.height + 3 else 0
    canvas = Canvas(width, header.height + len(chart.rows) + footer if height is None else height)
    room = canvas.height - header.height - footer
    shown = margins.picked(len(chart.rows), room)
    margins.draw_header(canvas, header, margins.picked_note(shown, [row.label for row in chart.rows], chart.row))
    area = _area(chart, left, width - header.headings_width, min(room // max(len(shown), 1), TALLEST))
    _draw_rows(canvas, chart, shown, header.height, area, glyphs)
    if headings:
        _draw_values(canvas, chart, shown, header.height, area.tall)
    if footer:
        below = header.height + len(shown) * area.tall
        canvas.write(below, area.left, axis_text(Axis(chart.low, chart.high), area.width), Role.AXIS)
        canvas.write(below + 1, 0, chart.warning, Role.WARNING)
    return canvas


def _area(chart: Histograms, left: int, right: int, tall: int) -> Area:
    before = SHARE_WIDTH * any(row.below > 0 for row in chart.rows)
    after = SHARE_WIDTH * any(row.above > 0 for row in chart.rows)
    if right - left - before - after < SHORTEST_AXIS:
        return Area(left, max(right - left, 0), tall, shares_beside=False)
    return Area(left + before, right - left - before - after, tall, shares_beside=True)


def _draw_rows(canvas: Canvas, chart: Histograms, shown: list[int], top: int, area: Area, glyphs: Glyphs) -> None:
    labels = margins.row_labels([chart.rows[index].label for index in shown], chart.row)
    width = max(map(len, margins.row_labels([row.label for row in chart.rows], chart.row)), default=0)
    for place, index in enumerate(shown):
        base = top + (place + 1) * area.tall - 1
        canvas.write(base, 0, labels[place].rjust(min(width, canvas.width // 3)), Role.LABEL, canvas.width // 3)
        _draw_bins(canvas, chart.rows[index], base, area, glyphs)
        _draw_shares(canvas, chart.rows[index], base, area, glyphs)


def _draw_bins(canvas: Canvas, row: HistogramRow, base: int, area: Area, glyphs: Glyphs) -> None:
    full = len(glyphs.up) - 1
    levels = _levels(rebinned(row.shares, area.width), full * area.tall)
    below = np.arange(area.tall - 1, -1, -1)[:, None] * full
    codes = glyphs.up[np.clip(levels - below, 0, full)]
    canvas.paint(base - area.tall + 1, area.left, codes, Role.MAIN, _fades(area.tall) if glyphs.fades else None)


def _fades(tall: int) -> Fades:
    """Of each row of a histogram how faint it is: the lower, the fainter."""
    return np.linspace(0, FAINTEST_OF_BARS if tall > 1 else 0, tall).round().astype(np.uint8)[:, None]


def _draw_shares(canvas: Canvas, row: HistogramRow, base: int, area: Area, glyphs: Glyphs) -> None:
    """The shares that no bin holds: below and above at the sides, what is not finite in the middle."""
    right = area.left + area.width
    if row.below > 0 and area.shares_beside:
        canvas.write(base, area.left - SHARE_WIDTH, f"{glyphs.main.left} {percent(row.below)}", Role.WARNING)
    elif row.below > 0:
        canvas.write(base, area.left, glyphs.main.left, Role.WARNING, area.width)
    if row.above > 0 and area.shares_beside:
        text = f"{percent(row.above)} {glyphs.main.right}"
        canvas.write(base, right + SHARE_WIDTH - len(text), text, Role.WARNING)
    elif row.above > 0:
        canvas.write(base, right - 1, glyphs.main.right, Role.WARNING)
    if row.not_finite > 0:
        canvas.write(base, area.left, f"{percent(row.not_finite)} overflow", Role.WARNING, area.width)


def _draw_values(canvas: Canvas, chart: Histograms, shown: list[int], top: int, tall: int) -> None:
    for place, index in enumerate(shown):
        value = chart.rows[index].value
        text = "" if value is None else number(value, Scale.LOG)
        canvas.write(top + (place + 1) * tall - 1, canvas.width - len(text), text, Role.VALUE)


def rebinned(shares: Numbers, bins: int) -> Numbers:
    """Shares in another number of equal bins, each old bin spread evenly, so that their total is kept."""
    known = np.nan_to_num(np.asarray(shares, float), posinf=0.0, neginf=0.0).clip(0.0, 1.0)
    total = np.concatenate([[0.0], np.cumsum(known)])
    return np.diff(np.interp(np.linspace(0, len(known), bins + 1), np.arange(len(known) + 1), total))


def _levels(shares: Numbers, steps: int) -> NDArray[np.intp]:
    """Heights in `steps`: the peak takes all of them, and what is not 0 takes at least one."""
    peak = shares.max(initial=0.0)
    heights = shares / peak if peak > 0 else np.zeros(len(shares))
    return np.ceil(heights * steps - 1e-9).astype(np.intp)
