"""What a facilitator does, as data that is written down in order: the whole course of a room can be told from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

from quizapp.room.course.phases import Phase


@dataclass(frozen=True)
class Moved:
    """The room went on to a phase of a question, by its place in the agenda."""

    item: int
    phase: Phase


@dataclass(frozen=True)
class Undone:
    """The last thing that was done was taken back, whatever it was but a reveal."""


@dataclass(frozen=True)
class Timed:
    """The open round closes by itself at a moment, in seconds since the epoch; None: it does not."""

    ends: float | None


@dataclass(frozen=True)
class Shown:
    """The counts of the votes are shown on the projector before the reveal, or hidden again."""

    shown: bool


@dataclass(frozen=True)
class Looked:
    """Which run is looked at beside the right one, by its place among those that are shown."""

    run: int


@dataclass(frozen=True)
class Skipped:
    """A question does not count, or it does again."""

    item: int
    skipped: bool


@dataclass(frozen=True)
class Hands:
    """How many hands were raised for each option in a round; they are added to the votes."""

    item: int
    round: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Ended:
    """The session is over."""


Event = Moved | Undone | Timed | Shown | Looked | Skipped | Hands | Ended
KINDS: Mapping[str, type[Event]] = MappingProxyType(
    {each.__name__.lower(): each for each in (Moved, Undone, Timed, Shown, Looked, Skipped, Hands, Ended)}
)


def as_data(event: Event) -> dict[str, Any]:
    """An event as data of which JSON can be made."""
    return {"kind": type(event).__name__.lower(), **asdict(event)}


def from_data(data: Mapping[str, Any]) -> Event:
    """The event that data says, or ValueError."""
    try:
        kind = KINDS[data["kind"]]
        values = {field.name: data[field.name] for field in fields(kind)}
    except (KeyError, TypeError):
        raise ValueError(f"this is no event of a room: {data!r}") from None
    if "phase" in values:
        values["phase"] = Phase(values["phase"])
    if "counts" in values:
        values["counts"] = tuple((str(option), int(count)) for option, count in values["counts"])
    return kind(**values)
