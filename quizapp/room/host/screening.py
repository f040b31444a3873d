"""Where the facilitator is in the films of a question: which two are shown, at which moment, and whether they play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from quizapp.room.shown.film import Film, film, side_by_side

#: Seconds between two moments.
APART = 0.4


@dataclass(frozen=True)
class Screening:
    """The films of a question at a moment; `left` and `other` are the places of those side by side."""

    question: str
    status: str
    films: tuple[Film, ...]
    left: int = 0
    other: int = 1
    at: int = 0
    playing: bool = True

    @property
    def shown(self) -> tuple[Film, ...]:
        """The films side by side: the right one, and one of the others if there are any."""
        return tuple(self.films[place] for place in (self.left, self.other) if place < len(self.films))

    @property
    def length(self) -> int:
        """How many moments there are: those of the longer film."""
        return max((len(each.charts) for each in self.shown), default=0)

    @property
    def is_over(self) -> bool:
        """Whether the last moment is shown."""
        return self.at >= self.length - 1

    def moment_of(self, shown: Film) -> int:
        """The moment at which a film is: its last one where it is the shorter."""
        return min(self.at, shown.last)

    def ticked(self) -> Screening:
        """A moment later, if it plays; it stops at its end."""
        if not self.playing:
            return self
        return replace(self, playing=False) if self.is_over else replace(self, at=self.at + 1)

    def stepped(self, by: int) -> Screening:
        """Some moments on or back, and still."""
        return replace(self, at=min(max(self.at + by, 0), max(self.length - 1, 0)), playing=False)

    def toggled(self) -> Screening:
        """Playing, or not; from the end it plays again from the start."""
        return replace(self, at=0, playing=True) if self.is_over else replace(self, playing=not self.playing)

    def at_end(self) -> Screening:
        """Still, at its last moment."""
        return replace(self, at=max(self.length - 1, 0), playing=False)

    def beside(self, by: int) -> Screening:
        """With another film beside the first one."""
        if len(self.films) < 3:
            return self
        moved = replace(self, left=0, other=1 + (self.other - 1 + by) % (len(self.films) - 1))
        return replace(moved, at=min(self.at, moved.length - 1))


def screening_of(data: Mapping[str, Any], look: int | None = None) -> Screening:
    """The beginning of the films that the server gives under /runs; those side by side are those of the projector."""
    pair = side_by_side(data["runs"], look)
    left, other = pair if len(pair) == 2 else (0, 1)
    return Screening(data["question"], data["status"], tuple(map(film, data["runs"])), left, other)
