"""The record of one profile, as front ends use it.

`keep` takes every new state of a session and is done when it is on disk; it is also the hook of
`quizapp.play.session.commit`, so that an answer is kept before it is marked. `unfinished` and `resume` begin where
somebody left off, `attempts` reads what was answered, and `news` says, once, what people have to be told. A disk that
takes nothing is an outcome, `NotSaved`; what could not be written is tried again with whatever comes next.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from quizapp.deck.model import Deck
from quizapp.evidence.probes import ProbeValues
from quizapp.play.attempt import Attempt
from quizapp.play.exam import running
from quizapp.play.judging import Judgement
from quizapp.play.session import Session
from quizapp.record import reading
from quizapp.record.backups import back_up_daily
from quizapp.record.changes import Change, is_news, is_untouched, writes_of
from quizapp.record.database import PATIENCE, Unusable
from quizapp.record.exams import as_exam
from quizapp.record.file import BegunAnew, RecordFile
from quizapp.record.place import FILE, NOBODY_ELSE, record_folder
from quizapp.record.recorded import RecordedAttempt
from quizapp.record.rows import (
    Kind,
    Sitting,
    Write,
    begun_anew_rows,
    draft_row,
    ending_rows,
    place_row,
    sitting_of,
    sitting_row,
)
from quizapp.record.session_state import UNREADABLE, Restored, session_from_data
from quizapp.record.stopwatch import Stopwatch

T = TypeVar("T")
#: By the id of an attempt: what its mark rests on, or what the simulation says of its question.
Found = Mapping[str, Judgement | ProbeValues]
#: Nothing was measured.
NONE: Found = MappingProxyType({})


@dataclass(frozen=True)
class NotSaved:
    """Answers are not on disk, and why; play can go on."""

    reason: str

    def __str__(self) -> str:
        return f"Your answers are not being saved: {self.reason}."


class Record:
    """The record of one profile in a file; any thread may use it, and none has to expect an exception."""

    def __init__(
        self,
        path: Path | None,
        profile: str = NOBODY_ELSE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
        exam_clock: Callable[[], float] = running,
    ) -> None:
        """`now` may be set by anybody; `clock` stands while the machine sleeps, and `exam_clock` runs on."""
        self.profile, self._now, self._exam_clock = profile, now, exam_clock
        self._watch = Stopwatch(clock)
        self._lock = threading.RLock()
        self._pending: dict[tuple[object, ...], Write] = {}
        self._kept: dict[str, Attempt] = {}
        self._sittings: dict[str, Sitting] = {}
        self._places: dict[str, int] = {}
        self._news: list[str] = []
        self._trouble: NotSaved | None = None
        self._file = RecordFile(path, self._news.append, patience)

    def keep(self, session: Session, found: Found = NONE) -> NotSaved | None:
        """Write down what is new of a session, and what was measured, by the ids of attempts; None if it is on disk."""
        with self._lock:
            self._begin(session)
            for number, attempt in enumerate(session.attempts):
                self._keep_attempt(session, number, attempt, found.get(attempt.id))
            self._watch.look_at(None if session.current.final else session.current.id)
            if self._places.get(session.id) != session.position:
                self._places[session.id] = session.position
                self._add(place_row(session, self._now()))
            return self._flush(session)

    def begin(self, session: Session, kind: Kind = "play", minutes: float | None = None) -> NotSaved | None:
        """Say what a session is for before anything of it is kept: one of `rows.KINDS`, and how long it may take."""
        with self._lock:
            self._begin(session, kind, minutes)
            return self.keep(session)

    def end(self, session: Session) -> NotSaved | None:
        """A way through a deck is over: there is nothing to go back to."""
        with self._lock:
            self.keep(session)
            self._add(*ending_rows(session.id, self._now()))
            return self._flush()

    def unfinished(self, deck: Deck | None = None) -> tuple[Sitting, ...]:
        """The ways through decks, or through that of one name, that were left in the middle, the newest first."""
        none: tuple[Sitting, ...] = ()
        found = self._read(lambda connection: reading.unfinished(connection, self.profile), none)
        if deck is None:
            return found
        return tuple(sorted((each for each in found if each.is_of(deck)), key=lambda each: not each.is_in(deck)))

    def resume(self, sitting: Sitting, deck: Deck) -> Restored | None:
        """The session of a sitting as it was kept last, over the deck as it is now; None if nothing of it is left."""
        with self._lock:
            data = self._read(lambda connection: reading.session_data(connection, sitting), None)
            found = None if data is None else self._restored(sitting, deck, data)
            if found is None or data is None:
                return None
            return self._resumed(sitting, found, data["seconds"])

    def last_sat(self, deck: str, kind: str) -> tuple[Sitting, bool] | None:
        """The sitting of a kind with the deck of a name that was begun last, and whether it is over."""
        return self._read(lambda connection: reading.last_sat(connection, self.profile, deck, kind), None)

    def questions_asked(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the questions of each pre- and post-test, answered or not, by its session."""
        return self._read(reading.questions_asked, {})

    def attempts(self, everybody: bool = False) -> tuple[RecordedAttempt, ...]:
        """All answers of this profile, or of everybody, in the order in which they were kept."""
        return self._read(lambda connection: reading.attempts(connection, None if everybody else self.profile), ())

    def attempt(self, attempt: str) -> tuple[RecordedAttempt, str | None] | None:
        """The answer with this id, and the file of its deck, if that is known; None if there is no such answer."""
        return self._read(lambda connection: reading.attempt_and_path(connection, attempt), None)

    def look_up(self, read: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What one of `reading` finds, or something else where the record cannot be read; no answer waits for long."""
        return self._read(read, otherwise)

    @property
    def folder(self) -> Path | None:
        """The folder of the record; None if there is no place for one."""
        try:
            return self._file.path.parent
        except Unusable:
            return None

    def back_up_today(self) -> None:
        """Make today's backup if there is none; a large record takes a while, so screens have a thread do it."""
        with suppress(Unusable):  # a damaged record is found, and said, when it is next used
            back_up_daily(self._file.path, self._now())

    def news(self) -> tuple[str, ...]:
        """What people have to be told of the record, in sentences that are given once."""
        with self._lock:
            said = tuple(self._news)
            self._news.clear()
            return said

    @property
    def not_saved(self) -> NotSaved | None:
        """Why answers are not on disk at the moment, or None."""
        return self._trouble

    def close(self) -> NotSaved | None:
        """Write what is still to be written, and let the file go; the record can be used again afterwards."""
        with self._lock:
            outcome = self._flush()
            self._file.close()
            return outcome

    def _begin(self, session: Session, kind: Kind = "play", minutes: float | None = None) -> None:
        if session.id not in self._sittings:
            sitting = sitting_of(session, self.profile, self._now(), kind, minutes)
            self._sittings[session.id] = sitting
            self._add(sitting_row(sitting))

    def _keep_attempt(
        self, session: Session, number: int, attempt: Attempt, found: Judgement | ProbeValues | None
    ) -> None:
        before = self._kept.get(attempt.id)
        if is_news(before, attempt, found):
            sitting, seconds = self._sittings[session.id], self._watch.seconds(attempt.id)
            self._add(*writes_of(Change(session, number, before, found), sitting, seconds, self._now()))
            self._kept[attempt.id] = attempt

    def _restored(self, sitting: Sitting, deck: Deck, data: Mapping[str, Any]) -> Restored | None:
        try:
            return as_exam(sitting, session_from_data(deck, data), data, self._now(), self._exam_clock())
        except UNREADABLE:
            return None

    def _resumed(self, sitting: Sitting, found: Restored, seconds: Mapping[int, float]) -> Restored:
        """Open attempts get another id, so that two programs that go on with one session answer under two."""
        token = secrets.token_hex(4)
        session = found.session
        attempts = tuple(
            each if each.committed else replace(each, id=f"{each.id.partition('~')[0]}~{token}")
            for each in session.attempts
        )
        session = replace(session, attempts=attempts)
        self._sittings[session.id] = sitting
        self._kept.update({each.id: each for each in attempts if each.committed})
        if len(attempts) == len(sitting.questions):
            self._watch.go_on({attempts[number].id: each for number, each in seconds.items() if number < len(attempts)})
        if found.notes:
            self._add(*begun_anew_rows(session.id, [each.question.id for each in attempts]))
            self._add(*(draft_row(session, n, 0) for n, each in enumerate(attempts) if not is_untouched(each)))
        return replace(found, session=session)

    def _add(self, *writes: Write) -> None:
        for write in writes:
            self._pending.pop(write.key, None)
            self._pending[write.key] = write

    def _flush(self, session: Session | None = None) -> NotSaved | None:
        """Write all that is pending in one transaction."""
        if not self._pending:
            return self._trouble
        try:
            self._file.write(self._pending.values())
        except Unusable as why:
            return self._failed(str(why))
        except BegunAnew:
            return self._write_all_of(session)
        self._pending.clear()
        self._recovered()
        return None

    def _write_all_of(self, session: Session | None) -> NotSaved | None:
        self._know_nothing_kept()
        return self.keep(session) if session is not None else self._flush()

    def _know_nothing_kept(self) -> None:
        """The file is another one than before: all that this program knows is to be written into it."""
        self._kept.clear()
        self._places.clear()
        self._add(*(sitting_row(each) for each in self._sittings.values()))

    def _read(self, read: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What is read from the file, or something else where it cannot be read."""
        with self._lock:
            while True:
                try:
                    return self._file.read(read)
                except Unusable as why:
                    self._failed(str(why))
                    return otherwise
                except BegunAnew:
                    self._know_nothing_kept()

    def _failed(self, why: str) -> NotSaved:
        if self._trouble is None or self._trouble.reason != why:
            self._trouble = NotSaved(why)
            self._news.append(str(self._trouble))
        return self._trouble

    def _recovered(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            self._news.append("Your answers are being saved again, with those from before.")


def open_record(profile: str = NOBODY_ELSE) -> Record:
    """The record of a profile in the user's data folder."""
    folder = record_folder()
    return Record(None if folder is None else folder / FILE, profile)
