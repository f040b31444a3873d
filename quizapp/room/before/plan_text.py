"""A plan as lines of at most 80 columns, and as data."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from quizapp.room.before.plan import Plan, Planned, spoken

WIDTH = 80
ID_WIDTH = 28
STEPS = ("vote", "discuss", "again", "simulate", "explain", "follow_up")
HEADS = ("vote", "discuss", "again", "run", "explain", "then", "sum")


def plan_lines(plan: Plan) -> list[str]:
    """What to ask and when, the total against the slot, and what is left out with its reason."""
    return [*_head(plan), "", *_table(plan), "", *_verdict(plan), *_left_out(plan)]


def plan_as_data(plan: Plan) -> dict[str, Any]:
    """The plan as what JSON can say; `at` is the minute at which a question begins."""
    asked = zip(plan.asked, _begins(plan), strict=True)
    return {
        "deck": plan.deck,
        "title": plan.title,
        "minutes": plan.slot,
        "opening": plan.opening,
        "total": plan.total,
        "all_questions": plan.needed,
        "questions": [{"at": at, **_row_as_data(row)} for row, at in asked],
        "skip_first": plan.skip_first,
        "left_out": [{**_row_as_data(row), "why": row.dropped} for row in plan.left_out],
        "objectives_lost": list(plan.lost),
    }


def _row_as_data(row: Planned) -> dict[str, Any]:
    return {
        "id": row.id,
        "type": row.question.type,
        "minutes": row.minutes.total,
        "steps": asdict(row.minutes),
        "follow_up": row.follow_up,
        "objectives": list(row.question.objectives),
    }


def _head(plan: Plan) -> list[str]:
    return textwrap.wrap(f"{plan.title}: {plan.slot:g} minutes", WIDTH) or [""]


def _table(plan: Plan) -> Iterator[str]:
    """A row for each question: the minute at which it begins, its steps, their sum."""
    yield _line("at", "question", HEADS)
    yield _line("0", "(everybody joins)", (*[""] * len(STEPS), f"{plan.opening:g}"))
    for row, at in zip(plan.asked, _begins(plan), strict=True):
        steps = [getattr(row.minutes, step) for step in STEPS]
        cells = [f"{minutes:g}" if minutes else "-" for minutes in steps]
        yield _line(f"{at:g}", row.id, (*cells, f"{row.minutes.total:g}"))
    yield _line("", "total", (*[""] * len(STEPS), f"{plan.total:g}"))


def _line(at: str, name: str, cells: tuple[str, ...]) -> str:
    widths = [len(head) for head in HEADS]
    rest = " ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{at:>5}  {_shortened(name):<{ID_WIDTH}} {rest}".rstrip()


def _shortened(name: str) -> str:
    return name if len(name) <= ID_WIDTH else f"{name[: ID_WIDTH - 3]}..."


def _begins(plan: Plan) -> list[float]:
    return list(itertools.accumulate([row.minutes.total for row in plan.asked], initial=plan.opening))[:-1]


def _verdict(plan: Plan) -> list[str]:
    spare = plan.slot - plan.total
    if not plan.asked:
        shortest = min(row.minutes.total for row in plan.rows)
        return _wrapped(
            f"No question fits: the shortest takes {spoken(shortest)}, and {spoken(plan.opening)} are for joining. "
            f"Give at least --minutes {math.ceil(plan.opening + shortest)}."
        )
    time = f"{spoken(plan.total)} of {spoken(plan.slot)}, {spoken(spare)} to spare"
    if not plan.left_out:
        return _wrapped(f"{time}: the whole deck fits.{_in_haste(plan)}")
    lost = f" Not covered then: {', '.join(plan.lost)}." if plan.lost else " All objectives stay covered."
    return _wrapped(f"{time}. The whole deck would take {spoken(plan.needed)}.{lost}{_in_haste(plan)}")


def _in_haste(plan: Plan) -> str:
    return f" If time runs short, skip {plan.skip_first} first." if plan.skip_first else ""


def _left_out(plan: Plan) -> Iterator[str]:
    if not plan.asked:
        return
    if plan.left_out:
        yield from ("", f"To leave out ({len(plan.left_out)} of {len(plan.rows)}):")
    for row in plan.left_out:
        yield from _wrapped(f"{row.id} ({spoken(row.minutes.total)}): {row.dropped}", "  ", "    ")


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
