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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizapp.room.course.events import Event, as_data
from quizapp.room.store.file import Person, Row, why

#: Writes that share a transaction at most, and that may wait at all.
MOST_TOGETHER, MOST_WAITING = 500, 20_000


class NotWritten(Exception):
    """Why something could not be written, and what to do."""


@dataclass(frozen=True)
class Receipt:
    """What became of a vote: its number, and the row that has it, which is an earlier one if it is a `duplicate`."""

    seq: int
    duplicate: bool
    row: Row


Statement = Callable[[sqlite3.Connection], Any]


@dataclass
class _Job:
    statement: Statement
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Writer:
    """The thread that writes a room's file."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._jobs: queue.Queue[_Job | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._serve, name="room-writer", daemon=True)
        self._thread.start()

    async def vote(self, row: Row) -> Receipt:
        """Write a vote; the same key of the same participant again gives the receipt of the first."""
        return await self._do(lambda connection: _vote(connection, row))  # type: ignore[no-any-return]

    async def person(self, person: Person) -> None:
        """Write that somebody joined."""
        await self._do(lambda connection: _person(connection, person))

    async def event(self, event: Event, at: str) -> None:
        """Write what the facilitator did."""
        text = json.dumps(as_data(event))
        await self._do(lambda connection: connection.execute("INSERT INTO event (at, event) VALUES (?, ?)", (at, text)))

    async def settings(self, text: str) -> None:
        """Write the room's settings anew, as JSON."""
        await self._do(lambda connection: connection.execute("UPDATE room SET settings = ?", (text,)))

    def close(self) -> None:
        """Write what is waiting, and let go of the file."""
        self._jobs.put(None)
        self._thread.join()

    async def _do(self, statement: Statement) -> Any:
        loop = asyncio.get_running_loop()
        job = _Job(statement, loop, loop.create_future())
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise NotWritten("more is waiting to be written than can be; try again in a moment") from None
        return await job.future

    def _serve(self) -> None:
        while (jobs := self._taken()) is not None:
            done = self._written(jobs)
            loops = {job.loop for job in jobs}
            for loop in loops:
                told = [(job, outcome) for job, outcome in done if job.loop is loop]
                _call(loop, told)
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
        except sqlite3.Error as error:
            self._roll_back()
            if len(jobs) > 1:
                return [each for job in jobs for each in self._written([job])]
            return [(jobs[0], NotWritten(why(error, self._path)))]

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _call(loop: asyncio.AbstractEventLoop, told: list[tuple[_Job, Any]]) -> None:
    try:
        loop.call_soon_threadsafe(_tell, told)
    except RuntimeError:  # the loop has ended, and nobody waits for it
        return


def _tell(told: list[tuple[_Job, Any]]) -> None:
    for job, outcome in told:
        if job.future.done():
            continue
        if isinstance(outcome, NotWritten):
            job.future.set_exception(outcome)
        else:
            job.future.set_result(outcome)


def _vote(connection: sqlite3.Connection, row: Row) -> Receipt:
    cursor = connection.execute(
        "INSERT INTO vote (question, round, participant, key, answer, certainty, at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (row.question, row.round, row.participant, row.key, row.answer, row.certainty, row.at),
    )
    if cursor.rowcount:
        seq = int(cursor.lastrowid or 0)
        return Receipt(
            seq, False, Row(row.question, row.round, row.participant, row.key, row.answer, row.certainty, row.at, seq)
        )
    found = connection.execute(
        "SELECT question, round, participant, key, answer, certainty, at, seq FROM vote "
        "WHERE participant = ? AND key = ?",
        (row.participant, row.key),
    ).fetchone()
    return Receipt(found[-1], True, Row(*found))


def _person(connection: sqlite3.Connection, person: Person) -> None:
    connection.execute(
        "INSERT INTO participant VALUES (?, ?, ?, ?, ?)",
        (person.id, person.secret, person.name, int(person.chosen), person.at),
    )
