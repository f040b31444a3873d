"""What two rounds come to, in lines: the gain, who moved where, how certain the right and the wrong were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quizapp.room.course.moves import gain

State = Mapping[str, Any]
#: The columns of a matrix, at least: 'right' and 'wrong' are its widest names.
CELL = 5


def results(state: State) -> list[str]:
    """All that there is to say of the votes on the question in front, the most telling first."""
    told = state["facilitator"]
    if not told.get("first"):
        return []
    parts = [*_gain_lines(told), *_matrix(told["moves"]), *_certainty(told), *_known(told)]
    return parts


def _gain_lines(told: Mapping[str, Any]) -> Iterator[str]:
    moved = told["moves"]
    if not moved:
        return
    if moved["compared"] and moved["before"] is not None:
        voted = f"{moved['compared']} voted twice"
        yield _gained(voted, moved["before"], moved["after"], moved["gain"])
    elif (shares := [_share(told["first"]), _share(told["second"])]) and None not in shares:
        before, after = shares
        yield _gained("All together", before, after, gain(before, after))
    if moved["left"] or moved["joined"]:
        yield f"{moved['left']} voted in the first round only, {moved['joined']} in the second only."


def _share(tally: Mapping[str, Any] | None) -> float | None:
    return tally["right"] / tally["judged"] if tally and tally["judged"] else None


def _gained(who: str, before: float | None, after: float | None, gained: float | None) -> str:
    part = "all were right before" if gained is None else f"normalised gain {gained:+.2f}"
    return f"{who}: {before:.0%} right before, {after:.0%} after; {part}."


def _matrix(moved: Mapping[str, Any] | None) -> Iterator[str]:
    """Who moved where: a row for each answer of the first round, a column for each of the second."""
    if not moved or not moved["compared"]:
        return
    names: Sequence[str] = moved["names"]
    width = max(CELL, *(len(name) + 2 for name in names))
    yield ""
    yield f"{'who moved where':<17}{''.join(name.rjust(width) for name in names)}   in vote 2"
    for name, row in zip(names, moved["counts"], strict=True):
        cells = "".join((str(count) if count else "·").rjust(width) for count in row)
        yield f"{f'{name} in vote 1':>17}{cells}"


def _certainty(told: Mapping[str, Any]) -> Iterator[str]:
    """How certain those were who were right, and those who were wrong, in the last round."""
    tally = told["second"] or told["first"]
    levels = [each for each in tally["levels"] if each["right"] or each["wrong"]]
    if not levels:
        return
    yield ""
    yield f"{'how certain':<17}{'right':>{CELL + 2}}{'wrong':>{CELL + 2}}"
    for each in levels:
        yield f"{each['certainty'] + ' sure':>17}{each['right']:>{CELL + 2}}{each['wrong']:>{CELL + 2}}"


def _known(told: Mapping[str, Any]) -> Iterator[str]:
    """The wrong numbers with a name that somebody gave, and what the deck says to them."""
    spread = told["spread"]
    given = {each["known"] for each in (*spread["first"], *spread["second"]) if not each["right"]} - {None}
    if given:
        yield ""
    for place in sorted(given):
        known = spread["known"][place]
        yield f"✗{place + 1} {known['written']}: {known['feedback']}"
