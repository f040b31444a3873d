"""Sessions to the record: what is committed at once, and all else in a thread, so that no key waits for a disk."""

from __future__ import annotations

import threading
from collections.abc import Callable

from quizapp.play.session import Session
from quizapp.record.record import NONE, Found, Record
from quizapp.record.rows import Kind


class Keeper:
    """Keeps the sessions of a program in a record, or nowhere if there is none; `told` is given its news."""

    def __init__(self, record: Record | None, told: Callable[[tuple[str, ...]], object]) -> None:
        self.record, self._told = record, told
        self._waiting: dict[str, tuple[Session, Found]] = {}
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def commit(self, session: Session) -> None:
        """Have a session on disk when this returns, if the disk takes it; called before an answer is marked."""
        with self._writing:
            _, found = self._taken_back(session.id) or (session, NONE)
            self._write(session, found)

    def begin(self, session: Session, kind: Kind) -> None:
        """Say what a session is for, before anything else of it is kept."""
        with self._writing:
            if self.record is not None:
                self.record.begin(session, kind)
                self.tell_news()

    def later(self, session: Session, found: Found = NONE) -> None:
        """Have a session on disk soon, unless a later state of it comes meanwhile."""
        if self.record is None:
            return
        with self._changed:
            if self._stopped:
                return
            known = self._waiting.pop(session.id, (session, NONE))[1]
            self._waiting[session.id] = session, {**known, **found}
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="keeper", daemon=True)
                self._thread.start()
            self._changed.notify()

    def end(self, session: Session) -> None:
        """A session is over: it is not gone on with next time."""
        with self._writing:
            _, found = self._taken_back(session.id) or (session, NONE)
            self._write(session, found)
            if self.record is not None:
                self.record.end(session)

    @property
    def is_saving(self) -> bool:
        """Whether there is a record, and it takes what it is given."""
        return self.record is not None and self.record.not_saved is None

    def tell_news(self) -> None:
        """Pass on what people have to be told of the record, if there is anything."""
        if self.record is not None and (news := self.record.news()):
            self._told(news)

    def stop(self) -> None:
        """Write what is still waiting, and nothing after that."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
        if self.record is not None:
            self.record.close()

    def _serve(self) -> None:
        if self.record is not None:
            self.record.back_up_today()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._stopped)
                if not self._waiting:
                    return
                name = next(iter(self._waiting))
            with self._writing:
                if (found := self._taken_back(name)) is not None:
                    self._write(*found)

    def _taken_back(self, session_id: str) -> tuple[Session, Found] | None:
        with self._changed:
            return self._waiting.pop(session_id, None)

    def _write(self, session: Session, found: Found) -> None:
        if self.record is not None:
            self.record.keep(session, found)
            self.tell_news()
