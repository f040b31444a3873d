"""A drawn chart: rows of runs of text, each run with the role that gives it its colour.

A run's text may hold spaces, which show no ink: a role stands for a colour of letters. Only pictures give a run a role
for what is under its letters, too.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.model import Role

ROLES = tuple(Role)
NUMBER_OF_ROLE = {role: number for number, role in enumerate(ROLES)}
SPACE, QUESTION_MARK, LAST_ASCII = 32, 63, 126
ASCII_FOR = {ord(typographic): ord(plain) for typographic, plain in zip("…·×−²σμ", ".-x-2sm", strict=True)}

Codes = NDArray[np.uint32]
Roles = NDArray[np.uint8]
#: How faint a cell's ink is: 0 is the full colour of its role, `FAINTEST` nearly that of the ground.
Fades = NDArray[np.uint8]
FAINTEST = 8
#: How faint a bar is where it begins.
FAINTEST_OF_BARS = 4


class Span(NamedTuple):
    """A piece of a row that has one role, one for its background where that is not the terminal's, and its fade."""

    text: str
    role: Role
    under: Role | None = None
    fade: int = 0


Row = tuple[Span, ...]
Grid = tuple[Row, ...]


def plain(grid: Grid) -> str:
    """The grid as text without colours."""
    return "\n".join("".join(run.text for run in row).rstrip() for row in grid)


class Canvas:
    """Cells to draw on: a character code and a role each; what falls outside is cut off."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.codes = np.full((height, width), SPACE, np.uint32)
        self.roles = np.zeros((height, width), np.uint8)
        self.under = np.zeros((height, width), np.uint8)
        self.fades = np.zeros((height, width), np.uint8)

    def write(self, row: int, column: int, text: str, role: Role, room: int | None = None) -> None:
        """Write `text` from `column` on, in at most `room` cells."""
        if not 0 <= row < self.height or not 0 <= column < self.width:
            return
        codes = codes_of(fit(text, self.width - column if room is None else min(room, self.width - column)))
        self.codes[row, column : column + len(codes)] = codes
        self.roles[row, column : column + len(codes)] = NUMBER_OF_ROLE[role]
        self.fades[row, column : column + len(codes)] = 0

    def paint(self, top: int, left: int, codes: Codes, role: Role, fades: Fades | None = None) -> None:
        """Put a rectangle of character codes down, leaving what is below its spaces as it is.

        `fades` is of the same shape, or of one row or one column that holds for all.
        """
        faint = np.zeros(codes.shape, np.uint8) if fades is None else np.broadcast_to(fades, codes.shape)
        codes = codes[: self.height - top, : self.width - left]
        area = (slice(top, top + codes.shape[0]), slice(left, left + codes.shape[1]))
        ink = codes != SPACE
        self.codes[area] = np.where(ink, codes, self.codes[area])
        self.roles[area] = np.where(ink, NUMBER_OF_ROLE[role], self.roles[area])
        self.fades[area] = np.where(ink, faint[: codes.shape[0], : codes.shape[1]], self.fades[area])

    def put(self, top: int, left: int, codes: Codes, roles: Roles, under: Roles) -> None:
        """Put a rectangle of cells down with a role each, for its letter and for what is under it."""
        rows, columns = max(self.height - top, 0), max(self.width - left, 0)
        shown = codes[:rows, :columns]
        area = (slice(top, top + shown.shape[0]), slice(left, left + shown.shape[1]))
        self.codes[area], self.roles[area], self.under[area] = shown, roles[:rows, :columns], under[:rows, :columns]

    def grid(self, ascii_only: bool = False) -> Grid:
        """All cells as rows of runs, as few as can be: a space takes the role of what stands left of it."""
        if ascii_only:
            _make_ascii(self.codes)
        text = self.codes.astype("<u4").tobytes().decode("utf-32-le")
        roles = _carried_over_spaces(self.codes, self.roles)
        begins = np.ones(self.codes.shape, bool)
        np.not_equal(roles[:, 1:], roles[:, :-1], out=begins[:, 1:])
        for plane in (self.under, self.fades):
            begins[:, 1:] |= plane[:, 1:] != plane[:, :-1]
        starts = np.flatnonzero(begins)
        begun = (each.ravel()[starts].tolist() for each in (roles, self.under, self.fades))
        pieces = zip(starts.tolist(), [*starts[1:].tolist(), len(text)], *begun, strict=True)
        runs = [
            Span(text[start:end], ROLES[role], ROLES[under] if under else None, fade)
            for start, end, role, under, fade in pieces
        ]
        ends = np.cumsum(begins.sum(axis=1)).tolist()
        return tuple(tuple(runs[start:end]) for start, end in zip([0, *ends], ends, strict=False))


def _make_ascii(codes: Codes) -> None:
    for typographic, plain_code in ASCII_FOR.items():
        codes[codes == typographic] = plain_code
    codes[codes > LAST_ASCII] = QUESTION_MARK


def _carried_over_spaces(codes: Codes, roles: Roles) -> Roles:
    columns = np.where(codes != SPACE, np.arange(codes.shape[1]), 0)
    return np.take_along_axis(roles, np.maximum.accumulate(columns, axis=1), axis=1)


@lru_cache(4096)
def codes_of(text: str) -> Codes:
    """The character codes of `text`, with a question mark for what is not one printable cell wide."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(character if is_one_cell(character) else "?" for character in text)
    return np.frombuffer(text.encode("utf-32-le"), "<u4")


def is_one_cell(character: str) -> bool:
    """Whether a terminal draws this character, in one cell of its own."""
    return (
        character.isprintable()
        and unicodedata.east_asian_width(character) not in "WF"
        and not unicodedata.combining(character)
        and unicodedata.category(character) not in ("Mn", "Me", "Cf")
    )


def fit(text: str, room: int) -> str:
    """`text` cut to `room` cells, with an ellipsis where something is missing."""
    if len(text) <= room:
        return text
    return text[: room - 1].rstrip() + "…" if room > 1 else text[: max(room, 0)]
