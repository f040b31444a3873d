"""What became of one's own answer, read back from what the server says (`GET mine`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizapp.questions.grading import Mark
from quizapp.room.shown.film import Film, film

#: Marks that a room calls otherwise than the record does.
CALLED = {Mark.RIGHTLY_LEFT.value: "right to leave"}


@dataclass(frozen=True)
class OptionTold:
    """One option, or the answer itself: the room's letter for it, its words, its mark, and the author's word on it."""

    letter: str
    words: str
    picked: bool
    mark: Mark
    feedback: str


@dataclass(frozen=True)
class Outcome:
    """What became of an answer; `verdict` is empty while that is not worked out yet, and `run` may never be there."""

    answered: bool
    right: bool | None = None
    verdict: str = ""
    options: tuple[OptionTold, ...] = ()
    run: Film | None = None


def outcome_from_data(data: Mapping[str, Any]) -> Outcome:
    """What became of an answer; KeyError, TypeError or ValueError if data does not say it."""
    came, run = data.get("outcome"), data.get("run")
    names: Mapping[str, str] = data.get("letters") or {}
    return Outcome(
        answered=bool(data["answered"]),
        right=None if came is None else bool(came["right"]),
        verdict="" if came is None else str(came["verdict"]),
        options=() if came is None else tuple(_option(each, names) for each in came["options"]),
        run=None if run is None else film(run),
    )


def _option(data: Mapping[str, Any], names: Mapping[str, str]) -> OptionTold:
    return OptionTold(
        letter=str(names.get(data["id"], data["number"])),
        words=str(data["said"]),
        picked=bool(data["picked"]),
        mark=Mark(data["mark"]),
        feedback=str(data.get("feedback") or ""),
    )
