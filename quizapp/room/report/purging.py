"""Rooms deleted for good: those in which nothing has happened for a while, and that nobody is serving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizapp.room.store import file
from quizapp.room.store.file import Unusable
from quizapp.room.store.lock import locked
from quizapp.room.store.place import ENDING

#: What lies beside a room's file and goes with it.
BESIDE = (".token", ".serving", ".lock")


@dataclass(frozen=True)
class Old:
    """A room that can be deleted: where it lies, its code, how many joined, when something last happened, and for how
    many days after that it was to be kept, if that was said.
    """

    path: Path
    code: str
    people: int
    last: datetime
    keep_days: int | None


def deletable(places: Iterable[Path], age: timedelta, now: datetime | None = None) -> list[Old]:
    """The rooms among these files and in these folders in which nothing has happened for so long."""
    before = (now or datetime.now(UTC)) - age
    found = [old for path in _files(places) if (old := _read(path)) is not None]
    return sorted((each for each in found if each.last < before), key=lambda each: each.last)


def overdue(folder: Path, now: datetime | None = None) -> list[Old]:
    """The rooms of a folder that were to be kept until now and no longer."""
    moment, found = now or datetime.now(UTC), (_read(path) for path in _files([folder]))
    return [old for old in found if old and old.keep_days and old.last + timedelta(days=old.keep_days) < moment]


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(place.glob(f"*{ENDING}"))
        else:
            yield place


def _read(path: Path) -> Old | None:
    """What a file says of itself; None where it is no room."""
    try:
        with closing(file.opened(path, read_only=True)) as connection:
            about, people = file.about(connection), len(file.people(connection))
            last = file.last_moment(connection)
    except Unusable:
        return None
    days = about.settings.get("keep_days")
    moment = datetime.fromisoformat(last or about.created)
    return Old(path, about.code, people, moment, days if isinstance(days, int) else None)


def delete(rooms: Iterable[Old]) -> list[str]:
    """Delete rooms, and say of each that could not be why."""
    refused = []
    for each in rooms:
        try:
            lock = locked(each.path)
        except Unusable as error:
            refused.append(str(error))
            continue
        file.remove(each.path)
        lock.release()
        for ending in BESIDE:
            with suppress(FileNotFoundError):
                each.path.with_name(f"{each.path.name}{ending}").unlink()
    return refused
