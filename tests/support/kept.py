"""Answers put into a record as if they had been given in it, many at a time and without playing any."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from quizapp.record.record import Record
from quizapp.record.recorded import MARK, RecordedAttempt

_ANSWER = [name for name in RecordedAttempt._fields if name not in (*MARK, "source", "number")]


def insert(path: Path, given: Iterable[RecordedAttempt]) -> None:
    """Put answers with their marks at the end of a record, which is made if there is none."""
    record = Record(path)
    record.attempts()
    record.close()
    kept = list(given)
    with closing(sqlite3.connect(path)) as connection, connection:
        _insert(connection, "answers", ["stage", *_ANSWER], (("answer", *_of(each, _ANSWER)) for each in kept))
        marked = (each for each in kept if each.right is not None)
        _insert(connection, "marks", ["attempt", *MARK], ((each.attempt, *_of(each, MARK)) for each in marked))


def _of(attempt: RecordedAttempt, names: Iterable[str]) -> list[object]:
    return [getattr(attempt, name) for name in names]


def _insert(connection: sqlite3.Connection, table: str, names: list[str], rows: Iterable[Iterable[object]]) -> None:
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", map(tuple, rows))
