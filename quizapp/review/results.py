"""What there is to say of a learner's answers, of all decks or of one, from their tally: none of it is a grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quizapp.record.recorded import words_in
from quizapp.review.statistics import CHANCES, LEVELS, MARKS, Day, Group, Level, Share
from quizapp.review.tally import SLICE, Cell, Met, Tally

Counted = tuple[Cell, tuple[int, float]]


@dataclass(frozen=True)
class Results:
    """What came of the answers to one deck, or to all (None); `decks` are the names of all that were answered.

    `returned` is how many of those questions were right that were asked since they were due, and `parts_predictions`
    says that some setting came out otherwise than its prediction. The lists of questions are those of which the last
    prediction was certain and wrong, those that keep failing, and all others that were not right in full the last
    time, the surest first; in each the latest comes first.
    """

    deck: str | None
    decks: tuple[str, ...]
    right: Share
    unmarked: int
    disputed: int
    levels: tuple[Level, ...]
    certainty_marks: tuple[int, int]
    brier_score: float | None
    returned: Share
    parts_predictions: bool
    by_deck: tuple[Group, ...]
    by_objective: tuple[Group, ...]
    by_tag: tuple[Group, ...]
    days: tuple[Day, ...]
    certain_and_wrong: tuple[Met, ...]
    failing: tuple[Met, ...]
    again: tuple[Met, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there are no answers at all."""
        return not (self.right.of or self.unmarked or self.disputed)


def results(tally: Tally, now: datetime, deck: str | None = None) -> Results:
    """What the answers in a tally say, those to one deck or all; days are those of the place where `now` is."""
    cells = [(cell, counted) for cell, counted in tally.cells.items() if deck is None or cell.deck == deck]
    not_scored = [counted for name, counted in tally.not_scored.items() if deck is None or name == deck]
    lists = _lists([each for each in tally.met.values() if deck is None or each.deck == deck])
    return Results(
        deck=deck,
        decks=tuple(sorted({cell.deck for cell in tally.cells} | set(tally.not_scored))),
        right=_share(cells, lambda cell: cell.right),
        unmarked=sum(unmarked for unmarked, _ in not_scored),
        disputed=sum(disputed for _, disputed in not_scored),
        levels=_levels(cells),
        certainty_marks=_certainty_marks(cells),
        brier_score=_brier_score(cells),
        returned=_share([each for each in cells if each[0].returned], lambda cell: cell.foreseen),
        parts_predictions=any(cell.right != cell.foreseen for cell, _ in cells if cell.certainty in MARKS),
        by_deck=_groups(cells, lambda cell: (cell.deck,)),
        by_objective=_groups(cells, lambda cell: words_in(cell.objectives)),
        by_tag=_groups(cells, lambda cell: words_in(cell.tags)),
        days=_days(tally, now, deck),
        certain_and_wrong=lists[0],
        failing=lists[1],
        again=lists[2],
    )


def _share(cells: Iterable[Counted], of: Callable[[Cell], int]) -> Share:
    counted = [(of(cell), count) for cell, (count, _) in cells]
    return Share(sum(count for right, count in counted if right), sum(count for _, count in counted))


def _levels(cells: Sequence[Counted]) -> tuple[Level, ...]:
    return tuple(
        Level(name, _share([each for each in cells if each[0].certainty == name], lambda cell: cell.foreseen), ideal)
        for name, ideal in LEVELS.items()
    )


def _asked(cells: Iterable[Counted]) -> Iterator[tuple[str, int, int]]:
    """The certainty, whether the prediction was right, and how many answers, where anybody was asked how certain."""
    for cell, (count, _) in cells:
        if cell.certainty in MARKS:
            yield str(cell.certainty), cell.foreseen, count


def _certainty_marks(cells: Iterable[Counted]) -> tuple[int, int]:
    found = [(MARKS[level][0 if foreseen else 1] * count, count) for level, foreseen, count in _asked(cells)]
    return sum(marks for marks, _ in found), sum(count for _, count in found)


def _brier_score(cells: Iterable[Counted]) -> float | None:
    found = [((CHANCES[level] - foreseen) ** 2 * count, count) for level, foreseen, count in _asked(cells)]
    of = sum(count for _, count in found)
    return sum(error for error, _ in found) / of if of else None


def _groups(cells: Iterable[Counted], names: Callable[[Cell], Sequence[str]]) -> tuple[Group, ...]:
    found: defaultdict[str, list[Counted]] = defaultdict(list)
    for each in cells:
        for name in names(each[0]):
            found[name].append(each)
    return tuple(_group(name, found[name]) for name in sorted(found))


def _group(name: str, cells: Sequence[Counted]) -> Group:
    right = _share(cells, lambda cell: cell.right)
    return Group(name, right, sum(credit for _, (_, credit) in cells) / right.of)


def _days(tally: Tally, now: datetime, deck: str | None) -> tuple[Day, ...]:
    days: defaultdict[date, list[tuple[int, int, int]]] = defaultdict(list)
    for name, own in tally.slices.items():
        if deck is None or name == deck:
            for moment, counted in own.items():
                days[datetime.fromtimestamp(moment * SLICE, now.tzinfo).date()].append(counted)
    return tuple(_day(day, days[day]) for day in sorted(days))


def _day(day: date, counted: Sequence[tuple[int, int, int]]) -> Day:
    of, right, marks = (sum(column) for column in zip(*counted, strict=True))
    return Day(day, Share(right, of), marks)


def _lists(met: Sequence[Met]) -> tuple[tuple[Met, ...], tuple[Met, ...], tuple[Met, ...]]:
    """Certain and wrong; what keeps failing, too; and all else that was not right, the surest first."""
    latest = list(reversed(met))
    certain = tuple(each for each in latest if each.certain_and_wrong)
    failing = tuple(each for each in latest if each.keeps_failing)
    levels = list(LEVELS)
    again = [each for each in latest if not each.right and not each.certain_and_wrong and not each.keeps_failing]
    again.sort(key=lambda each: -levels.index(each.certainty) if each.certainty in levels else 1)
    return certain, failing, tuple(again)
