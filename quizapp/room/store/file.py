"""The room's SQLite file: its deck, its participants, its votes and its events, all of them only ever added.

WAL with full synchronisation: what is committed survives a kill and a power cut, and a torn last transaction is gone
as a whole. A room is served by one process at a time, which holds the file's lock.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizapp.room.course.events import Event, from_data

#: Says of a file whose it is: 'QzRm'.
APPLICATION = 0x517A526D
VERSION = 1
#: The setting that counts how often a room was served.
SERVED = "served"
#: Seconds for which another program's lock is waited for, with all who have voted meanwhile.
BUSY_SECONDS = 2.0
TABLES = """
CREATE TABLE room (
    code TEXT NOT NULL, deck_name TEXT NOT NULL, deck TEXT NOT NULL, seed INTEGER NOT NULL,
    created TEXT NOT NULL, settings TEXT NOT NULL
);
CREATE TABLE participant (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, name TEXT NOT NULL, chosen INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE TABLE vote (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL, round INTEGER NOT NULL, participant TEXT NOT NULL,
    key TEXT NOT NULL, answer TEXT NOT NULL, certainty TEXT, at TEXT NOT NULL, UNIQUE (participant, key)
);
CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, event TEXT NOT NULL);
"""


class Unusable(Exception):
    """Why a file cannot be used as a room, and what to do."""


@dataclass(frozen=True)
class About:
    """What a room was made with; `deck` is the text of the deck, so that the file is enough to go on from."""

    code: str
    deck_name: str
    deck: str
    seed: int
    created: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """A participant: `secret` is the digest of what their cookie holds, `chosen` says that they chose their name."""

    id: str
    secret: str
    name: str
    chosen: bool
    at: str


@dataclass(frozen=True)
class Row:
    """A vote as it is stored: the answer as JSON."""

    question: str
    round: int
    participant: str
    key: str
    answer: str
    certainty: str | None
    at: str
    seq: int = 0


def create(path: Path, about: About) -> sqlite3.Connection:
    """A new room in a file that does not exist yet, readable by this user only."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Unusable(f"{path} exists already; go on with it by --resume {path}, or name another file") from None
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}; name another file with --data") from None
    try:
        connection = _connected(path)
        with explained(path):
            _fill(connection, about)
    except Unusable:
        remove(path)
        raise
    return connection


def _fill(connection: sqlite3.Connection, about: About) -> None:
    """All at once, so that there is no room of which only a part was made."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(
        "INSERT INTO room VALUES (?, ?, ?, ?, ?, ?)",
        (about.code, about.deck_name, about.deck, about.seed, about.created, json.dumps(dict(about.settings))),
    )
    connection.execute("COMMIT")


def opened(path: Path, read_only: bool = False) -> sqlite3.Connection:
    """The room in a file; Unusable if it is none."""
    check_exists(path)
    connection = _connected(path, read_only)
    with explained(path):
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION:
            raise Unusable(f"{path} is not the file of a room")
        if version > VERSION:
            raise Unusable(f"{path} was written by a newer quizapp, and this one cannot read it")
        if connection.execute("SELECT count(*) FROM room").fetchone()[0] != 1:
            raise Unusable(f"{path} holds no room")
        about(connection)
        if not read_only:
            connection.execute("BEGIN IMMEDIATE")  # what cannot be written to is told now, and not with the first vote
            connection.execute("COMMIT")
    return connection


def check_exists(path: Path) -> None:
    """Unusable unless there is a file."""
    if not path.is_file():
        raise Unusable(f"there is no room in {path}; begin one with `quizapp host DECK --data {path}`")


def _connected(path: Path, read_only: bool = False) -> sqlite3.Connection:
    with explained(path):
        connection = sqlite3.connect(path, BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA trusted_schema = OFF")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
        return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What goes wrong with a file as what a facilitator can do."""
    try:
        yield
    except sqlite3.Error as error:
        raise Unusable(why(error, path)) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unusable(f"{path} is damaged, or is no file of a room") from None


def why(error: sqlite3.Error, path: Path) -> str:
    """Why a file cannot be used, with what could be done about it."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return f"the disk with {path} is full; make room on it"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return f"{path} cannot be written to; see whose it is, or name another file with --data"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"another program is using {path}"
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return f"{path} is damaged, or is no file of a room"
    return f"{path}: {error}"


def about(connection: sqlite3.Connection) -> About:
    """What the room was made with."""
    code, name, deck, seed, created, settings = connection.execute(
        "SELECT code, deck_name, deck, seed, created, settings FROM room"
    ).fetchone()
    return About(code, name, deck, seed, created, json.loads(settings))


def people(connection: sqlite3.Connection) -> list[Person]:
    """All who ever joined."""
    rows = connection.execute("SELECT id, secret, name, chosen, at FROM participant ORDER BY rowid")
    return [Person(id, secret, name, bool(chosen), at) for id, secret, name, chosen, at in rows]  # noqa: A001


def votes(connection: sqlite3.Connection) -> list[Row]:
    """All votes that were ever cast, in their order."""
    rows = connection.execute(
        "SELECT question, round, participant, key, answer, certainty, at, seq FROM vote ORDER BY seq"
    )
    return [Row(*row) for row in rows]


def events(connection: sqlite3.Connection) -> list[Event]:
    """All that the facilitator did, in its order."""
    return [from_data(json.loads(text)) for (text,) in connection.execute("SELECT event FROM event ORDER BY seq")]


def last_moment(connection: sqlite3.Connection) -> str | None:
    """When something last happened, in ISO 8601, or None if nothing ever has."""
    tables = ("participant", "vote", "event")
    moments = [connection.execute(f"SELECT max(at) FROM {table}").fetchone()[0] for table in tables]
    return max(filter(None, moments), default=None)


def served_again(connection: sqlite3.Connection) -> int:
    """How often the room was served before, and from now on once more."""
    settings = about(connection).settings
    before = int(settings.get(SERVED, 0))
    connection.execute("UPDATE room SET settings = ?", (json.dumps({**settings, SERVED: before + 1}),))
    return before


def remove(path: Path) -> None:
    """Delete the file of a room, with what belongs to it."""
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(FileNotFoundError):
            each.unlink()
