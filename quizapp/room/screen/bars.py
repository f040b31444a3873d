"""What a room answered as bars: before and after discussing one above the other, told apart by pattern and by words.

Bars are SVG with widths in percent, as the policy of the pages allows no style in an element.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from quizapp.room.markup import Html, html, prose, tag

Data = Mapping[str, Any]
#: Of a round its name, how many gave an answer, and how many answered.
Counted = tuple[str, int, int]
#: Answers that have room on a screen, where they are not options.
MOST_SHOWN = 6
#: The row of all other answers.
OTHERS = "others"
NOTHING: Data = {"answered": 0, "given": ()}


def live_bars(question: Data, bars: Data) -> Html:
    """The bars of the round that is on, which tell nothing of what is right."""
    return _rows(question, [("now", bars)], {})


def told_bars(question: Data, reveal: Data) -> Html:
    """Both rounds, and which answers are right."""
    rounds = [(name, reveal[name]) for name in ("before", "after") if reveal[name] and reveal[name]["answered"]]
    right = {each["id"]: each["right"] for each in reveal["options"]}
    return _rows(question, rounds or [("after", NOTHING)], right)


def legend(reveal: Data) -> Html | None:
    """What the two patterns mean, with how many were right; nothing where there was one round only."""
    names = {"before": "round 1", "after": "round 2"}
    found = [(name, reveal[name]) for name in names if reveal[name] and reveal[name]["answered"]]
    parts = [
        tag("span", _swatch(name), f" {names[name]}: {each['right']} of {each['judged']} right")
        for name, each in found
        if each["judged"]
    ]
    return tag("p", parts, class_="legend") if parts else None


def _swatch(name: str) -> Html:
    return tag("svg", _bar(name, 100), class_="swatch", aria_hidden="true")


def _rows(question: Data, rounds: list[tuple[str, Data]], right: Mapping[str, bool]) -> Html:
    answers = _answers(question, rounds, right)
    shown = [key for key, *_ in answers if key != OTHERS]
    rows = [_row(name, text, _counted(key, rounds, shown), mark) for key, name, text, mark in answers]
    return html(_hatching(), tag("ul", rows, class_="bars"))


def _answers(
    question: Data, rounds: list[tuple[str, Data]], right: Mapping[str, bool]
) -> list[tuple[str, str, str, bool | None]]:
    """Each answer with a row: the options, or else what was given most, in the last round first."""
    if question["form"] in ("pick_one", "pick_many"):
        return [(each["id"], each["letter"], each["text"], right.get(each["id"])) for each in question["choices"]]
    found = {each["id"]: each for _, bars in reversed(rounds) for each in bars["given"]}
    rows = [(key, "", each["text"], each.get("right")) for key, each in list(found.items())[:MOST_SHOWN]]
    shown = [key for key, *_ in rows]
    return [*rows, (OTHERS, "", OTHERS, None)] if any(_others(bars, shown) for _, bars in rounds) else rows


def _others(bars: Data, shown: Collection[str]) -> int:
    """How many gave another answer than those that are shown."""
    return int(bars["answered"]) - sum(_count(bars, key) for key in shown)


def _counted(key: str, rounds: list[tuple[str, Data]], shown: Collection[str]) -> list[Counted]:
    return [
        (name, _others(bars, shown) if key == OTHERS else _count(bars, key), bars["answered"]) for name, bars in rounds
    ]


def _row(letter: str, text: str, counts: list[Counted], right: bool | None) -> Html:
    mark = None if right is None else tag("strong", "✓ right" if right else "✗ wrong", class_="right" if right else "")
    said = tag("span", prose(text), " ", mark, class_="text")
    bars = tag("svg", [_placed(name, n, of, row) for row, (name, n, of) in enumerate(counts)], **_size(len(counts)))
    numbers = tag("span", " → ".join(str(count) for _, count, _ in counts), class_="count")
    head = tag("b", letter, class_="letter") if letter else None
    return tag("li", head, said, bars, numbers, class_="right" if right else None)


def _size(rounds: int) -> dict[str, str]:
    return {"class_": f"bar of{rounds}", "aria_hidden": "true"}


def _count(bars: Data, key: str) -> int:
    return next((int(each["count"]) for each in bars["given"] if each["id"] == key), 0)


def _placed(name: str, count: int, of: int, row: int) -> Html:
    return _bar(name, 100 * count / of if of else 0, row)


def _bar(name: str, percent: float, row: int = 0) -> Html:
    """One bar; what was before is hatched, what is after is full."""
    return tag("rect", class_=name, x=0, y=f"{row * 1.15:.2f}em", width=f"{percent:.1f}%", height="1em")


def _hatching() -> Html:
    """The pattern of the first round's bars, for the whole page."""
    pattern = tag(
        "pattern",
        tag("path", d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", class_="hatch"),
        id="hatch",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )
    return tag("svg", tag("defs", pattern), class_="unseen", aria_hidden="true")
