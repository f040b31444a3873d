"""How things stand in a room, read back from what its server says (`course.seen.everybody`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizapp.room.client.question import Asked, question_from_data
from quizapp.room.client.tally import Revealed, revealed_from_data, tally_from_data
from quizapp.room.course.phases import Phase
from quizapp.room.course.tally import Tally


class BadState(ValueError):
    """What a server said that no room says; as of another version of quizapp."""


@dataclass(frozen=True)
class Seen:
    """How things stand: `number` of `of` questions, whether a `round` is `open`, and `reveal` once it is told.

    `you` is what a participant hears of themselves, `counts` and `bars` what a projector does.
    """

    phase: Phase
    version: int
    title: str
    number: int
    of: int
    open: bool
    round: int | None
    seconds_left: float | None
    over: bool
    transfer: bool
    asked: Asked | None
    reveal: Revealed | None = None
    code: str = ""
    rehearsal: bool = False
    keep_days: int | None = None
    look: int | None = None
    you: Mapping[str, Any] | None = None
    counts: Mapping[str, Any] = field(default_factory=dict)
    bars: Tally | None = None


def state_from_data(data: Mapping[str, Any]) -> Seen:
    """How things stand by what a server said; BadState if no room says so."""
    try:
        question, reveal, bars = data["question"], data.get("reveal"), data.get("bars")
        return Seen(
            phase=Phase(data["phase"]),
            version=int(data["version"]),
            title=str(data["title"]),
            number=int(data["number"]),
            of=int(data["of"]),
            open=bool(data["open"]),
            round=None if data["round"] is None else int(data["round"]),
            seconds_left=None if data["seconds_left"] is None else float(data["seconds_left"]),
            over=bool(data["over"]),
            transfer=bool(data["transfer"]),
            asked=None if question is None else question_from_data(question),
            reveal=None if reveal is None else revealed_from_data(reveal),
            code=str(data.get("code", "")),
            rehearsal=bool(data.get("rehearsal")),
            keep_days=None if data.get("keep_days") is None else int(data["keep_days"]),
            look=None if data.get("look") is None else int(data["look"]),
            you=_mapping(data.get("you")),
            counts=_mapping(data.get("counts")) or {},
            bars=None if bars is None else tally_from_data(bars),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BadState(f"the room says what this version of quizapp does not know ({error})") from None


def _mapping(value: object) -> Mapping[str, Any] | None:
    if value is not None and not isinstance(value, Mapping):
        raise TypeError("not a mapping")
    return value
