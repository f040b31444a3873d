"""How a room answered, as a chart: a bar for each option or answer, and a tick where it stood before the discussion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizapp.charts.model import Axis, Bar, Bars, Series
from quizapp.charts.numbers import percent

Tallied = Mapping[str, Any]
#: What stands behind the label of a right answer and of a wrong one, once they are told.
MARKS = {True: " right", False: "", None: ""}


def bars(after: Tallied, before: Tallied | None = None, title: str = "How the room answered") -> Bars:
    """The chart of a tally (`course.seen.bars`), beside that of the round before it if there is one."""
    rows = _rows(after, before)
    return Bars(
        title=title,
        unit="% of the answers",
        rows=tuple(rows),
        axis=Axis(0.0, 100.0),
        series=Series("now" if before else "", "before" if before else None),
        sentence=sentence(after, before),
        row="",
        suffix=" %",
        extra="answers",
        counts=True,
    )


def _rows(after: Tallied, before: Tallied | None) -> list[Bar]:
    earlier = _counts(before)
    listed = list(after.get("given", ()))
    known = {each["id"] for each in listed}
    listed += [{**each, "count": 0} for each in (before or {}).get("given", ()) if each["id"] not in known]
    return [
        Bar(
            label=f"{_label(each)}{MARKS[each.get('right')]}",
            value=_share(each["count"], after),
            control=None if before is None else _share(earlier.get(each["id"], 0), before),
            extra=float(each["count"]),
            named=each.get("right") is True,
        )
        for each in listed
    ]


def _counts(tally: Tallied | None) -> dict[str, int]:
    return {each["id"]: int(each["count"]) for each in (tally or {}).get("given", ())}


def _label(given: Mapping[str, Any]) -> str:
    return str(given["name"])


def _share(count: int, tally: Tallied) -> float:
    """Percent of those who answered; of several options each may have all of them."""
    return 100.0 * count / tally["answered"] if tally["answered"] else 0.0


def sentence(after: Tallied, before: Tallied | None = None) -> str:
    """The chart in words: how many answered, how many of them were right, and what most chose."""
    answered = after["answered"]
    if not answered:
        return "Nobody has answered."
    words = f"{answered} {'person' if answered == 1 else 'people'} answered"
    if after.get("judged"):
        words += f", {percent(after['right'] / after['judged'])} of them right"
        if before and before.get("judged"):
            words += f"; before the discussion {percent(before['right'] / before['judged'])}"
    return f"{words}. {_most(after['given'])}".strip()


def _most(given: Sequence[Mapping[str, Any]]) -> str:
    most = max((int(each["count"]) for each in given), default=0)
    names = [_label(each) for each in given if each["count"] == most and most]
    return f"Most chose {' and '.join(names)} ({most})." if 0 < len(names) <= 2 else ""
