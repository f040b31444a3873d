"""A row of the table: what is measured and how, its target, and in the end its numbers or why there are none."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

T = TypeVar("T")

#: The packages of this project: where one of their modules is not found, something is broken and not just missing.
OWN = ("benchmarks", "quizapp", "sim")
#: The longest reason that is shown, in characters.
REASON = 160
COLUMNS = ("measured", "result", "spread", "target", "", "detail")


class Size(Enum):
    """How much is measured: enough for numbers that can be trusted, or so little that a test can run it."""

    FULL = auto()
    TINY = auto()

    def of(self, full: T, tiny: T) -> T:
        """The first in full size, and the second in tiny size."""
        return full if self is Size.FULL else tiny


class Missing(Exception):
    """What a row needs and this machine does not have, as a sentence."""


@dataclass(frozen=True)
class Measured:
    """What each of several runs measured, and a sentence on what it was made of."""

    values: tuple[float, ...]
    detail: str

    @property
    def median(self) -> float:
        """The median over the runs."""
        return statistics.median(self.values)

    def spread(self, digits: int = 2) -> str:
        """The smallest and the largest value."""
        return f"{min(self.values):.{digits}f}..{max(self.values):.{digits}f}"


@dataclass(frozen=True)
class Row:
    """One number to measure: its name within its benchmark ("" if it is the only one), and its target if it has one."""

    name: str
    what: str
    measure: Callable[[], Measured]
    at_most: float | None = None
    at_least: float | None = None

    @property
    def target(self) -> str:
        """The target in words, or nothing."""
        if self.at_most is None and self.at_least is None:
            return ""
        return f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"

    def met_by(self, value: float) -> bool:
        """Whether a value is finite and meets the target; without one, every finite value does."""
        below = self.at_most is None or value <= self.at_most
        return math.isfinite(value) and below and (self.at_least is None or value >= self.at_least)


@dataclass(frozen=True)
class Result:
    """A row with what was measured, or with the reason why it was not."""

    row: Row
    measured: Measured | None = None
    reason: str = ""
    is_missing: bool = False

    @property
    def is_fine(self) -> bool:
        """Whether the target was met, or the row could not be measured only because something optional is missing."""
        return self.row.met_by(self.measured.median) if self.measured else self.is_missing

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its line, in the order of COLUMNS."""
        if self.measured is None:
            return (
                self.row.what,
                "not measured",
                "",
                self.row.target,
                "" if self.is_missing else "FAILED",
                self.reason,
            )
        verdict = ("met" if self.is_fine else "MISSED") if self.row.target or not self.is_fine else ""
        value, spread = f"{self.measured.median:.2f}", self.measured.spread()
        return (self.row.what, value, spread, self.row.target, verdict, self.measured.detail)


def result_of(row: Row) -> Result:
    """Measure a row; whatever goes wrong is the reason why there is no number."""
    try:
        return Result(row, row.measure())
    except Exception as error:
        return Result(row, reason=reason_of(error), is_missing=is_missing(error))


def reason_of(error: Exception) -> str:
    """The first line of what an error says, with its type unless it is a sentence for readers."""
    first = (str(error).strip().splitlines() or [""])[0]
    words = first if isinstance(error, Missing | TimeoutError) else f"{type(error).__name__}: {first}"
    return words if len(words) <= REASON else f"{words[: REASON - 3]}..."


def is_missing(error: Exception) -> bool:
    """Whether an error means that a library, or something else that is optional, is not there."""
    if isinstance(error, ModuleNotFoundError):
        return (error.name or "").partition(".")[0] not in OWN
    return isinstance(error, Missing)


def plain_line(cells: tuple[str, ...]) -> str:
    """A line of the table for a terminal."""
    what, value, spread, target, verdict, detail = cells
    return f"{what:<70} {value:>8} {spread:>14}  {target:<7} {verdict:<6}  {detail}".rstrip()


def markdown_line(cells: tuple[str, ...]) -> str:
    """A line of the table in Markdown."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
