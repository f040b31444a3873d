"""Mistakes in a deck file: where each one is, and how it is shown with its source line and a caret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quizapp.deck.columns import cells

MOST_SHOWN = 200


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: a place counted from 1, what is wrong, how many characters it concerns, and their line.

    Of a long line, `source` has the part around the mistake, and `skipped` says how many characters stand before it.
    """

    line: int
    column: int
    message: str
    length: int = 1
    source: str = ""
    skipped: int = 0


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
    cut = "..." if problem.skipped else ""
    source = printable(cut + problem.source.replace("\t", " ").rstrip())
    start = problem.column - 1 - problem.skipped + len(cut)
    number = str(problem.line)
    margin = " " * len(number)
    caret = " " * cells(source[:start]) + "^" * max(1, cells(source[start : start + problem.length]))
    return f"{margin} |\n{number} | {source}\n{margin} | {caret}"
