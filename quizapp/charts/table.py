"""Draws a Table: words to the left, numbers to the right, as many columns and rows as fit."""

from __future__ import annotations

from quizapp.charts import margins
from quizapp.charts.glyphs import Glyphs
from quizapp.charts.grid import Canvas
from quizapp.charts.margins import GAP
from quizapp.charts.model import Role, Table
from quizapp.charts.numbers import number


def draw(chart: Table, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw title, header and rows."""
    header = margins.header_for(chart.title, "", (), width, height)
    footer = bool(chart.warning)
    canvas = Canvas(width, 2 + len(chart.rows) + footer if height is None else height)
    shown = margins.picked(len(chart.rows), canvas.height - 2 - footer)
    margins.draw_header(canvas, header, margins.picked_note(shown, [""] * len(chart.rows), chart.row))
    column = 0
    for index, name in enumerate(chart.header):
        cells = [chart.rows[row][index] if index < len(chart.rows[row]) else "" for row in shown]
        texts = [cell if isinstance(cell, str) else number(cell) for cell in cells]
        room = max(len(name), *map(len, texts), 0)
        if column and column + room > width:
            break
        to_the_right = any(not isinstance(cell, str) for cell in cells)
        _draw_column(canvas, column, name, texts, room, to_the_right)
        column += room + GAP
    canvas.write(2 + len(shown), 0, chart.warning, Role.WARNING)
    return canvas


def _draw_column(canvas: Canvas, column: int, name: str, texts: list[str], room: int, to_the_right: bool) -> None:
    for row, text in enumerate([name, *texts], start=1):
        aligned = text.rjust(room) if to_the_right else text
        canvas.write(row, column, aligned, Role.AXIS if row == 1 else Role.VALUE if to_the_right else Role.LABEL)
