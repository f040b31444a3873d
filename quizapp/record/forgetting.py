"""Taking answers out of the record, which is the only thing that ever removes any; a backup is made before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from quizapp.record import worked_out
from quizapp.record.backups import Why, back_up
from quizapp.record.database import Unusable, opened, reason, transaction
from quizapp.record.recorded import as_text, storable

T = TypeVar("T")


@dataclass(frozen=True)
class Forgetting:
    """Which answers of a profile go: those to one deck, those from before a moment, or both; all if nothing is said."""

    profile: str
    deck: str | None = None
    before: datetime | None = None

    def clauses(self, moment: str) -> tuple[str, tuple[str, ...]]:
        """The condition on rows that have a deck and, in the column `moment`, a time."""
        conditions, values = ["profile = ?"], [self.profile]
        if self.deck is not None:
            conditions.append("deck = ?")
            values.append(storable(self.deck))
        if self.before is not None:
            conditions.append(f"{moment} < ?")
            values.append(as_text(self.before))
        return " AND ".join(conditions), tuple(values)


def count_to_forget(record: Path, what: Forgetting) -> int:
    """How many answers would go; Unusable if the record cannot be read."""
    where, values = what.clauses("committed_at")
    statement = f"SELECT count(*) FROM answers WHERE stage = 'answer' AND {where}"
    return _with(record, lambda connection: int(connection.execute(statement, values).fetchone()[0]))


def forget(record: Path, what: Forgetting, now: datetime) -> Path | None:
    """Take answers out, with their marks and the ways through decks that they were given in; where the backup is."""
    kept = back_up(record, Why.FORGET, now)
    _with(record, lambda connection: _forget(connection, what))
    worked_out.forget(record.parent)
    return kept


def _forget(connection: sqlite3.Connection, what: Forgetting) -> None:
    answers, values = what.clauses("committed_at")
    sittings, of_sittings = what.clauses("started_at")
    with transaction(connection):
        connection.execute(f"DELETE FROM marks WHERE attempt IN (SELECT attempt FROM answers WHERE {answers})", values)
        connection.execute(f"DELETE FROM answers WHERE {answers}", values)
        for table in ("drafts", "places", "endings"):
            within = f"session IN (SELECT session FROM sittings WHERE {sittings})"
            connection.execute(f"DELETE FROM {table} WHERE {within}", of_sittings)
        connection.execute(f"DELETE FROM sittings WHERE {sittings}", of_sittings)
    connection.execute("PRAGMA journal_mode = DELETE")  # what was forgotten stands in the last journal, too


def _with(record: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    try:
        with closing(opened(record).connection) as connection:
            return work(connection)
    except sqlite3.Error as error:
        raise Unusable(reason(error, record)) from None
