"""Lines, bands and levels as dots: 2 x 4 in a cell as braille, or 1 in ASCII."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.glyphs import BRAILLE_BITS, BRAILLE_BLANK
from quizapp.charts.grid import FAINTEST, NUMBER_OF_ROLE, SPACE, Canvas, Codes
from quizapp.charts.model import Axis, Line, Lines, Numbers, Role
from quizapp.charts.scales import ABOVE, BELOW, places

Dots = NDArray[np.bool_]
#: How faint what is filled below a line is at the top of its chart.
STRONGEST_OF_FILL = 3
#: The numbers of roles whose dots give way to those of lines.
BANDS = [NUMBER_OF_ROLE[role] for role in (Role.BAND, Role.CONTROL_BAND)]


@dataclass(frozen=True)
class Plot:
    """The rectangle of cells between the axes, and the dots that a cell has (across, down)."""

    top: int
    left: int
    width: int
    height: int
    dots: tuple[int, int]

    @property
    def columns(self) -> int:
        """Columns of dots."""
        return self.width * self.dots[0]

    @property
    def rows(self) -> int:
        """Rows of dots."""
        return self.height * self.dots[1]


@dataclass(frozen=True, eq=False)
class Trace:
    """A line on its plot: x in columns of dots, y and the band's ends in places from 0 to 1 upwards.

    `lowest` and `highest` are its places in each column of dots; nan where it is not.
    """

    x: Numbers
    y: Numbers
    low: Numbers
    high: Numbers
    outside: NDArray[np.int8]
    role: Role
    lowest: Numbers
    highest: Numbers


def trace(line: Line, chart: Lines, plot: Plot) -> Trace:
    """Place a line's points, in the order of their x; a line without a band gets one that is nowhere."""
    count = min(len(line.x), len(line.y))
    x, _ = places(line.x[:count], chart.x_axis)
    nowhere = np.full(count, np.nan)
    band = (nowhere if part is None else part[:count] for part in (line.low, line.high))
    (y, low, high), (outside, *_) = places(np.stack([line.y[:count], *band]), chart.y_axis)
    x = np.nan_to_num(x) * (plot.columns - 1)
    return Trace(x, y, low, high, outside, line.role, *_spans(x, y, plot))


def line_dots(traced: Trace, plot: Plot) -> Dots:
    """The dots of a line; a column shows all values that fall into it, so that no spike between two dots is lost."""
    return _between(traced.lowest, traced.highest, plot)


def fill_dots(traced: Trace, plot: Plot) -> Dots:
    """All dots from a line down to the lower axis."""
    return _between(np.where(np.isnan(traced.highest), np.nan, 0.0), traced.highest, plot)


def in_cells_of(dots: Dots, plot: Plot) -> Dots:
    """All dots of the cells in which any of these are."""
    across, down = plot.dots
    cells = dots.reshape(plot.height, down, plot.width, across).any(axis=(1, 3))
    return cells.repeat(down, axis=0).repeat(across, axis=1)


def _spans(x: Numbers, y: Numbers, plot: Plot) -> tuple[Numbers, Numbers]:
    """The lowest and the highest place of a line in each column of dots; nan where it is not."""
    columns = np.arange(plot.columns)
    at_edges = np.interp(np.clip(np.arange(plot.columns + 1) - 0.5, x[0], x[-1]), x, y)
    low, high = np.fmin(at_edges[:-1], at_edges[1:]), np.fmax(at_edges[:-1], at_edges[1:])
    beyond_ends = (columns + 0.5 < x[0]) | (columns - 0.5 > x[-1])
    low[beyond_ends], high[beyond_ends] = np.nan, np.nan
    nearest = np.round(x).astype(int)
    np.fmin.at(low, nearest, y)
    np.fmax.at(high, nearest, y)
    return low, high


def band_dots(traced: Trace, plot: Plot) -> Dots:
    """Sparse dots between the two ends of the line's band."""
    if np.isnan(traced.low).all():
        return np.zeros((plot.rows, plot.columns), bool)
    columns = np.arange(plot.columns)
    low, high = (np.interp(columns, traced.x, y, left=np.nan, right=np.nan) for y in (traced.low, traced.high))
    return _between(low, high, plot) & _sparse(plot)


def level_dots(y: float, axis: Axis, plot: Plot) -> Dots:
    """A dotted line from side to side, or nothing if `y` is outside the chart."""
    dots = np.zeros((plot.rows, plot.columns), bool)
    (place,), (outside,) = places(np.array([y]), axis)
    if np.isfinite(place) and not outside:
        dots[_row(place, plot), :: 2 * plot.dots[0]] = True
    return dots


def dashed(dots: Dots, plot: Plot) -> Dots:
    """Dots without those of every third cell, as a dashed line has them."""
    shown: Dots = np.arange(plot.columns) // plot.dots[0] % 3 != 2
    return dots & shown


def sparse(dots: Dots, plot: Plot) -> Dots:
    """Dots of every third cell alone, as a line of short dashes has them."""
    shown: Dots = np.arange(plot.columns) // plot.dots[0] % 3 == 0
    return dots & shown


def outside_cells(traced: Trace, plot: Plot) -> Iterator[tuple[int, int]]:
    """(cell column, ABOVE or BELOW) of the line's points beyond the chart."""
    if traced.outside.any():
        cells = np.round(traced.x).astype(int) // plot.dots[0]
        for side in (ABOVE, BELOW):
            for cell in np.unique(cells[traced.outside == side]):
                yield int(cell), side


def lost_cell(traced: Trace, plot: Plot) -> tuple[int, int] | None:
    """(row, column) of the last cell of a line that ends in what is not a number."""
    known = np.isfinite(traced.y)
    if known[-1] or not known.any():
        return None
    last = np.flatnonzero(known)[-1]
    return _row(traced.y[last], plot) // plot.dots[1], round(traced.x[last]) // plot.dots[0]


def paint_dots(canvas: Canvas, plot: Plot, dots: Dots, role: Role, glyph: str) -> None:
    """Put dots down, with those of lines already there, as braille or as the given glyph.

    The main line rises from what is filled below it; all others stand out against that.
    """
    area = (slice(plot.top, plot.top + plot.height), slice(plot.left, plot.left + plot.width))
    if glyph:
        codes = np.where(dots, np.uint32(ord(glyph)), np.uint32(SPACE))
    else:
        filled = (canvas.fades[area] > 0) & (role is not Role.MAIN)
        codes = _braille(dots, canvas.codes[area], ~np.isin(canvas.roles[area], BANDS) & ~filled)
    canvas.paint(plot.top, plot.left, codes, role)


def paint_fill(canvas: Canvas, plot: Plot, dots: Dots, role: Role) -> None:
    """Put the dots below a line down as braille, fainter from row to row."""
    codes = _braille(dots, np.full((plot.height, plot.width), SPACE, np.uint32), np.zeros((), np.bool_))
    fades = np.linspace(STRONGEST_OF_FILL, FAINTEST, plot.height).round().astype(np.uint8)[:, None]
    canvas.paint(plot.top, plot.left, codes, role, fades)


def _braille(dots: Dots, old: Codes, keep: NDArray[np.bool_]) -> Codes:
    """Braille of `dots` joined with what is braille already and to be kept; a space where `dots` has none."""
    height, width = old.shape
    bits = np.einsum("aibj,ij->ab", dots.reshape(height, 4, width, 2), BRAILLE_BITS, dtype=np.uint32)
    joined = np.where((old >= BRAILLE_BLANK) & keep, bits | (old - BRAILLE_BLANK), bits)
    return np.where(bits > 0, joined + np.uint32(BRAILLE_BLANK), np.uint32(SPACE))


def _between(low: Numbers, high: Numbers, plot: Plot) -> Dots:
    known = np.isfinite(low) & np.isfinite(high)
    top = np.where(known, _rows(high, plot), plot.rows)
    bottom = np.where(known, _rows(low, plot), -1.0)
    rows = np.arange(plot.rows)[:, None]
    return (rows >= top) & (rows <= bottom)


def _rows(heights: Numbers, plot: Plot) -> Numbers:
    return np.asarray(np.round((1.0 - heights) * (plot.rows - 1)))


def _row(place: float, plot: Plot) -> int:
    return round((1 - place) * (plot.rows - 1))


@lru_cache(64)
def _sparse(plot: Plot) -> Dots:
    """Which dots a band shows: one in a cell of braille, every second cell in ASCII."""
    rows, columns = np.arange(plot.rows)[:, None], np.arange(plot.columns)
    shown: Dots = (rows % 2 == 0) & ((columns + rows) // 2 % 2 == 0) & (columns % plot.dots[0] == 0)
    return shown
