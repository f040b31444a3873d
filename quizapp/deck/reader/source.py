"""The text of a deck file, and the way from an offset in it, or in one of its scalars, to a line and a column."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quizapp.deck.reader.problems import Problem

#: How much of a long line is shown, and how much of that before the mistake.
WIDEST = 140
BEFORE = 60

#: One character of a quoted scalar as it is written; for single quotes, and for double quotes.
WRITTEN = {
    "'": re.compile(r"''|[^'\n]"),
    '"': re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\n])|[^\"\\\n]"),
}


@dataclass(frozen=True)
class Source:
    """A deck's text and where it came from."""

    path: Path
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """The line in which the character at `offset` stands, from 1."""
        return bisect_right(self._starts, offset)

    def problem(self, offset: int, message: str, length: int = 1) -> Problem:
        """A problem at the character at `offset`, marking as many characters as stand on that line."""
        offset = min(offset, len(self.text))
        line = self.line(offset)
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        end = end if end >= 0 else len(self.text)
        shown = start if end - start <= WIDEST else max(start, offset - BEFORE)
        length = max(1, min(length, end - offset, shown + WIDEST - offset))
        return Problem(
            line, offset - start + 1, message, length, self.text[shown : min(end, shown + WIDEST)], shown - start
        )

    def at_scalar(self, offset: int, value: object, message: str) -> Problem:
        """A problem with the key or value that starts at `offset`."""
        return self.problem(offset, message, self._length(offset, value))

    def in_scalar(self, offset: int, value: str, message: str, first: int, length: int) -> Problem:
        """A problem with a part of the scalar at `offset`, or with all of it if it is not written on one line."""
        offsets = self._written(offset, value)
        if offsets is None:
            return self.at_scalar(offset, value, message)
        first = min(max(first, 0), len(offsets) - 1)
        end = offsets[min(first + max(length, 1), len(offsets) - 1)]
        return self.problem(offsets[first], message, end - offsets[first])

    def excerpt(self, offset: int, words: str) -> re.Match[str] | None:
        """Where some words of the scalar at `offset` are written, however its lines are broken."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        whole = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if words[0].isalnum() else re.compile(pattern)
        return whole.search(self.text, offset, self._last(offset))

    def _last(self, offset: int) -> int:
        """Where the scalar at `offset` ends at the latest: before the next line that is indented no deeper than it."""
        start = self._starts[self.line(offset) - 1]
        depth = len(re.compile(r"[ -]*").match(self.text, start).group())  # type: ignore[union-attr]
        after = re.compile(rf"\n {{0,{depth}}}[^ \n]").search(self.text, offset)
        return after.start() if after else len(self.text)

    def _length(self, offset: int, value: object) -> int:
        if not isinstance(value, str):
            return 1
        offsets = self._written(offset, value)
        if offsets is None:
            return 1
        return offsets[-1] - offset + (self.text[offset : offset + 1] in WRITTEN)

    def _written(self, offset: int, value: str) -> list[int] | None:
        """Where each character of a scalar starts, and where the last ends; None if it spans lines."""
        written = WRITTEN.get(self.text[offset : offset + 1])
        if written is None:
            plain = self.text.startswith(value, offset)
            return list(range(offset, offset + len(value) + 1)) if plain else None
        offsets: list[int] = []
        position = offset + 1
        while len(offsets) < len(value):
            found = written.match(self.text, position)
            if found is None:
                return None
            offsets.append(position)
            position = found.end()
        return [*offsets, position]
