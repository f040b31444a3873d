"""Draws a PhaseMap: blank below the edge, shaded above it, a line between, and the dots with their letters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from quizapp.charts.model import Dot, PhaseMap
from quizapp.charts.phase_map import STRONG
from quizapp.charts.vector.page import LETTER, WIDTH, Drawing, Field, field_for, headed, warned

TALLEST = 260.0
#: How full the ground is below 1, above it, and from STRONG on.
SHADES = (0.0, 0.2, 0.4)
#: Half the width of a dot, and how far from the edge of the map one that lies beyond it is drawn.
DOT = 4.0


def draw(chart: PhaseMap, width: float = WIDTH) -> Drawing:
    """The map with the first row at the top, and below it the names of its columns' ends."""
    drawing = headed(chart.title, chart.unit, [(dot.role, dot.name) for dot in chart.dots], width=width)
    field = field_for(drawing, np.shape(chart.values), chart.row_ends, TALLEST)
    for row, numbers in enumerate(field.rows_of(chart.values)):
        _draw_row(drawing, field, row, numbers)
    _draw_edge(drawing, field, chart)
    for dot in chart.dots:
        _draw_dot(drawing, field, dot)
    field.draw_ends(drawing, chart.row_ends, chart.column_ends)
    _draw_ticks(drawing, field, chart)
    return warned(drawing, chart.warning)


def _draw_ticks(drawing: Drawing, field: Field, chart: PhaseMap) -> None:
    """The numbers between the ends of both axes."""
    for up, words in chart.row_ticks:
        if 0 < up < 1:
            drawing.text(field.left - 8, field.top + (1 - up) * field.height + 4, words, anchor="end")
    for across, words in chart.column_ticks:
        x = field.left + across * (drawing.width - field.left)
        if across > 0 and x < drawing.width - LETTER * (len(chart.column_ends[1]) + 2):
            drawing.text(x, drawing.height - 5, words, anchor="middle")


def _draw_row(drawing: Drawing, field: Field, row: int, numbers: Sequence[float]) -> None:
    """A rectangle for each stretch of cells of one shade."""
    start = 0
    for shade, cells in itertools.groupby(int(number > 1) + int(number >= STRONG) for number in numbers):
        length = len(list(cells))
        x, y = field.at(row, start)
        if shade:
            size = {"width": length * field.wide, "height": field.tall}
            drawing.shape("rect", "main cell", x=x, y=y, **size, **{"fill-opacity": SHADES[shade]})
        start += length


def _draw_edge(drawing: Drawing, field: Field, chart: PhaseMap) -> None:
    """The line between the regions, and what each of them is called on either side of it, below all dots."""
    edges = [next((at for at, number in enumerate(row) if number > 1), None) for row in field.rows_of(chart.values)]
    for stretch in _stretches(edges):
        ends = [(field.at(row, edge), field.at(row + 1, edge)) for row, edge in stretch]
        drawing.path("polyline", "edge", itertools.chain.from_iterable(ends))
    if not edges:
        return
    if chart.edge and edges[0] is not None:
        x, y = field.at(0, edges[0])
        fits = x + 6 + LETTER * len(chart.edge) < drawing.width
        drawing.text(x + 6 if fits else x - 6, y + 14, chart.edge, "title", "start" if fits else "end")
    x, y = field.at(len(edges) - 1, edges[-1] if edges[-1] is not None else field.columns)
    y += field.tall / 2 - 6
    if len(chart.below) * LETTER < x - field.left - 8:
        drawing.text(x - 6, y, chart.below, "dim", "end")
    if len(chart.above) * LETTER < drawing.width - x - 8:
        drawing.text(x + 6, y, chart.above, "dim")


def _stretches(edges: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    """The rows and columns of the edge, in stretches of rows that all have one."""
    stretch: list[tuple[int, int]] = []
    for row, edge in enumerate(edges):
        if edge is not None:
            stretch.append((row, edge))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _draw_dot(drawing: Drawing, field: Field, dot: Dot) -> None:
    """A disc with its name beside it; what lies beyond the map is an open disc at its edge with an arrow."""
    across, up = (float(np.clip(np.nan_to_num(share), 0.0, 1.0)) for share in (dot.across, dot.up))
    x = field.left + across * (drawing.width - field.left - 2 * DOT) + DOT
    y = field.top + (1 - up) * (field.height - 2 * DOT) + DOT
    beyond = "→" if dot.across > 1 else "↑" if dot.up > 1 else ""
    drawing.shape("circle", f"{dot.role}{' open' * bool(beyond)}", cx=x, cy=y, r=DOT)
    words = dot.name + beyond
    if across > 0.5:
        drawing.text(x - 8, y + 4, words, "title", "end")
    else:
        drawing.text(x + 8, y + 4, words, "title")
