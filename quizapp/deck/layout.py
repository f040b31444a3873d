"""How a text stands on lines, everywhere alike: on both front ends, in the preview, and in every format of exchange.

A blank line ends a paragraph. Lines between ``` or ~~~, rows of a table (`| a | b |` over `| --- | --- |`) and lines
that are indented by four spaces stay as they are written. Items of lists, headings and indented lines begin a line of
their own. Any other line end stays, too, unless the line before it is so long that it was only wrapped, and does not
end in two spaces.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.deck.columns import cells, is_wide

#: A line of as many columns was wrapped by its author; a shorter one was ended.
WRAPPED = 60
CODE_INDENT = 4
#: A cell of a table is filled up with spaces to the width of its column, up to this.
WIDEST_CELL = 30
FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})(?P<info>.*)")
#: What begins a line of its own within a paragraph: an item of a list, a heading, a quotation, a row of a table.
ITEM = re.compile(r" *(?:[-*+•] |\d{1,9}[.)] )")
OWN_LINE = re.compile(r" *(?:[-*+•] |\d{1,9}[.)] |#{1,6} |>|\||```|~~~)")
HEADING = re.compile(r" {0,3}#{1,6} ")
ROW = re.compile(r" {0,3}\|.*\|\s*")
RULE = re.compile(r" {0,3}\|(?:\s*:?-+:?\s*\|)+\s*")
CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Paragraph:
    """Lines as learners see them begin; each is filled, but for those that `is_stiff`."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines below one another."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Code:
    """Lines of code between fences, and what stands behind the first fence, which is the language."""

    info: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines between fences that none of them ends."""
        ticks = max((len(found["marks"]) for found in map(FENCE.match, self.lines) if found), default=2)
        fence = "`" * max(3, ticks + 1)
        return "\n".join([f"{fence}{self.info}", *self.lines, fence])


@dataclass(frozen=True)
class Table:
    """Rows of cells, of which the first is the head; all have as many cells."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The rows, with their columns below one another."""
        widths = [min(WIDEST_CELL, max(3, *map(cells, column))) for column in zip(*self.rows, strict=True)]
        head, *body = (self._row(row, widths) for row in self.rows)
        return "\n".join([head, self._row(["-" * width for width in widths], widths), *body])

    @staticmethod
    def _row(row: Sequence[str], widths: Sequence[int]) -> str:
        return f"| {' | '.join(cell + ' ' * (width - cells(cell)) for cell, width in zip(row, widths, strict=True))} |"


Block = Paragraph | Code | Table


def flowed(text: str) -> str:
    """The text with one line for each that learners see begin."""
    return "\n\n".join(block.text for block in blocks(text))


def with_note(text: str, note: str) -> str:
    """The text with a note in brackets behind it; below it, where it has several lines."""
    return f"{text.strip()}{chr(10) if chr(10) in text.strip() else ' '}({note})"


def with_kept_lines(text: str) -> str:
    """The text with two spaces at the end of each line that would otherwise be taken for a wrapped one."""
    parts: list[str] = []
    for block in blocks(text, keep=True):
        parts.append(_ended(block.lines) if isinstance(block, Paragraph) else block.text)
    return "\n\n".join(parts)


def _ended(lines: Sequence[str]) -> str:
    pairs = itertools.pairwise(lines)
    return "\n".join([*(f"{line}  " if _joins(line, after, WRAPPED) else line for line, after in pairs), lines[-1]])


def blocks(text: str, wrapped: int = WRAPPED, keep: bool = False) -> list[Block]:
    """The blocks of a text; lines of at least `wrapped` columns were wrapped by their author, unless to `keep` all."""
    return list(_Reader(text.strip().split("\n"), wrapped, keep).read())


def is_stiff(line: str) -> bool:
    """Whether a line of a paragraph stays as it is: code, by its indentation, and rows of tables."""
    return _is_code(line) or ROW.fullmatch(line) is not None


def _is_code(line: str) -> bool:
    return line.startswith(" " * CODE_INDENT) and not ITEM.match(line)


class _Reader:
    """The lines of a text, and for each kind of fence the length from which on none is closed."""

    def __init__(self, lines: list[str], wrapped: int, keep: bool) -> None:
        self.lines, self.wrapped, self.keep = lines, wrapped, keep
        self.unclosed: dict[str, int] = {}

    def read(self) -> Iterator[Block]:
        position, words = 0, []  # type: tuple[int, list[str]]
        while position < len(self.lines):
            block, after = self._block(position)
            if words and (block or not self.lines[position].strip()):
                yield self._paragraph(words)
                words = []
            if block:
                yield block
            elif self.lines[position].strip():
                words.append(self.lines[position].expandtabs(CODE_INDENT))
            position = after
        if words:
            yield self._paragraph(words)

    def _block(self, position: int) -> tuple[Code | Table | None, int]:
        line = self.lines[position].lstrip(" ")[:3]
        if line in ("```", "~~~"):
            return self._code(position)
        return self._table(position) if line.startswith("|") else (None, position + 1)

    def _code(self, position: int) -> tuple[Code | None, int]:
        opened = FENCE.fullmatch(self.lines[position])
        if opened is None or (opened["marks"][0] == "`" and "`" in opened["info"]):
            return None, position + 1
        end = self._closed(opened["marks"], position + 1)
        if end is None:
            return None, position + 1
        lines = [
            line.expandtabs(CODE_INDENT).replace("\N{NO-BREAK SPACE}", " ").rstrip()
            for line in self.lines[position + 1 : end]
        ]
        return Code(" ".join(opened["info"].split()), tuple(_without_blank_ends(lines))), end + 1

    def _closed(self, marks: str, start: int) -> int | None:
        if len(marks) >= self.unclosed.get(marks[0], len(marks) + 1):
            return None
        for position in range(start, len(self.lines)):
            line = self.lines[position].strip()
            if line.startswith(marks) and not line.strip(marks[0]):
                return position
        self.unclosed[marks[0]] = len(marks)
        return None

    def _table(self, position: int) -> tuple[Table | None, int]:
        following = self.lines[position + 1 : position + 2]
        if not ROW.fullmatch(self.lines[position]) or not following or not RULE.fullmatch(following[0]):
            return None, position + 1
        head, end = _cells(self.lines[position]), position + 2
        rows = [head]
        while (
            end < len(self.lines)
            and ROW.fullmatch(self.lines[end])
            and len(row := _cells(self.lines[end])) <= len(head)
        ):
            rows.append((*row, *[""] * (len(head) - len(row))))
            end += 1
        return (Table(tuple(rows)), end) if len(_cells(following[0])) == len(head) else (None, position + 1)

    def _paragraph(self, lines: Sequence[str]) -> Paragraph:
        made: list[list[str]] = [[_line(lines[0])]]
        for before, line in itertools.pairwise(lines):
            if not self.keep and not before.endswith("  ") and _joins(before, line, self.wrapped):
                words = _words(line)
                made[-1] += ["" if is_wide(made[-1][-1][-1]) and is_wide(words[0]) else " ", words]
            else:
                made.append([_line(line)])
        return Paragraph(tuple(map("".join, made)))


def _joins(line: str, after: str, wrapped: int) -> bool:
    """Whether the words of the next line go on in this one, because it is so long."""
    if cells(line.rstrip()) < wrapped or HEADING.match(line) or is_stiff(line) or OWN_LINE.match(after):
        return False
    indent, item = len(after) - len(after.lstrip()), ITEM.match(line)
    return indent == (len(line) - len(line.lstrip()) if item is None else item.end()) or indent == 0


def _line(raw: str) -> str:
    if _is_code(raw):
        return raw.rstrip().replace("\N{NO-BREAK SPACE}", " ")
    return " " * (len(raw) - len(raw.lstrip())) + _words(raw)


def _words(raw: str) -> str:
    return " ".join(raw.split())


def _cells(row: str) -> tuple[str, ...]:
    return tuple(_words(cell) for cell in CELL_END.split(row.strip())[1:-1])


def _without_blank_ends(lines: list[str]) -> list[str]:
    filled = [index for index, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []
