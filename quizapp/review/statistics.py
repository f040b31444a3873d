"""How well a learner knows, and how well they judge it: pure functions of answers, none of which is ever a grade.

Only answers that are scored count. What certainty is compared with is `foreseen`, whether the prediction was right in
full: exact correctness, and never a share of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quizapp.play.certainty import Certainty
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.order import in_order
from quizapp.review.schedule import is_certain_and_wrong

#: The standard normal quantile of 97.5%, for intervals of 95%.
Z = 1.959963984540054
#: Each level of certainty with the chances that it stands for.
LEVELS: dict[str, tuple[float, float]] = {"low": (0.0, 0.67), "middle": (0.67, 0.8), "high": (0.8, 1.0)}
#: The one chance that stands for a level: its middle, and even chances where a learner says no more than "under 67%".
CHANCES = {"low": 0.5, "middle": 0.735, "high": 0.9}
#: Certainty-based marks (Gardner-Medwin 1995, with his thresholds of 67% and 80%): if right, and if wrong.
MARKS: dict[str, tuple[int, int]] = {level.name.lower(): level.points for level in Certainty}
Attempts = Iterable[RecordedAttempt]


@dataclass(frozen=True)
class Share:
    """How many of how many, with the interval in which the chance lies with 95% confidence (Wilson 1927)."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, or None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the interval; all from 0 to 1 where nothing was counted."""
        return wilson(self.count, self.of)


def wilson(count: int, of: int, z: float = Z) -> tuple[float, float]:
    """The score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22), without continuity correction."""
    if not of:
        return 0.0, 1.0
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return (0.0 if count == 0 else middle - half), (1.0 if count == of else middle + half)


@dataclass(frozen=True)
class Level:
    """How often predictions of one level of certainty were right; `ideal` is between which shares they should be."""

    certainty: str
    right: Share
    ideal: tuple[float, float]

    @property
    def verdict(self) -> str:
        """Whether the level says more or less than is true, as far as the interval allows to tell."""
        low, high = self.right.interval
        if not self.right.of:
            return "not used"
        if high < self.ideal[0]:
            return "too certain"
        return "too modest" if low > self.ideal[1] else "fits"


def calibration(attempts: Attempts) -> tuple[Level, ...]:
    """How often predictions were right at each level of certainty."""
    given = [each for each in attempts if each.scored]
    return tuple(
        Level(name, _foreseen([each for each in given if each.certainty == name]), ideal)
        for name, ideal in LEVELS.items()
    )


def _foreseen(attempts: Sequence[RecordedAttempt]) -> Share:
    return Share(sum(bool(each.foreseen) for each in attempts), len(attempts))


def brier_score(attempts: Attempts) -> float | None:
    """The mean squared difference of outcomes and the chances that levels stand for (Brier 1950); 0 is best."""
    errors = [
        (CHANCES[each.certainty] - bool(each.foreseen)) ** 2
        for each in attempts
        if each.scored and each.certainty in CHANCES
    ]
    return sum(errors) / len(errors) if errors else None


def certainty_mark(attempt: RecordedAttempt) -> int | None:
    """The certainty-based mark of an answer, or None if it is not scored or nobody was asked how certain."""
    if not attempt.scored or attempt.certainty not in MARKS:
        return None
    return MARKS[attempt.certainty][0 if attempt.foreseen else 1]


def certainty_marks(attempts: Attempts) -> tuple[int, int]:
    """The sum of the certainty-based marks, and of how many answers."""
    found = [mark for each in attempts if (mark := certainty_mark(each)) is not None]
    return sum(found), len(found)


def certain_and_wrong(attempts: Attempts, now: datetime) -> list[RecordedAttempt]:
    """The questions of which the last answer was wrong with the highest certainty, the latest first."""
    last: dict[tuple[str, str], RecordedAttempt] = {}
    for _, each in in_order(attempts, now):
        if each.scored:
            last.pop((each.deck, each.question), None)
            last[each.deck, each.question] = each
    return [each for each in reversed(last.values()) if is_certain_and_wrong(each)]


@dataclass(frozen=True)
class Group:
    """The answers that have something in common: their number, how many were right in full, and their mean credit."""

    name: str
    right: Share
    credit: float


def by_deck(attempts: Attempts) -> list[Group]:
    """The answers by deck."""
    return _grouped(attempts, lambda each: (each.deck,))


def by_objective(attempts: Attempts) -> list[Group]:
    """The answers by objective; one that serves several counts in each."""
    return _grouped(attempts, lambda each: each.objective_list)


def by_tag(attempts: Attempts) -> list[Group]:
    """The answers by tag; one with several counts in each."""
    return _grouped(attempts, lambda each: each.tag_list)


def _grouped(attempts: Attempts, names: Callable[[RecordedAttempt], Sequence[str]]) -> list[Group]:
    groups: defaultdict[str, list[RecordedAttempt]] = defaultdict(list)
    for each in attempts:
        if each.scored:
            for name in names(each):
                groups[name].append(each)
    return [_group(name, groups[name]) for name in sorted(groups)]


def _group(name: str, attempts: Sequence[RecordedAttempt]) -> Group:
    right = Share(sum(bool(each.right) for each in attempts), len(attempts))
    return Group(name, right, sum(each.credit or 0.0 for each in attempts) / len(attempts))


@dataclass(frozen=True)
class Day:
    """The answers of one day."""

    day: date
    right: Share
    certainty_mark: int


def progress(attempts: Attempts, now: datetime) -> list[Day]:
    """The answers day by day, the days being those of the place where `now` is."""
    days: defaultdict[date, list[RecordedAttempt]] = defaultdict(list)
    for at, each in in_order(attempts, now):
        if each.scored:
            days[at.astimezone(now.tzinfo).date()].append(each)
    return [
        Day(day, Share(sum(bool(each.right) for each in given), len(given)), certainty_marks(given)[0])
        for day, given in sorted(days.items())
    ]
