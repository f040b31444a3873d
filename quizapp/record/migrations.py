"""The tables of the record, as the small steps by which they came to be; the last step's number is the version.

To change the tables, add a function at the end of `MIGRATIONS` and a dump of the new version to
`tests/record/versions`. A step that has been released is never changed, since files exist that have taken it.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable

Migration = Callable[[sqlite3.Connection], object]


def _answers_and_marks(connection: sqlite3.Connection) -> None:
    """Answers as they were committed, and what became of them: rows are added, and never changed."""
    connection.execute("""
        CREATE TABLE answers (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            attempt TEXT NOT NULL,
            stage TEXT NOT NULL CHECK (stage IN ('prediction', 'answer')),
            profile TEXT NOT NULL,
            session TEXT NOT NULL,
            deck TEXT NOT NULL,
            question TEXT NOT NULL,
            type TEXT NOT NULL,
            revision INTEGER NOT NULL,
            content TEXT NOT NULL,
            variant TEXT NOT NULL,
            seed INTEGER NOT NULL,
            options TEXT NOT NULL,
            prediction TEXT,
            answer TEXT,
            certainty TEXT,
            hints INTEGER NOT NULL,
            committed_at TEXT NOT NULL,
            seconds REAL,
            tags TEXT NOT NULL,
            objectives TEXT NOT NULL,
            version TEXT NOT NULL,
            UNIQUE (attempt, stage)
        )""")
    connection.execute("""
        CREATE TABLE marks (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            attempt TEXT NOT NULL,
            "right" INTEGER NOT NULL,
            foreseen INTEGER NOT NULL,
            credit REAL NOT NULL,
            marks TEXT NOT NULL,
            disputed TEXT NOT NULL,
            judged INTEGER NOT NULL,
            measured TEXT NOT NULL,
            marked_at TEXT NOT NULL
        )""")
    connection.execute("CREATE INDEX marks_by_attempt ON marks (attempt)")


def _sittings_and_drafts(connection: sqlite3.Connection) -> None:
    """Ways through decks, and where the latest of them stand in the middle of a question."""
    connection.execute("""
        CREATE TABLE sittings (
            session TEXT PRIMARY KEY,
            profile TEXT NOT NULL,
            deck TEXT NOT NULL,
            path TEXT NOT NULL,
            kind TEXT NOT NULL,
            seed INTEGER NOT NULL,
            questions TEXT NOT NULL,
            minutes REAL,
            started_at TEXT NOT NULL
        )""")
    connection.execute("CREATE TABLE endings (session TEXT PRIMARY KEY, ended_at TEXT NOT NULL)")
    connection.execute(
        "CREATE TABLE places (session TEXT PRIMARY KEY, position INTEGER NOT NULL, kept_at TEXT NOT NULL)"
    )
    connection.execute("""
        CREATE TABLE drafts (
            session TEXT NOT NULL,
            number INTEGER NOT NULL,
            state TEXT NOT NULL,
            seconds REAL NOT NULL,
            PRIMARY KEY (session, number)
        )""")


def _where_answers_came_from(connection: sqlite3.Connection) -> None:
    """Which record each answer was first kept in and as which of its rows, so that merged ones keep their order."""
    connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.execute("INSERT INTO about VALUES ('source', ?)", (secrets.token_hex(8),))
    connection.execute("ALTER TABLE answers ADD COLUMN source TEXT")
    connection.execute("ALTER TABLE answers ADD COLUMN number INTEGER")
    connection.execute("ALTER TABLE answers ADD COLUMN kind TEXT NOT NULL DEFAULT 'play'")


MIGRATIONS: tuple[Migration, ...] = (_answers_and_marks, _sittings_and_drafts, _where_answers_came_from)
VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables in a file; 0 if it has none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, each step in one transaction; a file of a newer version is left alone."""
    while version_of(connection) < VERSION:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _take_step(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.execute("COMMIT")


def _take_step(connection: sqlite3.Connection) -> None:
    """The next step, unless another program has taken it meanwhile."""
    version = version_of(connection)
    if version < VERSION:
        MIGRATIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {version + 1}")
