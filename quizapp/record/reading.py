"""What is read from the record: answers with their marks, and ways through decks that were left in the middle."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from quizapp.record.recorded import MARK, RecordedAttempt, parsed, storable
from quizapp.record.rows import Sitting

#: What comes with a mark, and where an answer was first kept; all other columns are as they stand in `answers`.
_OTHERWISE = {
    **{name: f'm."{name}"' for name in MARK},
    "source": "coalesce(a.source, (SELECT value FROM about WHERE name = 'source'))",
    "number": "coalesce(a.number, a.sequence)",
}
_COLUMNS = ", ".join(_OTHERWISE.get(name, f'a."{name}"') for name in RecordedAttempt._fields)
_ATTEMPTS = f"""
    SELECT {_COLUMNS} FROM answers a
    LEFT JOIN marks m ON m.sequence = (SELECT max(sequence) FROM marks WHERE attempt = a.attempt)
    WHERE a.stage = 'answer'"""


def attempts(connection: sqlite3.Connection, profile: str | None) -> tuple[RecordedAttempt, ...]:
    """All answers of a profile, or of all (None), in the order in which they were kept."""
    where, values = ("", ()) if profile is None else (" AND a.profile = ?", (profile,))
    rows = connection.execute(f"{_ATTEMPTS}{where} ORDER BY a.sequence", values)
    return tuple(map(RecordedAttempt._make, rows))


def attempts_after(
    connection: sqlite3.Connection, profile: str, sequence: int, many: int
) -> list[tuple[int, RecordedAttempt]]:
    """The next answers of a profile after a row of the record, at most so many, each with its row."""
    statement = _ATTEMPTS.replace("SELECT ", "SELECT a.sequence, ", 1)
    rows = connection.execute(
        f"{statement} AND a.profile = ? AND a.sequence > ? ORDER BY a.sequence LIMIT ?", (profile, sequence, many)
    )
    return [(row[0], RecordedAttempt._make(row[1:])) for row in rows]


def attempt_and_path(connection: sqlite3.Connection, attempt: str) -> tuple[RecordedAttempt, str | None] | None:
    """The answer with this id, and the file of its deck, if that is known; None if there is no such answer."""
    row = connection.execute(f"{_ATTEMPTS} AND a.attempt = ?", (attempt,)).fetchone()
    if row is None:
        return None
    found = RecordedAttempt._make(row)
    path = connection.execute("SELECT path FROM sittings WHERE session = ?", (found.session,)).fetchone()
    return found, path[0] if path else None


@dataclass(frozen=True)
class Extent:
    """How far a record was read: whose it is, how many answers it had up to which row, and up to which mark's row.

    `answer` and `mark` name the attempts of these rows, by which a record is told from another one that goes as far.
    """

    source: str
    answers: int
    last_answer: int
    answer: str
    last_mark: int
    mark: str


def extent(connection: sqlite3.Connection, last_answer: int | None = None, last_mark: int | None = None) -> Extent:
    """How far a record goes, or what of it goes as far as these rows."""
    source = connection.execute("SELECT value FROM about WHERE name = 'source'").fetchone()
    count = connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    later = 0
    if last_answer is not None:
        later = connection.execute("SELECT count(*) FROM answers WHERE sequence > ?", (last_answer,)).fetchone()[0]
    return Extent(
        source[0] if source else "",
        count - later,
        *_last(connection, "answers", last_answer),
        *_last(connection, "marks", last_mark),
    )


def _last(connection: sqlite3.Connection, table: str, row: int | None) -> tuple[int, str]:
    """The row of a table with this number, or the last one: its number and its attempt."""
    where, values = ("", ()) if row is None else (" WHERE sequence = ?", (row,))
    found = connection.execute(
        f"SELECT sequence, attempt FROM {table}{where} ORDER BY sequence DESC LIMIT 1", values
    ).fetchone()
    return (found[0], found[1]) if found else (row or 0, "")


def has_late_marks(connection: sqlite3.Connection, seen: Extent) -> bool:
    """Whether an answer within an extent was marked after it, or marked anew."""
    return (
        connection.execute(
            # A cross join is done from left to right: from the few new marks to their answers.
            "SELECT 1 FROM marks m CROSS JOIN answers a ON a.attempt = m.attempt"
            " WHERE m.sequence > ? AND a.sequence <= ? LIMIT 1",
            (seen.last_mark, seen.last_answer),
        ).fetchone()
        is not None
    )


def unfinished(connection: sqlite3.Connection, profile: str) -> tuple[Sitting, ...]:
    """The ways through decks that were left in the middle, the one that was kept last first."""
    rows = connection.execute(
        """SELECT s.session, s.profile, s.deck, s.path, s.kind, s.seed, s.questions, s.minutes, s.started_at,
        p.position
        FROM sittings s JOIN places p USING (session)
        WHERE s.profile = ? AND s.session NOT IN (SELECT session FROM endings)
        ORDER BY p.kept_at DESC, s.rowid DESC""",
        (profile,),
    )
    return tuple(_sitting(row) for row in rows)


def last_sat(connection: sqlite3.Connection, profile: str, deck: str, kind: str) -> tuple[Sitting, bool] | None:
    """The sitting of a kind with a deck that was begun last, and whether it is over; None if there was none."""
    row = connection.execute(
        """SELECT s.session, s.profile, s.deck, s.path, s.kind, s.seed, s.questions, s.minutes, s.started_at, 0,
        s.session IN (SELECT session FROM endings)
        FROM sittings s WHERE s.profile = ? AND s.deck = ? AND s.kind = ? ORDER BY s.rowid DESC LIMIT 1""",
        (profile, storable(deck), kind),
    ).fetchone()
    return None if row is None else (_sitting(row[:-1]), bool(row[-1]))


def questions_asked(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The ids of the questions of each pre- and post-test, answered or not, by its session."""
    rows = connection.execute("SELECT session, questions FROM sittings WHERE kind IN ('pre', 'post')")
    return {session: tuple(map(str, parsed(ids) or ())) for session, ids in rows}


def _sitting(row: tuple[Any, ...]) -> Sitting:
    session, profile, deck, path, kind, seed, questions, minutes, started_at, position = row
    ids = parsed(questions)
    known = tuple(str(each) for each in ids) if isinstance(ids, list) else ()
    return Sitting(session, profile, deck, path, kind, seed, known, minutes, started_at, position)


def session_data(connection: sqlite3.Connection, sitting: Sitting) -> dict[str, Any]:
    """A session as `session_state` writes it, with the seconds that its attempts were looked at by their numbers."""
    place = connection.execute("SELECT position, kept_at FROM places WHERE session = ?", (sitting.session,)).fetchone()
    answered = connection.execute("SELECT committed_at FROM answers WHERE session = ?", (sitting.session,)).fetchall()
    drafts = connection.execute(
        "SELECT number, state, seconds FROM drafts WHERE session = ?", (sitting.session,)
    ).fetchall()
    states = {number: parsed(state) for number, state, _ in drafts}
    return {
        "session": sitting.session,
        "seed": sitting.seed,
        "position": place[0] if place else 0,
        "started_at": sitting.started_at,
        "questions": list(sitting.questions),
        "attempts": [states.get(number) for number in range(len(sitting.questions))],
        "seconds": {number: seconds for number, _, seconds in drafts},
        "kept_at": [*(at for (at,) in answered), *place[1:]] if place else [],
    }
