"""One file of the record, as a program has it open: found again if it vanished, set aside if it turns out damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from quizapp.record.backups import backups
from quizapp.record.database import (
    PATIENCE,
    Opened,
    Unusable,
    is_damage,
    is_empty,
    is_there,
    opened,
    reason,
    set_aside,
    transaction,
    written_again,
)
from quizapp.record.rows import Write, stored_under

T = TypeVar("T")
#: How often in a row a file is begun anew before it is given up.
MOST_ANEW = 2
NO_PLACE = "the system names no folder for them; name one in QUIZAPP_DATA_DIR"


class BegunAnew(Exception):
    """The file is another one than before; what is known is to be written into it."""


class RecordFile:
    """A file that is opened when it is first needed; `tell` is given what people have to know of it."""

    def __init__(self, path: Path | None, tell: Callable[[str], None], patience: float = PATIENCE) -> None:
        self._wanted, self._tell, self._patience = path, tell, patience
        self._opened: Opened | None = None
        self._begun_anew = 0

    @property
    def path(self) -> Path:
        """Where the file lies; Unusable if there is no place for one."""
        if self._wanted is None:
            raise Unusable(NO_PLACE)
        return self._wanted

    def write(self, writes: Iterable[Write]) -> None:
        """Commit all of these or none; Unusable if that cannot be, BegunAnew if the file is another one."""

        def write_all(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                for write in writes:
                    statement, values = stored_under(connection, write)
                    connection.execute(statement, values)

        self._done(write_all)

    def read(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """What is read from the file; Unusable if it cannot be, BegunAnew if the file is another one."""
        return self._done(read)

    def close(self) -> None:
        """Let the file go; it is opened again when it is needed."""
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened.connection.close()
            self._opened = None

    def _done(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            found = work(self._connection())
        except sqlite3.Error as error:
            if not is_damage(error):
                self._forget_if_read_only(error)
                raise Unusable(reason(error, self.path)) from None
        else:
            self._begun_anew = 0
            return found
        lost, self._opened = self._opened, None
        if lost is not None:
            lost.connection.close()
            if is_there(self.path, lost.inode):
                self._tell_set_aside(set_aside(self.path))
        raise self._anew()

    def _anew(self) -> Exception:
        """That the file was begun anew; or that it cannot be used, if that does not help."""
        self._begun_anew += 1
        return BegunAnew() if self._begun_anew <= MOST_ANEW else Unusable(f"{self.path} is damaged again and again")

    def _forget_if_read_only(self, error: sqlite3.Error) -> None:
        """A connection that was opened where nothing may be written stays so, whatever is permitted later."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            self.close()

    def _connection(self) -> sqlite3.Connection:
        if self._opened is not None and not is_there(self.path, self._opened.inode):
            self._rescue(self._opened)
        if self._opened is None:
            missing = is_empty(self.path)
            self._opened = opened(self.path, self._patience)
            if self._opened.set_aside is not None:
                self._tell_set_aside(self._opened.set_aside)
                raise self._anew()
            if missing and backups(self.path):
                self._tell(f"{self.path} was empty, but there are backups: `quizapp results restore` lists them.")
        return self._opened.connection

    def _rescue(self, lost: Opened) -> None:
        """Write a file that is gone to its place again; into one that was put there meanwhile goes what is known."""
        there = self.path.exists()
        if not there:
            try:
                written_again(lost.connection, self.path)
            except (OSError, sqlite3.Error):
                raise Unusable(f"{self.path} is gone, and cannot be written again") from None
            self._tell(f"{self.path} was gone, and was written again.")
        self.close()
        if there:
            self._tell(f"{self.path} was replaced; the answers that were given since this began are written to it.")
            raise self._anew()

    def _tell_set_aside(self, aside: Path) -> None:
        self._tell(
            f"The record of your answers was damaged. It is kept as {aside}, and a new one was begun; "
            "`quizapp results restore` lists the backups."
        )
