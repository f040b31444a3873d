"""How a room answered, as a chart: a bar for each option or answer, and a tick where it stood before the discussion."""

from __future__ import annotations

from dataclasses import replace

from quizapp.charts.model import Axis, Bar, Bars, Series
from quizapp.charts.numbers import percent
from quizapp.room.course.tally import Given, Tally

#: The row of all answers that are not listed.
OTHERS = "others"
TITLE = "How the room answered"
#: What stands in the label of a right answer, once it is told.
RIGHT = "right"
#: Letters of an answer that are shown as the label of its bar.
LONGEST_LABEL = 24
#: Columns of a window from which on title and legend stand on one line.
ONE_LINE = 80


def bars(after: Tally, before: Tally | None = None, title: str = TITLE) -> Bars:
    """The chart of a round, beside the one before it if there was one; what is right is said in words."""
    return Bars(
        title=title,
        unit="% of those who answered",
        rows=tuple(_bar(each, after, before) for each in _all(after, before)),
        axis=Axis(0.0, 100.0),
        series=Series("now" if before else "", "before" if before else None),
        sentence=sentence(after, before),
        row="",
        suffix=" %",
        extra="answers",
        counts=True,
    )


def chart_rows(chart: Bars, width: int) -> int:
    """Rows that a chart of a room's answers needs in a window of this width."""
    return len(chart.rows) + (2 if width >= ONE_LINE else 3)


def _all(after: Tally, before: Tally | None) -> list[Given]:
    """What was given in either round, as the later one lists it, and last what was given besides."""
    known = {each.id for each in after.given}
    gone = [replace(each, count=0) for each in (before.given if before else ()) if each.id not in known]
    others = _others(after)
    rest = [Given(OTHERS, OTHERS, OTHERS, others)] if others or (before and _others(before)) else []
    return [*after.given, *gone, *rest]


def _others(tally: Tally) -> int:
    """How many gave an answer that is not listed; options, which have letters for names, are listed all."""
    listed = all(each.name == each.text for each in tally.given)
    return max(tally.answered - sum(each.count for each in tally.given), 0) if listed else 0


def _bar(given: Given, after: Tally, before: Tally | None) -> Bar:
    earlier = {**{each.id: each.count for each in before.given}, OTHERS: _others(before)} if before else {}
    return Bar(
        label=_label(given),
        value=_share(given.count, after),
        control=None if before is None else _share(earlier.get(given.id, 0), before),
        extra=float(given.count),
        named=given.right is True,
    )


def _label(given: Given) -> str:
    name = given.name if len(given.name) <= LONGEST_LABEL else f"{given.name[: LONGEST_LABEL - 1]}…"
    return f"{RIGHT} {name}" if given.right else name


def _share(count: int, tally: Tally) -> float:
    """Percent of those who answered; where several may be picked, each of them may have all."""
    return 100.0 * count / tally.answered if tally.answered else 0.0


def sentence(after: Tally, before: Tally | None = None) -> str:
    """The chart in words: how many answered, how many of them were right, and what most gave."""
    if not after.answered:
        return "Nobody has answered."
    words = f"{after.answered} {'person' if after.answered == 1 else 'people'} answered"
    if after.share is not None:
        words += f", {percent(after.share)} of them right"
        if before is not None and before.share is not None:
            words += f"; before the discussion {percent(before.share)}"
    return f"{words}. {_most(after)}".strip()


def _most(tally: Tally) -> str:
    most = max((each.count for each in tally.given), default=0)
    names = [each.name for each in tally.given if each.count == most and most]
    return f"Most gave {' and '.join(names)} ({most})." if len(names) in (1, 2) else ""
