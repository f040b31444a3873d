"""A quantity in words with its value: 'before training, the error at layer 1 is 54.6 times that at layer 9'."""

from __future__ import annotations

import math
from dataclasses import dataclass

from quizapp.charts.numbers import precise
from quizapp.claims.number_words import SMALL, measured, times_of

#: How a quantity is called that is a difference; and what of one is left where both are equal, but for rounding.
DIFFERENCE, ROUNDING = "the difference between ", 1e-12


@dataclass(frozen=True)
class Worded:
    """A quantity in words: what is measured, what it is divided by if it is, and when that is.

    It is `initial` if it is measured before training, and `trained` if it is one that training changes, afterwards.
    It is `derived` if it is a square or a difference, and so another number than a chart of what is measured shows, and
    it is what it is `so_far` while the run goes on.
    """

    what: str
    by: str = ""
    initial: bool = False
    trained: bool = False
    multiple: Multiple | None = None
    derived: bool = False
    so_far: bool = False

    def worth(self, value: float) -> str:
        """With its value, as a clause: 'before training, the error at layer 1 is 54.6 times that at layer 9'.

        Of a multiple of something its own value is said first: 'the loss in deep is 0.3, and 2 times that is 0.6'.
        """
        if self.multiple and math.isfinite(value):
            own, times = self.multiple.of.worth(value / self.multiple.times), times_of(self.multiple.times)
            return f"{self.when}{own}, and {times} that is {measured(value)}"
        return f"{self.when}{self.what} is {self.value(value)}"

    @property
    def when(self) -> str:
        """'before training, ' or 'after training, '; nothing where it goes without saying."""
        return "before training, " if self.initial else "after training, " if self.trained else ""

    def value(self, value: float) -> str:
        """The value alone, and of what it is that many times: '54.6 times that at layer 9'."""
        if value == math.inf and self.what.startswith("the number of steps"):
            return "more than were taken so far" if self.so_far else "more than the run has"
        if not math.isfinite(value):
            return precise(value)
        if self.what.startswith(DIFFERENCE) and 0 < abs(value) < ROUNDING:
            return "0, but for rounding"
        if self.by and precise(value) == "1":
            return f"as large as {self.by.removeprefix('what ')}"
        return f"{measured(value)}{self._by(value)}"

    def _by(self, value: float) -> str:
        if not self.by:
            return ""
        return f" of {self.by}" if 0 < value < SMALL else f" times {self.by}"


@dataclass(frozen=True)
class Multiple:
    """So many times something measured, above 0."""

    times: float
    of: Worded
