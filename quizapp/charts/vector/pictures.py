"""Draws Pictures: a square of small rectangles each, with the examples on it as letters."""

from __future__ import annotations

import itertools
import math

from quizapp.charts.glyphs import UNICODE
from quizapp.charts.model import Picture, Pictures, Shade, titled
from quizapp.charts.vector.page import LETTER, ROW, WIDTH, Drawing, headed, warned

GAP, LARGEST, SMALLEST = 6.0, 200.0, 36.0


def draw(chart: Pictures, width: float = WIDTH) -> Drawing:
    """All rows, each in as many lines as its pictures need."""
    drawing = headed(titled(chart), chart.unit, width=width)
    _draw_legend(drawing, chart)
    left = 8 + LETTER * max((len(row.label) + len(chart.row) + 1 for row in chart.rows if row.label), default=0)
    most = max((len(row.pictures) for row in chart.rows), default=1)
    side = min(max((drawing.width - left) / most - GAP, SMALLEST), LARGEST)
    across = max(int((drawing.width - left) // (side + GAP)), 1)
    for row in chart.rows:
        if row.label:
            drawing.text(0, drawing.height + 14, f"{chart.row} {row.label}" if row.label.isdigit() else row.label)
        _draw_lines(drawing, row.pictures, left, side, across)
    if not chart.rows:
        drawing.height += ROW
        drawing.text(0, drawing.height - 5, chart.sentence)
    return warned(drawing, chart.warning)


def _draw_legend(drawing: Drawing, chart: Pictures) -> None:
    if not chart.legend:
        return
    x = 0.0
    for shade, name in chart.legend:
        if x and x + 20 + len(name) * LETTER > drawing.width:
            x, drawing.height = 0.0, drawing.height + ROW
        drawing.shape("rect", _kind(shade), x=x, y=drawing.height + 3, width=14, height=12)
        drawing.text(x + 20, drawing.height + 13, name)
        x += 36 + len(name) * LETTER
    drawing.height += ROW + 4


def _draw_lines(drawing: Drawing, pictures: tuple[Picture, ...], left: float, side: float, across: int) -> None:
    captions = ROW * any(picture.caption for picture in pictures)
    top = drawing.height
    for index, picture in enumerate(pictures):
        line, column = divmod(index, across)
        x, y = left + column * (side + GAP), top + line * (side + GAP + captions) + captions
        drawing.text(x, y - 5, picture.caption)
        _draw_picture(drawing, picture, x, y, side)
    drawing.height = top + math.ceil(len(pictures) / across) * (side + GAP + captions)


def _draw_picture(drawing: Drawing, picture: Picture, x: float, y: float, side: float) -> None:
    """A path for each shade, which fills its stretches of pixels; many phones fetch it at once, so it is short."""
    rows, columns = picture.shades.shape
    tall, wide = side / max(rows, 1), side / max(columns, 1)
    stretches: dict[int, list[str]] = {}
    for row, shades in enumerate(picture.shades.tolist()):
        start = 0
        for shade, pixels in itertools.groupby(shades):
            length = len(list(pixels))
            stretch = (
                f"M{x + start * wide:.5g},{y + row * tall:.5g}h{length * wide:.4g}v{tall:.4g}h{-length * wide:.4g}z"
            )
            stretches.setdefault(shade, []).append(stretch)
            start += length
    for shade, parts in stretches.items():
        drawing.shape("path", _kind(Shade(shade)), d="".join(parts))
    drawing.shape("rect", "frame", x=x, y=y, width=side, height=side)
    for point in picture.points:
        sign = UNICODE.sorts[point.sort % len(UNICODE.sorts)]
        drawing.text(x + point.across * side, y + (1 - point.up) * side + 4, sign, "", "middle")


def _kind(shade: Shade) -> str:
    return f"pixel {shade.name.lower().replace('_', '-')}"
