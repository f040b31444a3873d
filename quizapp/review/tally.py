"""Many answers counted, so that what they say is known without reading all of them again: new ones are added.

A tally says what `statistics` says of the same answers, of all decks or of one; it is never a second truth, as it can
be made anew from the answers at any time. `as_data` and `from_data` are for keeping it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from quizapp.record.recorded import RecordedAttempt
from quizapp.review.order import Timed
from quizapp.review.schedule import FAILING
from quizapp.review.statistics import certainty_mark

#: Seconds of the slices of time in which days are counted: whatever the zone, no day ends within one.
SLICE = 900
#: What data that is no tally can come to when it is read.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


class Cell(NamedTuple):
    """What answers that are counted together have in common; they `returned` if they were given to what was due."""

    deck: str
    tags: str
    objectives: str
    certainty: str | None
    right: int
    foreseen: int
    returned: bool


class Met(NamedTuple):
    """A question that was answered: its last answer, how often it was answered, and how often predicted wrong."""

    deck: str
    question: str
    revision: int
    attempt: str
    at: str
    certainty: str | None
    right: int
    foreseen: int
    seen: int
    wrong: int

    @property
    def certain_and_wrong(self) -> bool:
        """Whether the last prediction was wrong, and made with the highest certainty."""
        return self.certainty == "high" and not self.foreseen

    @property
    def keeps_failing(self) -> bool:
        """Whether it was wrong again and again, and the last time too."""
        return self.wrong >= FAILING and not self.foreseen


@dataclass
class Tally:
    """Answers counted: alike ones with their credit, by slices of time, by question in the order of last answers.

    `slices` are (answers, right ones, certainty marks) by deck and slice, `not_scored` (not marked, disputed) by deck;
    `until` is when the last of all was given.
    """

    cells: dict[Cell, tuple[int, float]] = field(default_factory=dict)
    slices: dict[str, dict[int, tuple[int, int, int]]] = field(default_factory=dict)
    met: dict[tuple[str, str], Met] = field(default_factory=dict)
    not_scored: dict[str, tuple[int, int]] = field(default_factory=dict)
    until: str = ""

    def copy(self) -> Tally:
        """The same, so that more can be added to one of both."""
        slices = {deck: dict(own) for deck, own in self.slices.items()}
        return Tally(dict(self.cells), slices, dict(self.met), dict(self.not_scored), self.until)

    def add(self, timed: Iterable[Timed]) -> Tally:
        """Count these too, which come after all that were counted before; the tally itself."""
        for at, attempt in timed:
            if attempt.scored:
                self._add(at, attempt)
            else:
                unmarked, disputed = self.not_scored.get(attempt.deck, (0, 0))
                is_unmarked = attempt.right is None
                self.not_scored[attempt.deck] = unmarked + is_unmarked, disputed + (not is_unmarked)
            self.until = max(self.until, attempt.committed_at)
        return self

    def _add(self, at: datetime, attempt: RecordedAttempt) -> None:
        met = self._meet(attempt)
        right, foreseen = int(bool(attempt.right)), int(bool(attempt.foreseen))
        returned = attempt.kind == "review" and met.seen > 1
        cell = Cell(attempt.deck, attempt.tags, attempt.objectives, attempt.certainty, right, foreseen, returned)
        count, credit = self.cells.get(cell, (0, 0.0))
        self.cells[cell] = count + 1, credit + (attempt.credit or 0.0)
        own, moment = self.slices.setdefault(attempt.deck, {}), int(at.timestamp()) // SLICE
        of, rights, marks = own.get(moment, (0, 0, 0))
        own[moment] = of + 1, rights + right, marks + (certainty_mark(attempt) or 0)

    def _meet(self, attempt: RecordedAttempt) -> Met:
        """Note the last answer to a question; another revision begins anew."""
        key = attempt.deck, attempt.question
        before = self.met.pop(key, None)
        again = before if before is not None and before.revision == attempt.revision else None
        self.met[key] = Met(
            *(attempt.deck, attempt.question, attempt.revision, attempt.attempt, attempt.committed_at),
            certainty=attempt.certainty,
            right=int(bool(attempt.right)),
            foreseen=int(bool(attempt.foreseen)),
            seen=(again.seen if again else 0) + 1,
            wrong=(again.wrong if again else 0) + (not attempt.foreseen),
        )
        return self.met[key]


def tallied(timed: Iterable[Timed]) -> Tally:
    """The tally of answers in their order."""
    return Tally().add(timed)


def as_data(tally: Tally) -> dict[str, Any]:
    """A tally as data of which JSON can be made."""
    return {
        "cells": [[*cell, *counted] for cell, counted in tally.cells.items()],
        "slices": {
            deck: [number for moment, counted in own.items() for number in (moment, *counted)]
            for deck, own in tally.slices.items()
        },
        "met": [list(each) for each in tally.met.values()],
        "not_scored": [[deck, *counted] for deck, counted in tally.not_scored.items()],
        "until": tally.until,
    }


def from_data(data: Mapping[str, Any]) -> Tally:
    """The tally that data says; one of UNREADABLE if it says none."""
    met = [Met(*each) for each in data["met"]]
    return Tally(
        {Cell(*cell): (int(count), float(credit)) for *cell, count, credit in data["cells"]},
        {deck: _slices(numbers) for deck, numbers in data["slices"].items()},
        {(each.deck, each.question): each for each in met},
        {deck: (int(unmarked), int(disputed)) for deck, unmarked, disputed in data["not_scored"]},
        str(data["until"]),
    )


def _slices(numbers: list[int]) -> dict[int, tuple[int, int, int]]:
    if set(map(type, numbers)) - {int}:
        raise TypeError("slices are whole numbers")
    moments, *counted = (numbers[n::4] for n in range(4))
    return dict(zip(moments, zip(*counted, strict=True), strict=True))
