"""Draws Pictures: squares of pixels in rows, with two pixels in a cell where there are colours to tell them apart."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from quizapp.charts import margins
from quizapp.charts.glyphs import Glyphs
from quizapp.charts.grid import NUMBER_OF_ROLE, Canvas, codes_of, fit
from quizapp.charts.margins import Heading
from quizapp.charts.model import Picture, PictureRow, Pictures, Role, Shade, Shades, titled

#: The role of each shade, in its order.
ROLES = (
    Role.WARNING,
    *(Role.COOL, Role.COOL_FAINT, Role.NEUTRAL, Role.WARM_FAINT, Role.WARM, Role.THIRD_FAINT, Role.THIRD),
)
ROLE_NUMBERS = np.array([NUMBER_OF_ROLE[role] for role in ROLES], np.uint8)
#: The numbers of roles so strong that a letter needs a colour of its own on them.
STRONG = frozenset(NUMBER_OF_ROLE[role] for role in (Role.COOL, Role.WARM, Role.THIRD))
UPPER_HALF = "▀"
#: The sides of a picture in cells, the narrowest that still shows something and the widest that is of use.
NARROWEST, WIDEST = 4, 56
#: The share of its width that a picture has at least where others are to fit beside it.
SQUEEZED = 0.75
#: The height of what is drawn where it is free, and the most rows of cells a picture is worth among many.
FREE_HEIGHT = 16


@dataclass(frozen=True)
class Layout:
    """Pictures of `wide` by `tall` cells; each of the `shown` rows goes on in `lines` lines of `across` pictures."""

    wide: int
    tall: int
    across: int
    lines: int
    shown: tuple[int, ...]

    @property
    def pictures(self) -> int:
        """How many pictures of a row are drawn at most."""
        return self.across * self.lines


def draw(chart: Pictures, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Draw as many pictures as there is room for, as large as they fit."""
    headings = tuple(_heading(shade, name, glyphs) for shade, name in chart.legend)
    header = margins.header_for(titled(chart), chart.unit, headings, width, height)
    footer = bool(chart.warning)
    canvas = Canvas(width, header.height + FREE_HEIGHT + footer if height is None else height)
    room = canvas.height - header.height - footer
    left = _left(chart, width)
    layout = _layout(chart, width - left, room)
    if layout is None:
        margins.draw_header(canvas, header)
        _write_words(canvas, chart, header.height)
        return canvas
    margins.draw_header(canvas, header, _note(chart, layout))
    _draw_rows(canvas, chart, layout, (header.height, left), glyphs)
    if footer:
        canvas.write(canvas.height - 1, 0, chart.warning, Role.WARNING)
    return canvas


def _heading(shade: Shade, name: str, glyphs: Glyphs) -> Heading:
    pattern = UPPER_HALF if glyphs.halves else chr(glyphs.patterns[shade])
    sample = "█" if pattern == UPPER_HALF else pattern if pattern.strip() else "blank"
    role = Role.LABEL if shade is Shade.NEUTRAL else ROLES[shade]
    return Heading(f"{sample} {name}", role, len(sample) + 1 + len(name))


def _left(chart: Pictures, width: int) -> int:
    labels = margins.row_labels([row.label for row in chart.rows], chart.row)
    widest = max(map(len, labels), default=0)
    return min(widest, width // 3) + 1 if widest else 0


def _layout(chart: Pictures, width: int, room: int) -> Layout | None:
    """The layout with the largest pictures that shows most of them; None if there is no room for any."""
    if not chart.rows or room < 2 or width < NARROWEST:
        return None
    most = max(len(row.pictures) for row in chart.rows)
    above = any(picture.caption for row in chart.rows for picture in row.pictures)
    layouts = (_fitting(len(chart.rows), most, width, room, tall, above) for tall in range(room - above, 1, -1))
    found = [layout for layout in layouts if layout is not None]
    return max(found, key=lambda each: (len(each.shown) * min(each.pictures, most), each.tall), default=None)


def _fitting(rows: int, most: int, width: int, room: int, tall: int, above: bool) -> Layout | None:
    """The layout for pictures of this height, with as many of them as there is room for."""
    wide = min(2 * tall, WIDEST)
    if most > 1:  # a little narrower than square, if all of a row fit then
        wide = min(wide, max((width + 1) // most - 1, round(SQUEEZED * wide)))
    across = min((width + 1) // (wide + 1), most)
    lines_in_all = (room + 1) // (tall + above + 1) if tall + above > 1 else room
    if across < 1 or lines_in_all < 1:
        return None
    shown = min(rows, lines_in_all)
    lines = min(-(-most // across), lines_in_all // shown)
    return Layout(wide, tall, across, max(lines, 1), tuple(margins.picked(rows, shown)))


def _note(chart: Pictures, layout: Layout) -> str:
    """Which rows and pictures are left out, if any are: by their names where they have some, or else how many."""
    drawn = min(layout.pictures, max(len(row.pictures) for row in chart.rows))
    left = [row.label for index, row in enumerate(chart.rows) if index not in layout.shown]
    left += [picture.caption for row in chart.rows for picture in row.pictures[drawn:]]
    if left and all(name and not name.isdigit() for name in left):
        return f"no room for {' and '.join(left)}"
    rows = margins.picked_note(layout.shown, [row.label for row in chart.rows], chart.row)
    most = max(row.of for row in chart.rows)
    pictures = f"{drawn} of {most} {chart.picture}s" if drawn < most else ""
    return ", ".join(filter(None, (rows, pictures)))


def _write_words(canvas: Canvas, chart: Pictures, top: int) -> None:
    for row, line in enumerate(textwrap.wrap(chart.sentence, max(canvas.width, 1)), start=top):
        canvas.write(row, 0, line, Role.LABEL)


def _draw_rows(canvas: Canvas, chart: Pictures, layout: Layout, corner: tuple[int, int], glyphs: Glyphs) -> None:
    top, left = corner
    labels = margins.row_labels([chart.rows[index].label for index in layout.shown], chart.row)
    above = int(any(picture.caption for row in chart.rows for picture in row.pictures))
    for label, index in zip(labels, layout.shown, strict=True):
        row = chart.rows[index]
        full = [picture.caption for picture in row.pictures]
        pitch = _pitch(full, layout, canvas.width - left)
        captions = told_apart(full, pitch - 1)
        canvas.write(top + above + layout.tall // 2, 0, label, Role.LABEL, max(left - 1, 0))
        for caption, (place, picture) in zip(captions, _placed(row, layout), strict=False):
            line, column = place
            at = (top + line * (layout.tall + above + 1) + above, left + column * pitch)
            canvas.write(at[0] - 1, at[1], fit(caption, pitch - 1), Role.LABEL)
            _draw_picture(canvas, picture, at, layout, glyphs)
        top += layout.lines * (layout.tall + above + 1)


def _pitch(captions: Sequence[str], layout: Layout, room: int) -> int:
    """The cells from one picture to the next: as many as their captions take, if there is room for that."""
    wanted = max(layout.wide, *(len(caption) for caption in captions), 0) + 1
    return wanted if layout.across * wanted <= room + 1 else layout.wide + 1


def told_apart(captions: Sequence[str], width: int) -> list[str]:
    """Captions without the words that all of them begin with, where they would look alike cut to the width."""
    cut = [fit(caption, width) for caption in captions]
    words = [caption.split("-") for caption in captions]
    shared = len(list(itertools.takewhile(lambda each: len(set(each)) == 1, zip(*words, strict=False))))
    if len(set(cut)) == len(set(captions)) or not shared or shared == min(map(len, words)):
        return cut
    return [fit(f"…{'-'.join(each[shared:])}", width) for each in words]


def _placed(row: PictureRow, layout: Layout) -> Iterator[tuple[tuple[int, int], Picture]]:
    for index, picture in enumerate(row.pictures[: layout.pictures]):
        yield divmod(index, layout.across), picture


def _draw_picture(canvas: Canvas, picture: Picture, at: tuple[int, int], layout: Layout, glyphs: Glyphs) -> None:
    if glyphs.halves:
        _paint_halves(canvas, picture.shades, at, layout)
    else:
        shades = margins.at_cells(picture.shades, (layout.tall, layout.wide)).astype(np.intp)
        roles = ROLE_NUMBERS[shades]
        canvas.put(*at, glyphs.patterns[shades], roles, np.zeros_like(roles))
    for point in picture.points:
        row, column = at[0] + _cell(1 - point.up, layout.tall), at[1] + _cell(point.across, layout.wide)
        if row < canvas.height and column < canvas.width:
            canvas.codes[row, column] = codes_of(glyphs.sorts[point.sort % len(glyphs.sorts)])[0]
            strong = canvas.under[row, column] in STRONG
            canvas.roles[row, column] = NUMBER_OF_ROLE[Role.INK if strong else Role.VALUE]


def _paint_halves(canvas: Canvas, shades: Shades, at: tuple[int, int], layout: Layout) -> None:
    pixels = margins.at_cells(shades, (2 * layout.tall, layout.wide)).astype(np.intp)
    upper, lower = ROLE_NUMBERS[pixels[::2]], ROLE_NUMBERS[pixels[1::2]]
    canvas.put(*at, np.full(upper.shape, ord(UPPER_HALF), np.uint32), upper, lower)


def _cell(share: float, cells: int) -> int:
    return int(min(max(share * cells, 0), cells - 1))
