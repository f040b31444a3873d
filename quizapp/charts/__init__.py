"""Charts: data (`model`) drawn as grids of characters and roles (`grid`), for any terminal and for plain text.

`render` never fails and never warns, whatever the numbers and however small the room; it imports no UI library.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from quizapp.charts import bars, heatmap, histograms, lines, phase_map, pictures, strips, table
from quizapp.charts.glyphs import ASCII, COLOUR, FADING, UNICODE, Glyphs
from quizapp.charts.grid import Canvas, Grid, Row, Span, plain
from quizapp.charts.model import (
    Axis,
    Bar,
    Bars,
    Chart,
    Dot,
    Heatmap,
    HistogramRow,
    Histograms,
    Level,
    Line,
    Lines,
    PhaseMap,
    Picture,
    PictureRow,
    Pictures,
    Point,
    Role,
    Scale,
    Series,
    Shade,
    StripRow,
    Strips,
    Table,
)
from quizapp.charts.motion import between, can_move

RENDERERS: dict[type, Callable[[Any, int, int | None, Glyphs], Canvas]] = {
    Bars: bars.draw,
    Lines: lines.draw,
    Histograms: histograms.draw,
    Strips: strips.draw,
    Heatmap: heatmap.draw,
    PhaseMap: phase_map.draw,
    Pictures: pictures.draw,
    Table: table.draw,
}
#: Below this there is room for words only.
SMALLEST = (20, 3)


def render(
    chart: Chart,
    width: int,
    height: int | None = None,
    ascii_only: bool = False,
    colour: bool = False,
    fades: bool = False,
) -> Grid:
    """The chart drawn in exactly `width` by `height` cells, or as many rows as it likes to have if height is None.

    With `colour` the pixels of pictures are told apart by the roles of their cells, and else by patterns; with `fades`
    there are so many colours that bars may grow stronger along their way, and lines may stand on filled ground.
    """
    glyphs = ASCII if ascii_only else FADING if fades else COLOUR if colour else UNICODE
    too_small = width < SMALLEST[0] or (height is not None and height < SMALLEST[1])
    draw = _draw_words if too_small else RENDERERS[type(chart)]
    return draw(chart, width, height, glyphs).grid(ascii_only)


def _draw_words(chart: Chart, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """The title and as much of the sentence as fits."""
    lines = textwrap.wrap(chart.sentence, width)
    canvas = Canvas(width, 1 + len(lines) if height is None else height)
    canvas.write(0, 0, chart.title, Role.TITLE)
    for row, line in enumerate(lines, start=1):
        last = row == canvas.height - 1 and row < len(lines)
        canvas.write(row, 0, line + "…" * last, Role.LABEL)
    return canvas


__all__ = [
    "ASCII",
    "COLOUR",
    "FADING",
    "UNICODE",
    "Axis",
    "Bar",
    "Bars",
    "Chart",
    "Dot",
    "Glyphs",
    "Grid",
    "Heatmap",
    "HistogramRow",
    "Histograms",
    "Level",
    "Line",
    "Lines",
    "PhaseMap",
    "Picture",
    "PictureRow",
    "Pictures",
    "Point",
    "Role",
    "Row",
    "Scale",
    "Series",
    "Shade",
    "Span",
    "StripRow",
    "Strips",
    "Table",
    "between",
    "can_move",
    "plain",
    "render",
]
