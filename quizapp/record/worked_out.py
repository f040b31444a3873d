"""What was worked out of all answers of a profile, kept beside the record so that only new answers have to be read.

It is never a second truth: whatever does not fit the record as it is now is worked out anew, from all answers.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from quizapp.record import reading
from quizapp.record.reading import Extent
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt

PREFIX, FORMAT = "worked-out-", 1
#: How many answers are read at a time, so that one that is committed meanwhile does not wait.
AT_A_TIME = 2000
#: The last answers are read each time, as they may still be marked or judged; more of them than the second are kept.
UNSETTLED, MANY = 200, 1000


@dataclass(frozen=True)
class Kept:
    """What was worked out of the answers within an extent."""

    extent: Extent
    data: Any


def file_of(record: Record) -> Path | None:
    """The file for a profile; None if there is no place for one."""
    name = hashlib.sha256(record.profile.encode()).hexdigest()[:16]
    return record.folder / f"{PREFIX}{name}.json" if record.folder else None


def kept(record: Record) -> Kept | None:
    """What is kept and fits the record as it is now; None if nothing does."""
    found = _read(file_of(record), record.profile)
    if found is None:
        return None
    fits = record.look_up(lambda connection: _fits(connection, found.extent), False)
    return found if fits else None


def _read(path: Path | None, profile: str) -> Kept | None:
    if path is None:
        return None
    try:
        data = json.loads(path.read_bytes())
        if (data["format"], data["profile"]) != (FORMAT, profile):
            return None
        return Kept(Extent(**data["extent"]), data["data"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _fits(connection: sqlite3.Connection, seen: Extent) -> bool:
    """Whether a record still has what was read of it, and nothing was changed in that."""
    now = reading.extent(connection, seen.last_answer, seen.last_mark)
    return now == seen and not reading.has_late_marks(connection, seen)


def keep(record: Record, found: Kept) -> None:
    """Keep this for the next time, for this user's eyes only; a folder that takes nothing is no harm."""
    path = file_of(record)
    if path is None:
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    text = json.dumps({"format": FORMAT, "profile": record.profile, "extent": asdict(found.extent), "data": found.data})
    with suppress(OSError):
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(text)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Nothing that was worked out of a record in this folder is kept any longer."""
    for path in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            path.unlink()


def answers_after(
    record: Record, sequence: int, stopped: Callable[[], bool] = lambda: False
) -> list[tuple[int, RecordedAttempt]]:
    """All answers after a row of the record, each with its row."""
    found: list[tuple[int, RecordedAttempt]] = []
    while not stopped():
        last = found[-1][0] if found else sequence
        nothing: list[tuple[int, RecordedAttempt]] = []
        more = record.look_up(_next(record.profile, last), nothing)
        found += more
        if len(more) < AT_A_TIME:
            break
    return found


def _next(profile: str, last: int) -> Callable[[sqlite3.Connection], list[tuple[int, RecordedAttempt]]]:
    return lambda connection: reading.attempts_after(connection, profile, last, AT_A_TIME)


def extent_up_to(record: Record, last_answer: int) -> Extent | None:
    """The record up to a row, with all marks that there are by now."""

    def read(connection: sqlite3.Connection) -> Extent:
        whole = reading.extent(connection)
        return reading.extent(connection, last_answer, whole.last_mark)

    return record.look_up(read, None)
