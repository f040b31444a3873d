"""What all vector charts are made of: shapes at places in a drawing, a header with the legend, and the look."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree

import numpy as np

from quizapp.charts.model import Numbers, Role

WIDTH = 640.0
ROW = 18.0
#: About the width of a character of text at the size that charts use.
LETTER = 6.6
#: The most that a letter of a name in a legend takes, whatever the font.
WIDE_LETTER = 7.6
Anchor = Literal["start", "middle", "end"]
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

STYLE = """\
.chart {width: 100%; max-width: 40rem; height: auto; font: 12px system-ui, sans-serif; --ink: #1b1f24; --main: #0b5cad;
  --control: #9a4a00; --theory: #5b3a8c; --paper: #fff}
.chart text {fill: var(--ink)}
.chart .title {font-weight: bold}
.chart .dim {fill-opacity: .75}
.chart .rule {stroke: var(--ink); stroke-opacity: .35}
.chart .warning {font-weight: bold}
.chart .main {stroke: var(--main); fill: var(--main)}
.chart .control {stroke: var(--control); fill: var(--control)}
.chart .theory, .chart .held-out {stroke: var(--theory); fill: var(--theory)}
.chart .level {stroke: var(--ink); fill: none; stroke-dasharray: 1 4}
.chart .line {fill: none; stroke-width: 2}
.chart .control.line {stroke-dasharray: 7 4}
.chart .theory.line {stroke-dasharray: 2 3}
.chart .held-out.line {stroke-dasharray: 3 6}
.chart .band {stroke: none; fill-opacity: .15}
.chart .open {fill: var(--paper); stroke-width: 2}
.chart .cell {stroke: none}
.chart .goal {stroke: var(--ink); stroke-width: 3}
.chart .pixel {stroke: none}
.chart .frame {stroke: var(--ink); stroke-opacity: .35; fill: none}
.chart .cool {fill: #2b6cb0}
.chart .cool-faint {fill: #a9c8e8}
.chart .neutral {fill: #e6e6e6}
.chart .warm-faint {fill: #f5cfa0}
.chart .warm {fill: #d9822b}
.chart .third-faint {fill: #bfe0b8}
.chart .third {fill: #3d8b37}
.chart .lost {fill: #1b1f24}
.chart .edge {stroke: var(--ink); stroke-width: 1.5; fill: none}
@media (prefers-color-scheme: dark) {
  .chart {--ink: #e8eaed; --main: #7cb8ff; --control: #ffb066; --theory: #cdb0ff; --paper: #16181c}
}
@media print {
  .chart {--ink: #000; --main: #0b5cad; --control: #9a4a00; --theory: #5b3a8c; --paper: #fff}
}
"""


@dataclass
class Drawing:
    """Shapes on a page of a height that grows with what is put on it."""

    height: float = 0.0
    width: float = WIDTH
    shapes: list[ElementTree.Element] = field(default_factory=list)

    def shape(self, tag: str, kind: str, **attributes: float | str) -> None:
        """Add a shape; numbers are its places in the drawing."""
        written = {name: value if isinstance(value, str) else f"{value:.2f}" for name, value in attributes.items()}
        self.shapes.append(ElementTree.Element(tag, {"class": kind, **written}))

    def text(self, x: float, y: float, words: str, kind: str = "", anchor: Anchor = "start") -> None:
        """Add words that begin, end or have their middle at (x, y)."""
        self.shape("text", kind, x=x, y=y, **{"text-anchor": anchor})
        self.shapes[-1].text = INVISIBLE.sub("", words)

    def followed_by(self, words: str, kind: str) -> None:
        """Add text right behind the text that was added last, however wide the font makes that."""
        part = ElementTree.SubElement(self.shapes[-1], "tspan", {"class": kind})
        part.text = INVISIBLE.sub("", words)

    def line(self, kind: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Add a straight line."""
        self.shape("line", kind, x1=start[0], y1=start[1], x2=end[0], y2=end[1])

    def path(self, tag: Literal["polyline", "polygon"], kind: str, points: Iterable[tuple[float, float]]) -> None:
        """Add a line through points, or the area that they enclose."""
        self.shape(tag, kind, points=" ".join(f"{x:.2f},{y:.2f}" for x, y in points))

    def as_svg(self, title: str, sentence: str) -> str:
        """The drawing as an `svg` element that says what it shows."""
        root = ElementTree.Element(
            "svg",
            {
                "class": "chart",
                "role": "img",
                "viewBox": f"0 0 {self.width:.0f} {self.height:.0f}",
                "xmlns": "http://www.w3.org/2000/svg",
            },
        )
        for tag, words in (("title", title), ("desc", sentence)):
            ElementTree.SubElement(root, tag).text = INVISIBLE.sub("", words)
        root.extend(self.shapes)
        return ElementTree.tostring(root, "unicode")


def headed(title: str, unit: str, legend: Sequence[tuple[Role, str]] = (), width: float = WIDTH) -> Drawing:
    """A drawing with its title and unit, and below them a sample of each role in the legend with its name."""
    drawing = Drawing(0.0, width)
    _draw_title(drawing, title, unit)
    if legend:
        x = 0.0
        for role, name in legend:
            if x and x + 26 + len(name) * WIDE_LETTER > width:
                x, drawing.height = 0.0, drawing.height + ROW
            sample(drawing, role, x, drawing.height + 9)
            drawing.text(x + 26, drawing.height + 13, name)
            x += 42 + len(name) * WIDE_LETTER
        drawing.height += ROW
    drawing.height += 4
    return drawing


def _draw_title(drawing: Drawing, title: str, unit: str) -> None:
    """The title and the unit on one line, or where that is too narrow on as many as they need."""
    if (len(title) + len(unit) + 2) * LETTER <= drawing.width:
        drawing.height += ROW
        drawing.text(0, drawing.height - 5, title, "title")
        drawing.followed_by(f"  {unit}", "dim")
        return
    draw_words(drawing, title, "title")
    draw_words(drawing, unit, "dim")


def draw_words(drawing: Drawing, words: str, kind: str) -> None:
    """Words below what has been drawn, on as many lines as they need."""
    for line in textwrap.wrap(words, max(int(drawing.width / LETTER), 1)):
        drawing.height += ROW
        drawing.text(0, drawing.height - 5, line, kind)


def sample(drawing: Drawing, role: Role, x: float, y: float) -> None:
    """A piece of the line by which a role is known: whole, dashed or dotted."""
    drawing.line("level" if role is Role.LEVEL else f"{role} line", (x, y), (x + 20, y))


@dataclass(frozen=True)
class Field:
    """Where the cells of a grid of numbers are drawn: its upper left corner, the size of a cell, and their number."""

    left: float
    top: float
    wide: float
    tall: float
    rows: int
    columns: int

    @property
    def height(self) -> float:
        """At least two rows of text high, as its ends are named beside it."""
        return max(self.rows * self.tall, 2 * ROW)

    def at(self, row: int, column: int) -> tuple[float, float]:
        """The upper left corner of a cell."""
        return self.left + column * self.wide, self.top + row * self.tall

    def rows_of(self, values: Numbers) -> Numbers:
        """The numbers to draw, of shape (rows, columns), both 0 where the values are no grid."""
        return np.asarray(values, float) if self.rows else np.empty((0, 0))

    def draw_ends(self, drawing: Drawing, row_ends: tuple[str, str], column_ends: tuple[str, str]) -> None:
        """Name the first and last row beside the field and the first and last column below it."""
        for name, y in zip(row_ends, (self.top + 12, self.top + self.height - 4), strict=True):
            drawing.text(self.left - 8, y, name, anchor="end")
        drawing.height = self.top + self.height + ROW
        drawing.text(self.left, drawing.height - 5, column_ends[0])
        drawing.text(drawing.width, drawing.height - 5, column_ends[1], anchor="end")


def field_for(drawing: Drawing, shape: tuple[int, ...], row_ends: tuple[str, str], tallest: float) -> Field:
    """The room below what has been drawn, for a grid of this shape: cells no taller than wide, `tallest` in all."""
    rows, columns = shape if len(shape) == 2 and all(shape) else (0, 0)
    left = 8 + LETTER * max(map(len, row_ends))
    wide = (drawing.width - left) / max(columns, 1)
    return Field(left, drawing.height, wide, min(wide, tallest / max(rows, 1)), rows, columns)


def warned(drawing: Drawing, warning: str) -> Drawing:
    """The drawing with the chart's warning, if it has one, at the bottom."""
    if warning:
        draw_words(drawing, warning, "warning")
    return drawing
