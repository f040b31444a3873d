"""Tallies and what is told at the reveal, read back from what a server says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizapp.room.course.tally import Given, Tally


@dataclass(frozen=True)
class Revealed:
    """What everybody is told: the key, which options are right, why, and what the room answered in both rounds.

    `known` says whether the key has been worked out, and `runs` whether the networks are 'ready', 'failed' or not yet.
    """

    key: str
    right: Mapping[str, bool]
    explanation: str
    reading: tuple[tuple[str, str], ...]
    known: bool
    before: Tally | None
    after: Tally | None
    runs: str

    @property
    def last(self) -> Tally | None:
        """What the room answered in the end."""
        return self.after or self.before


def tally_from_data(data: Mapping[str, Any]) -> Tally:
    """The tally that data says, without certainty; KeyError, TypeError or ValueError if it says none."""
    return Tally(
        answered=int(data["answered"]),
        judged=int(data.get("judged", 0)),
        right=int(data.get("right", 0)),
        given=tuple(_given(each) for each in data["given"]),
        levels=(),
    )


def _given(data: Mapping[str, Any]) -> Given:
    right = data.get("right")
    return Given(
        id=str(data["id"]),
        name=str(data["name"]),
        text=str(data["text"]),
        count=int(data["count"]),
        hands=int(data.get("hands", 0)),
        right=None if right is None else bool(right),
    )


def revealed_from_data(data: Mapping[str, Any]) -> Revealed:
    """What data tells; KeyError, TypeError or ValueError if it tells nothing."""
    before, after = data.get("before"), data.get("after")
    return Revealed(
        key=str(data.get("key") or ""),
        right={str(each["id"]): bool(each["right"]) for each in data["options"]},
        explanation=str(data.get("explanation") or ""),
        reading=tuple((str(each["title"]), str(each["url"])) for each in data.get("reading") or ()),
        known=bool(data.get("known")),
        before=None if before is None else tally_from_data(before),
        after=None if after is None else tally_from_data(after),
        runs=str(data.get("runs") or ""),
    )
