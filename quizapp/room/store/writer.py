"""Writes by group commit: whatever is waiting is written in one transaction, and told once that is on the disk.

One thread owns the connection. So a thousand votes at one instant cost a handful of synchronisations, and a vote alone
waits for no other.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quizapp.room.course.events import Event, as_data
from quizapp.room.store.file import Person, Row, why

#: Writes that share a transaction at most, and that may wait at all.
MOST_TOGETHER, MOST_WAITING = 500, 20_000
#: What goes wrong with one write and not with the file: the others of its transaction are tried without it.
ONE_WRITES_OWN = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    ArithmeticError,
    TypeError,
    ValueError,
)


class NotWritten(Exception):
    """Why something could not be written, and what to do."""


@dataclass(frozen=True)
class Receipt:
    """What became of a vote: its number, and the row that has it, which is an earlier one if it is a `duplicate`."""

    seq: int
    duplicate: bool
    row: Row


Statement = Callable[[sqlite3.Connection], Any]
#: Takes what a write gave, once it is on the disk.
Effect = Callable[[Any], None]


def _none(outcome: Any) -> None:
    return


@dataclass
class _Job:
    statement: Statement
    effect: Effect
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Writer:
    """The thread that writes a room's file.

    What is on the disk takes effect in the loop, in the order of the file, even if whoever asked has gone meanwhile:
    so a room that goes on from its file stands where it stood. `trouble` is why the last writes failed, or None.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self.trouble: str | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="room-writer", daemon=True)
        self._thread.start()

    async def vote(self, row: Row, effect: Callable[[Receipt], None] = _none) -> Receipt:
        """Write a vote; the same key of the same participant again gives the receipt of the first."""
        return await self._do(lambda connection: _vote(connection, row), effect)  # type: ignore[no-any-return]

    async def earlier(self, participant: str, key: str) -> Receipt | None:
        """The receipt of a vote that is written already, or None."""
        return await self._do(lambda connection: _earlier(connection, participant, key))  # type: ignore[no-any-return]

    async def person(self, person: Person, effect: Effect = _none) -> None:
        """Write that somebody joined."""
        await self._do(lambda connection: _person(connection, person), effect)

    async def event(self, event: Event, at: str, effect: Effect = _none) -> None:
        """Write what the facilitator did."""
        text = json.dumps(as_data(event))
        await self._do(
            lambda connection: connection.execute("INSERT INTO event (at, event) VALUES (?, ?)", (at, text)), effect
        )

    async def settings(self, text: str) -> None:
        """Write the room's settings anew, as JSON."""
        await self._do(lambda connection: connection.execute("UPDATE room SET settings = ?", (text,)))

    def close(self) -> None:
        """Write what is waiting, and let go of the file."""
        self._jobs.put(None)
        self._thread.join()

    async def _do(self, statement: Statement, effect: Effect = _none) -> Any:
        loop = asyncio.get_running_loop()
        job = _Job(statement, effect, loop, loop.create_future())
        if self._jobs.qsize() >= MOST_WAITING:
            raise NotWritten("more is waiting to be written than can be; try again in a moment")
        self._jobs.put(job)
        return await job.future

    def _serve(self) -> None:
        while (jobs := self._taken()) is not None:
            done = self._written(jobs)
            loops = {job.loop for job in jobs}
            for loop in loops:
                told = [(job, outcome) for job, outcome in done if job.loop is loop]
                _call(loop, self._tell, told)
        self._connection.close()

    def _taken(self) -> list[_Job] | None:
        first = self._jobs.get()
        if first is None:
            return None
        jobs = [first]
        while len(jobs) < MOST_TOGETHER:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            jobs.append(job)
        return jobs

    def _written(self, jobs: list[_Job]) -> list[tuple[_Job, Any]]:
        """Each with what it gave, or with why nothing of this transaction was written."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            done = [(job, job.statement(self._connection)) for job in jobs]
            self._connection.execute("COMMIT")
            return done
        except Exception as error:  # the thread has to live: whoever waits would wait for ever
            self._roll_back()
            if len(jobs) > 1 and isinstance(error, ONE_WRITES_OWN):
                return [each for job in jobs for each in self._written([job])]
            return [(job, NotWritten(self._why(error))) for job in jobs]

    def _why(self, error: Exception) -> str:
        return why(error, self._path) if isinstance(error, sqlite3.Error) else f"this cannot be written: {error}"

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _tell(self, told: list[tuple[_Job, Any]]) -> None:
        for job, outcome in told:
            if isinstance(outcome, NotWritten):
                self.trouble = str(outcome)
                if not job.future.done():
                    job.future.set_exception(outcome)
                continue
            self.trouble = None
            _take_effect(job, outcome)


def _take_effect(job: _Job, outcome: Any) -> None:
    try:
        job.effect(outcome)
    except Exception as error:  # for whoever asked; the others of the transaction hear of theirs
        if not job.future.done():
            job.future.set_exception(error)
    if not job.future.done():
        job.future.set_result(outcome)


def _call(loop: asyncio.AbstractEventLoop, tell: Callable[..., None], told: list[tuple[_Job, Any]]) -> None:
    try:
        loop.call_soon_threadsafe(tell, told)
    except RuntimeError:  # the loop has ended, and nobody waits for it
        return


def _vote(connection: sqlite3.Connection, row: Row) -> Receipt:
    cursor = connection.execute(
        "INSERT INTO vote (question, round, participant, key, answer, certainty, at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (row.question, row.round, row.participant, row.key, row.answer, row.certainty, row.at),
    )
    if cursor.rowcount:
        seq = int(cursor.lastrowid or 0)
        return Receipt(seq, False, replace(row, seq=seq))
    found = _earlier(connection, row.participant, row.key)
    assert found is not None
    return found


def _earlier(connection: sqlite3.Connection, participant: str, key: str) -> Receipt | None:
    found = connection.execute(
        "SELECT question, round, participant, key, answer, certainty, at, seq FROM vote "
        "WHERE participant = ? AND key = ?",
        (participant, key),
    ).fetchone()
    return found and Receipt(found[-1], True, Row(*found))


def _person(connection: sqlite3.Connection, person: Person) -> None:
    connection.execute(
        "INSERT INTO participant VALUES (?, ?, ?, ?, ?)",
        (person.id, person.secret, person.name, int(person.chosen), person.at),
    )
