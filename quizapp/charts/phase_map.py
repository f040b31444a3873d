"""Draws a PhaseMap: blank below the edge, shaded above it, a line with its name between, ticks, and the dots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quizapp.charts import margins
from quizapp.charts.glyphs import Glyphs
from quizapp.charts.grid import Canvas
from quizapp.charts.margins import Header, Heading
from quizapp.charts.model import Dot, PhaseMap, Role

#: From this number on the map is shaded darker.
STRONG = 2.0
#: Rows of numbers that a row of cells stands for where the height is free: cells are taller than they are wide.
ROWS_A_CELL = 2


@dataclass(frozen=True)
class Layout:
    """Where the parts of a map stand on a canvas: its header, and the first cell, rows and columns of the map."""

    header: Header
    height: int
    corner: tuple[int, int]
    room: tuple[int, int]


def layout(chart: PhaseMap, width: int, height: int | None) -> Layout:
    """How a map is laid out in the room there is."""
    headings = tuple(Heading(dot.name, dot.role, len(dot.name)) for dot in chart.dots)
    header = margins.header_for(chart.title, chart.unit, headings, width, height)
    footer = 1 + bool(chart.warning)
    whole = header.height + len(chart.values) // ROWS_A_CELL + footer if height is None else height
    labels = (*chart.row_ends, *(words for _, words in chart.row_ticks))
    left = min(max(map(len, labels)), width // 3) + 1
    return Layout(header, whole, (header.height, left), (whole - header.height - footer, width - left))


def place_at(chart: PhaseMap, size: tuple[int, int], cell: tuple[int, int]) -> tuple[float, float] | None:
    """What of the way across and up lies at a cell (column, row) of a map drawn at a size; None beside the map."""
    placed = layout(chart, *size)
    (top, left), (rows, columns) = placed.corner, placed.room
    column, row = cell[0] - left, cell[1] - top
    if min(placed.room) < 2 or not (0 <= column < columns and 0 <= row < rows):
        return None
    return column / (columns - 1), 1 - row / (rows - 1)


def draw(chart: PhaseMap, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw the nearest number in each cell of the room there is."""
    placed = layout(chart, width, height)
    canvas = Canvas(width, placed.height)
    margins.draw_header(canvas, placed.header)
    corner, room = placed.corner, placed.room
    if min(room) < 2 or not chart.values.size:
        return canvas
    _draw_map(canvas, chart, corner, room, glyphs)
    margins.draw_ends(canvas, chart.row_ends, chart.column_ends, corner, room)
    _draw_ticks(canvas, chart, corner, room)
    for dot in chart.dots:
        _draw_dot(canvas, dot, corner, room, glyphs)
    canvas.write(corner[0] + room[0] + 1, 0, chart.warning, Role.WARNING)
    return canvas


def _draw_map(canvas: Canvas, chart: PhaseMap, corner: tuple[int, int], room: tuple[int, int], glyphs: Glyphs) -> None:
    numbers = margins.at_cells(chart.values, room)
    above = numbers > 1
    canvas.paint(*corner, glyphs.shades[np.where(numbers >= STRONG, 2, np.where(above, 1, 0))], Role.DIM)
    edges = [int(row.argmax()) if row.any() else room[1] for row in above]
    for row, edge in enumerate(edges):
        if edge < room[1]:
            canvas.write(corner[0] + row, corner[1] + edge, glyphs.wall, Role.VALUE)
    row = _row_without_dots(chart.dots, room[0])
    _write_between(canvas, corner, row, 0, edges[row], chart.below)
    _write_between(canvas, corner, row, edges[row] + 1, room[1], chart.above)
    _name_edge(canvas, chart, corner, room, edges, glyphs)


def _name_edge(
    canvas: Canvas, chart: PhaseMap, corner: tuple[int, int], room: tuple[int, int], edges: list[int], glyphs: Glyphs
) -> None:
    """What the line is called, beside it in a row of its own, on whichever side there is room."""
    words_row = _row_without_dots(chart.dots, room[0])
    taken = {words_row, *(_row_of(dot, room[0]) for dot in chart.dots)}
    for row in sorted(set(range(room[0])) - taken, key=lambda each: abs(each - room[0] // 4)):
        edge, length = edges[row], len(chart.edge) + 3
        if not chart.edge or edge >= room[1]:
            continue
        if edge + 1 + length <= room[1]:
            canvas.write(corner[0] + row, corner[1] + edge + 1, f"{glyphs.main.left} {chart.edge} ", Role.TITLE)
            return
        if edge >= length:
            words = f" {chart.edge} {glyphs.main.right}"
            canvas.write(corner[0] + row, corner[1] + edge - len(words), words, Role.TITLE)
            return


def _draw_ticks(canvas: Canvas, chart: PhaseMap, corner: tuple[int, int], room: tuple[int, int]) -> None:
    """The numbers between the ends, where they stand in the way of none."""
    (top, left), (rows, columns) = corner, room
    for up, words in chart.row_ticks:
        row = round((1 - up) * (rows - 1))
        if 0 < row < rows - 1:
            canvas.write(top + row, 0, words.rjust(left - 1), Role.AXIS, left - 1)
    free = len(chart.column_ends[0]) + 1
    for across, words in chart.column_ticks:
        column = round(across * (columns - 1)) - len(words) // 2
        if free <= column and column + len(words) < columns - len(chart.column_ends[1]):
            canvas.write(top + rows, left + column, words, Role.AXIS)
            free = column + len(words) + 1


def _row_without_dots(dots: tuple[Dot, ...], rows: int) -> int:
    """The row nearest to the middle in which words stand in no dot's way."""
    taken = {_row_of(dot, rows) for dot in dots}
    by_nearness = sorted(range(rows), key=lambda row: abs(row - rows // 2))
    return next((row for row in by_nearness if row not in taken), 0)


def _row_of(dot: Dot, rows: int) -> int:
    return round((1 - _share(dot.up)) * (rows - 1))


def _write_between(canvas: Canvas, corner: tuple[int, int], row: int, start: int, end: int, words: str) -> None:
    """Words in the middle of a region, or the last of them alone, if there is room for it."""
    fitting = (text for text in (words, words.rpartition(" ")[2]) if len(text) + 2 <= end - start)
    text = next(fitting, "")
    if text:
        canvas.write(corner[0] + row, corner[1] + (start + end - len(text) - 2) // 2, f" {text} ", Role.LABEL)


def _draw_dot(canvas: Canvas, dot: Dot, corner: tuple[int, int], room: tuple[int, int], glyphs: Glyphs) -> None:
    """The dot's name where it lies, moved to the left of others in its place; beyond the map with an arrow."""
    arrow = glyphs.main.right if dot.across > 1 else glyphs.top if dot.up > 1 else ""
    sign = f"{dot.name}{arrow}"
    row = corner[0] + _row_of(dot, room[0])
    column = corner[1] + min(round(_share(dot.across) * (room[1] - 1)), room[1] - len(sign))
    while column > corner[1] and chr(canvas.codes[row, column]).isalpha():
        column -= 1
    canvas.write(row, max(column, corner[1]), sign, dot.role)


def _share(number: float) -> float:
    return float(np.clip(np.nan_to_num(number), 0.0, 1.0))
