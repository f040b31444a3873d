"""Mistakes in a deck file: where each one is, and how it is shown with its source line and a caret."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

WIDEST_SOURCE = 140
BEFORE_CARET = 60
MOST_SHOWN = 200


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: a place counted from 1, what is wrong, how many characters it concerns, and their line."""

    line: int
    column: int
    message: str
    length: int = 1
    source: str = ""


class DeckError(Exception):
    """A deck that cannot be read; its text shows every mistake and is safe to print."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(set(problems)))
        super().__init__(path, self.problems)

    def __str__(self) -> str:
        shown = [format_problem(self.path, problem) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            shown.append(f"{printable(str(self.path))}: and more mistakes of these kinds")
        return "\n\n".join(shown)


def format_problem(path: Path, problem: Problem) -> str:
    """`file:line:column: message`, and below it the source line with a caret under what is wrong."""
    head = f"{printable(str(path))}:{problem.line}:{problem.column}: {printable(problem.message)}"
    return f"{head}\n{_excerpt(problem)}" if problem.source.strip() else head


def printable(text: str) -> str:
    """The text with every character that a terminal might act on, or not show, replaced by a box."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _excerpt(problem: Problem) -> str:
    source, start = _window(printable(problem.source.replace("\t", " ")), problem.column - 1)
    marked = source[start : start + problem.length]
    number = str(problem.line)
    margin = " " * len(number)
    caret = " " * _cells(source[:start]) + "^" * max(1, _cells(marked))
    return f"{margin} |\n{number} | {source.rstrip()}\n{margin} | {caret}"


def _window(source: str, start: int) -> tuple[str, int]:
    if len(source) <= WIDEST_SOURCE:
        return source, start
    first = max(0, start - BEFORE_CARET)
    left, right = ("..." if first else ""), source[first : first + WIDEST_SOURCE]
    more = "..." if first + WIDEST_SOURCE < len(source) else ""
    return f"{left}{right}{more}", start - first + len(left)


def _cells(text: str) -> int:
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if (
        unicodedata.combining(character)
        or character in "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{VARIATION SELECTOR-16}"
    ):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
