"""Answers from an export merged into the record: each once, however often it is imported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quizapp.record.backups import Why, back_up
from quizapp.record.database import Unusable, opened, reason, transaction
from quizapp.record.recorded import MARK, RecordedAttempt

_ANSWER = tuple(name for name in RecordedAttempt._fields if name not in MARK)


@dataclass(frozen=True)
class Imported:
    """How many answers were new, and how many were there already."""

    new: int
    known: int


def import_attempts(record: Path, attempts: Iterable[RecordedAttempt], now: datetime) -> Imported:
    """Merge answers into a record, all or none of them; Unusable if nothing can be kept there."""
    try:
        with closing(opened(record).connection) as connection:
            back_up(record, Why.IMPORT, now)
            with transaction(connection):
                new = [_merged(connection, each) for each in attempts]
    except sqlite3.Error as error:
        raise Unusable(reason(error, record)) from None
    return Imported(sum(new), len(new) - sum(new))


def _merged(connection: sqlite3.Connection, attempt: RecordedAttempt) -> bool:
    """Whether an answer was new; the mark of one that was known without is kept, too."""
    values = attempt._asdict()
    added = _insert(connection, "answers", {"stage": "answer", **{name: values[name] for name in _ANSWER}})
    known = connection.execute("SELECT 1 FROM marks WHERE attempt = ?", (attempt.attempt,)).fetchone()
    if attempt.right is not None and known is None:
        _insert(connection, "marks", {"attempt": attempt.attempt, **{name: values[name] for name in MARK}})
    return added


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, object]) -> bool:
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join("?" * len(values))
    done = connection.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", tuple(values.values()))
    return done.rowcount > 0
