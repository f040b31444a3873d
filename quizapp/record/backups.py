"""Copies of the record beside it: one a day, and one before anything is taken out; seven of each kind are kept."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from quizapp.record.database import Unusable, connect, is_damage, opened, reason, set_aside
from quizapp.record.migrations import VERSION, version_of
from quizapp.record.place import BACKUPS

KEPT = 7
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)-([a-z-]+?)(?:-\d+)?\.sqlite3")
_MOMENT = "%Y-%m-%dT%H-%M-%S"


class Why(Enum):
    """What a backup was made for."""

    DAILY = "daily"
    FORGET = "before-forget"
    RESTORE = "before-restore"
    IMPORT = "before-import"


@dataclass(frozen=True)
class Backup:
    """A copy of the record: its file, when it was made (UTC), and what for."""

    path: Path
    at: datetime
    why: Why


def backups(record: Path) -> list[Backup]:
    """The copies that there are of a record, the newest first."""
    return sorted(_found(record.parent / BACKUPS), key=lambda each: (each.at, each.path.name), reverse=True)


def _found(folder: Path) -> Iterator[Backup]:
    with suppress(OSError):
        for path in folder.iterdir():
            name = _NAME.fullmatch(path.name)
            with suppress(ValueError):
                if name:
                    yield Backup(path, datetime.strptime(name[1], _MOMENT).replace(tzinfo=UTC), Why(name[2]))


def answers_in(path: Path) -> int:
    """How many answers a file of the record holds; Unusable if it is not whole."""
    with closing(_checked(path)) as connection:
        return _answers(connection)


def _answers(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM answers WHERE stage = 'answer'").fetchone()[0])


def _checked(path: Path) -> sqlite3.Connection:
    """A connection to a record that is whole, for reading; Unusable if it is not."""
    if not path.is_file():
        raise Unusable(f"{path} is no file")
    connection = connect(path)
    try:
        connection.execute("PRAGMA query_only = ON")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Unusable(f"{path} is damaged")
        if not 1 <= version_of(connection) <= VERSION:
            raise Unusable(f"{path} was not written by this quizapp or an earlier one")
    except sqlite3.Error as error:
        connection.close()
        raise Unusable(reason(error, path)) from None
    except BaseException:
        connection.close()
        raise
    return connection


def back_up_daily(record: Path, now: datetime) -> Path | None:
    """Today's copy, if there is none yet and there is anything to copy; Unusable if it cannot be made."""
    made_today = any(each.why is Why.DAILY and each.at.date() == now.astimezone(UTC).date() for each in backups(record))
    return None if made_today or not record.is_file() else back_up(record, Why.DAILY, now)


def back_up(record: Path, why: Why, now: datetime) -> Path | None:
    """A copy of a record that is whole, or None if it holds no answers; the oldest copies of its kind go."""
    with closing(_checked(record)) as connection:
        if not _answers(connection):
            return None
        path = _free(record.parent / BACKUPS, f"{now.astimezone(UTC).strftime(_MOMENT)}-{why.value}")
        try:
            _copy(connection, path)
        except (OSError, sqlite3.Error) as error:
            raise Unusable(f"no backup can be written to {path.parent} ({error})") from None
    others = [each for each in backups(record) if each.why is why and each.path != path]  # the clock may be set back
    for old in others[KEPT - 1 :]:
        old.path.unlink(missing_ok=True)
    return path


def _free(folder: Path, stem: str) -> Path:
    number, free = 1, folder / f"{stem}.sqlite3"
    while free.exists():
        number += 1
        free = folder / f"{stem}-{number}.sqlite3"
    return free


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write a copy that only this user may read, under another name until it is whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def restore(record: Path, backup: Path, now: datetime) -> Path | None:
    """Let the record be what a backup holds; where the present one is kept, or None if there was nothing in it.

    It is copied into the file as one transaction, so that a program that has the record open goes on with it.
    """
    with closing(_checked(backup)) as source:
        kept = _kept_before(record, now)
        target = opened(record)
        try:
            source.backup(target.connection)
        except sqlite3.Error as error:
            raise Unusable(reason(error, record)) from None
        finally:
            target.connection.close()
    with closing(opened(record).connection):  # brings the tables of an earlier version up to date
        return kept


def _kept_before(record: Path, now: datetime) -> Path | None:
    """A copy of the present record, or the file itself if it is damaged."""
    if not record.exists():
        return None
    try:
        return back_up(record, Why.RESTORE, now)
    except Unusable:
        if _is_damaged(record):
            return set_aside(record, now)
        raise


def _is_damaged(record: Path) -> bool:
    try:
        with closing(connect(record)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.Error as error:
        return is_damage(error)
