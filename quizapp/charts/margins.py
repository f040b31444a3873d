"""What stands around every chart: a title with legend above, a warning below, and which rows there is room for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.grid import Canvas, fit
from quizapp.charts.model import Role

Number = TypeVar("Number", bound=np.generic)

GAP = 2
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
SHORTEST_TITLE = 14
#: The rows of a chart from which on its legend may have one of its own.
FEWEST_FOR_TWO = 6
#: How a unit begins that says what numbers are divided by, and what it ends with where that is seen on the axis.
DIVIDED, LOG_SCALE = "by that of ", ", log scale"


@dataclass(frozen=True)
class Heading:
    """A piece of the legend, which heads a column of `width` cells."""

    text: str
    role: Role
    width: int


@dataclass(frozen=True)
class Header:
    """The title, its unit, a note, the legend, and whether they stand in one row or two."""

    title: str
    unit: str
    headings: tuple[Heading, ...]
    height: int

    @property
    def headings_width(self) -> int:
        """Cells that the headings take, with the gaps to their left."""
        return sum(heading.width + GAP for heading in self.headings)


def header_for(title: str, unit: str, headings: tuple[Heading, ...], width: int, height: int | None) -> Header:
    """A header of one row, or two if title and headings do not fit beside each other and there is room below."""
    header = Header(title, unit, headings, 1)
    fits = len(titles(header, "")[0]) + header.headings_width <= width
    if fits or not headings or (height is not None and height < FEWEST_FOR_TWO):
        return header
    return Header(title, unit, headings, 2)


def titles(header: Header, note: str) -> list[str]:
    """What may stand as a title, from the fullest to the shortest."""
    whole = f"{header.title}, {header.unit}" if header.unit else header.title
    core = whole.removesuffix(LOG_SCALE)
    noted = [f"{each} · {note}" for each in (whole, core, header.title)] if note else []
    # what numbers are divided by stands nowhere else, so it goes before which rows are left out
    shortest = [whole, core, noted.pop()] if noted and header.unit.startswith(DIVIDED) else [whole, core]
    return [*noted, *shortest, header.title]


def draw_header(canvas: Canvas, header: Header, note: str = "") -> None:
    """Write title and note at the left and the headings at the right."""
    beside = canvas.width - header.headings_width
    alone = header.height == 2 or beside < min(SHORTEST_TITLE, len(header.title))
    if header.height == 2 and note and len(note) <= beside:
        canvas.write(1, 0, note, Role.DIM)
        note = ""
    room = canvas.width if alone else beside
    choices = titles(header, note)
    canvas.write(0, 0, next((title for title in choices if len(title) <= room), choices[0]), Role.TITLE, room)
    if header.height == 2 or not alone:
        _draw_headings(canvas, header.headings, header.height - 1)


def _draw_headings(canvas: Canvas, headings: tuple[Heading, ...], row: int) -> None:
    right = canvas.width
    for heading in reversed(headings):
        text = fit(heading.text, heading.width)
        canvas.write(row, right - len(text), text, heading.role)
        right -= heading.width + GAP


def picked(count: int, room: int, wanted: Collection[int] = ()) -> list[int]:
    """Which of `count` rows to show where only `room` fit: the first, the last, those `wanted`, and even steps between.

    Steps are counted from the last row, which is the first layer of a network; wanted rows go before the others.
    """
    if room < 1 or not count:
        return []
    must = sorted(wanted, reverse=True)[:room]
    if room == 1:
        return must or [0]
    ends = {0, count - 1} if len(must) + len({0, count - 1} - set(must)) <= room else set()
    for step in range(1, count + 1):
        shown = {*must, *ends, *range(count - 1, -1, -step)}
        if len(shown) <= room:
            return sorted(shown)
    return sorted({*must, *ends})


def picked_note(shown: Sequence[int], labels: Sequence[str], row: str) -> str:
    """Which rows are shown, if not all are: 'every 2nd of 30 layers', or how many.

    Where rows are numbered, those without a number, such as the input, do not count, and numbers without a row do.
    """
    numbered = [index for index, label in enumerate(labels) if label.isdigit()] or list(range(len(labels)))
    shown = [index for index in shown if index in numbered]
    count = len(numbered)
    most = max((int(label) for label in labels if label.isdigit()), default=0)
    if most > count:
        return f"{len(shown)} of {most} {row}s"
    if len(shown) == count:
        return ""
    steps = [later - earlier for earlier, later in pairwise(shown)]
    usual = max(set(steps), key=steps.count, default=0)
    if usual > 1 and 2 * steps.count(usual) > len(steps) > 1:
        ending = "th" if usual % 100 in (11, 12, 13) else ENDINGS.get(usual % 10, "th")
        return f"every {usual}{ending} of {count} {row}s"
    return f"{len(shown)} of {count} {row}s"


def row_labels(labels: list[str], row: str) -> list[str]:
    """The labels right-aligned; the first one says what the rows are."""
    named = [f"{row} {label}" if index == 0 and label.isdigit() else label for index, label in enumerate(labels)]
    width = max(map(len, named), default=0)
    return [label.rjust(width) for label in named]


def at_cells(values: NDArray[Number], room: tuple[int, int]) -> NDArray[Number]:
    """The number for each cell of a room of (rows, columns), both ends shown."""
    cells = (cells_of(count, shown) for count, shown in zip(values.shape, room, strict=True))
    found: NDArray[Number] = values[np.ix_(*cells)]
    return found


@lru_cache(256)
def cells_of(count: int, cells: int) -> NDArray[np.intp]:
    """Which of `count` numbers each of so many cells shows: the first in the first, the last in the last."""
    found = np.linspace(0, count - 1, cells).round().astype(np.intp)
    found.flags.writeable = False  # it is shared
    return found


def draw_ends(
    canvas: Canvas, rows: tuple[str, str], columns: tuple[str, str], corner: tuple[int, int], room: tuple[int, int]
) -> None:
    """Name the first and last row at the left of a rectangle of cells, and the first and last column below it."""
    (top, left), (height, width) = corner, room
    for row, label in ((0, rows[0]), (height - 1, rows[1])):
        canvas.write(top + row, 0, label.rjust(left - 1), Role.AXIS, left - 1)
    canvas.write(top + height, left, columns[0] + columns[1].rjust(width - len(columns[0])), Role.AXIS)
