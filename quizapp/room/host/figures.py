"""What a room answered as a chart: options before and after, a histogram of numbers, orders, a cloud of settings.

A chart that is not `marked` says nothing of what is right: it may be seen by the room.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from quizapp.charts.model import Axis, Bar, Bars, Chart, Heatmap, Series
from quizapp.charts.numbers import precise
from quizapp.questions.answer_forms import Knob

State = Mapping[str, Any]
PERCENT = Axis(0.0, 100.0)
FIRST, SECOND = "vote 1", "vote 2"
#: Rows of answers that are no options, different numbers that have a row each, and rows of bins beyond.
MOST_ROWS, MOST_NUMBERS, BINS = 8, 8, 6
#: From this factor between the largest and the smallest number on, bins are equal factors.
FACTOR = 50.0
#: The cells of a cloud: across and up.
ACROSS, UP = 32, 9
Spread = Sequence[Mapping[str, Any]]


def figure(state: State, marked: bool) -> Chart | None:
    """The chart of the question in front; None while nobody has answered."""
    told = state["facilitator"]
    if not any((told.get(number) or {}).get("answered") for number in ("first", "second")):
        return None
    form = state["question"]["form"]
    if form == "enter_number":
        return numbers(told["spread"], marked, state["question"].get("unit") or "")
    if form == "turn_knobs":
        return cloud(told["spread"], [Knob(**each) for each in state["question"]["knobs"]], marked)
    return answers(told["first"], told["second"], marked)


def answers(first: Mapping[str, Any], second: Mapping[str, Any] | None, marked: bool) -> Bars:
    """Options, words or orders: the share of each in the last round, and that of the first as a mark."""
    latest, before = (second, first) if second else (first, None)
    counts = {each["id"]: each["count"] for each in (before or {}).get("given", ())}
    rows = tuple(
        Bar(
            f"{each['name']}{_sign(each['right'], marked)}",
            _percent(each["count"], latest["answered"]),
            _percent(counts.get(each["id"], 0), before["answered"]) if before else None,
            float(each["count"]),
        )
        for each in latest["given"][:MOST_ROWS]
    )
    left_out = len(latest["given"]) - len(rows)
    more = f" {left_out} rarer answers are left out." if left_out else ""
    names = ", ".join(f"{row.label} {row.value:.0f} %" for row in rows)
    return _bars(rows, bool(second), f"{latest['answered']} answered: {names}.{more}")


def _bars(rows: tuple[Bar, ...], two: bool, sentence: str) -> Bars:
    series = Series(SECOND, FIRST) if two else Series(FIRST)
    return Bars(
        "answers", "share", rows, PERCENT, series, sentence, row="answer", suffix=" %", extra="people", counts=True
    )


def _sign(right: bool | None, marked: bool) -> str:
    return "" if not marked or right is None else " ✓" if right else " ✗"


def _percent(count: float, of: float) -> float:
    return float(round(100.0 * (count / of))) if of else 0.0


@dataclass(frozen=True)
class Group:
    """Numbers that have a row together: what it is called, where it stands among the others, and its bounds."""

    label: str
    place: float
    low: float
    high: float
    known: int | None = None
    right: bool | None = None

    def holds(self, each: Mapping[str, Any], marked: bool) -> bool:
        """Whether a number that was given belongs here."""
        if marked and (self.right or self.known is not None or each["right"] or each["known"] is not None):
            return _kind(each) == (bool(self.right), self.known)
        return bool(self.low <= each["at"] <= self.high)


def numbers(spread: Mapping[str, Any], marked: bool, unit: str = "") -> Bars:
    """A histogram of numbers; where it is marked, the right ones and those with a name have a row of their own."""
    first, second = spread["first"], spread["second"]
    groups = _groups([*first, *second], spread["known"], marked)
    latest, before = (second, first) if second else (first, None)
    rows = tuple(
        Bar(
            group.label,
            _percent(_count(latest, group, marked), _total(latest)),
            _percent(_count(before, group, marked), _total(before)) if before is not None else None,
            float(_count(latest, group, marked)),
        )
        for group in groups
    )
    said = ", ".join(f"{row.label} {row.value:.0f} %" for row in rows)
    chart = _bars(rows, bool(second), f"{_total(latest)} numbers: {said}.")
    return Bars(**{**vars(chart), "title": f"numbers in {unit}" if unit else "numbers"})


def _count(spread: Spread, group: Group, marked: bool) -> int:
    return sum(each["count"] for each in spread if group.holds(each, marked))


def _total(spread: Spread) -> int:
    return sum(each["count"] for each in spread)


def _kind(each: Mapping[str, Any]) -> tuple[bool, int | None]:
    return bool(each["right"]), None if each["right"] else each["known"]


def _groups(given: Spread, known: Sequence[Mapping[str, Any]], marked: bool) -> list[Group]:
    named = {_kind(each) for each in given if marked} - {(False, None)}
    rest = sorted({each["at"] for each in given if not marked or _kind(each) == (False, None)})
    groups = [_named(given, known, right, place) for right, place in sorted(named, key=str)]
    return sorted([*groups, *_bins(rest, marked)], key=lambda group: group.place)


def _named(given: Spread, known: Sequence[Mapping[str, Any]], right: bool, place: int | None) -> Group:
    most = max((each for each in given if _kind(each) == (right, place)), key=lambda each: each["count"])
    if right:
        return Group(f"{precise(most['at'])} ✓", most["at"], math.nan, math.nan, right=True)
    assert place is not None
    return Group(f"{known[place]['written']} ✗{place + 1}", known[place]["at"], math.nan, math.nan, place, False)


def _bins(values: Sequence[float], marked: bool) -> list[Group]:
    """Each number by itself where they are few; else equal steps, or equal factors where they lie far apart."""
    sign = " ✗" if marked else ""
    if len(values) <= MOST_NUMBERS:
        return [Group(f"{precise(each)}{sign}", each, each, each) for each in values]
    low, high = values[0], values[-1]
    wide = low > 0 and high / low > FACTOR
    edges = np.geomspace(low, high, BINS + 1) if wide else np.linspace(low, high, BINS + 1)
    inner = [-math.inf, *(float(edge) for edge in edges[1:-1]), math.inf]
    groups = []
    for number, (start, end) in enumerate(pairwise(inner)):
        label = f"{precise(float(f'{edges[number]:.2g}'))} to {precise(float(f'{edges[number + 1]:.2g}'))}{sign}"
        groups.append(Group(label, float(edges[number]), math.nextafter(start, math.inf), end))
    return groups


def cloud(spread: Mapping[str, Any], knobs: Sequence[Knob], marked: bool) -> Chart:
    """Where the knobs stood last, as a cloud over the first two; the deck's solution is pointed out where marked.

    One knob alone is a histogram of its numbers.
    """
    latest = spread["second"] or spread["first"]
    if len(knobs) == 1:
        return numbers(_one_knob(spread, knobs[0]), marked, knobs[0].text)
    x, y = knobs[0], knobs[1]
    cells = np.zeros((UP, ACROSS))
    for each in latest:
        row, column = _cell(x, y, each["at"])
        cells[row, column] += each["count"]
    goal = _cell(x, y, spread["goal"]) if marked and spread["goal"] else None
    return Heatmap(
        title=f"{x.text} across, {y.text} up",
        unit="people",
        values=cells,
        axis=Axis(0.0, max(1.0, float(cells.max()))),
        row_ends=(precise(y.high), precise(y.low)),
        column_ends=(precise(x.low), precise(x.high)),
        sentence=_cloud_sentence(latest, len(knobs), goal is not None),
        mark=goal,
    )


def _cell(x: Knob, y: Knob, at: Mapping[str, float]) -> tuple[int, int]:
    column = round(min(max(x.share(at[x.id]), 0.0), 1.0) * (ACROSS - 1))
    return UP - 1 - round(min(max(y.share(at[y.id]), 0.0), 1.0) * (UP - 1)), column


def _cloud_sentence(latest: Spread, knobs: int, pointed: bool) -> str:
    reached = sum(each["count"] for each in latest if each["right"])
    known = any(each["right"] is not None for each in latest)
    said = f"{_total(latest)} settings of {len(latest)} kinds."
    goal = f" {reached} reach the goal; the mark is where the deck reaches it." if pointed and known else ""
    return f"{said}{goal}{' Only the first two knobs are drawn.' if knobs > 2 else ''}"


def _one_knob(spread: Mapping[str, Any], knob: Knob) -> dict[str, Any]:
    def of(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**each, "at": each["at"][knob.id]} for each in rows]

    return {"first": of(spread["first"]), "second": of(spread["second"]), "known": []}
