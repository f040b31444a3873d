"""The file of the record, opened so that nothing that is in it can be lost, whatever state it is found in.

A rollback journal and full synchronisation: what is committed is on the disk. A file of a newer version, or of
somebody else, is left alone; a damaged one is set aside under another name, and a new one begun.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from quizapp.record.measured import joined
from quizapp.record.migrations import VERSION, migrate, version_of

#: Seconds for which another program that is writing is waited for.
PATIENCE = 10.0
#: Says of a file whose it is: 'QzRc'.
APPLICATION = 0x517A5263
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
JOURNAL = "-journal"


class Unusable(Exception):
    """Why nothing can be kept in a record, in words that follow 'answers are not being saved: '."""


@dataclass(frozen=True)
class Opened:
    """A connection to a record, which file it is, and under which name a damaged one was set aside."""

    connection: sqlite3.Connection
    inode: tuple[int, int]
    set_aside: Path | None = None


def opened(path: Path, patience: float = PATIENCE) -> Opened:
    """The record in a file, which is made if there is none; Unusable if nothing can be kept there."""
    inode = _made(path)
    try:
        return Opened(_connected(path, patience), inode)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise Unusable(reason(error, path)) from None
    aside = set_aside(path) if is_there(path, inode) else None  # another program may have set it aside meanwhile
    inode = _made(path)
    try:
        return Opened(_connected(path, patience), inode, aside)
    except sqlite3.Error as error:
        raise Unusable(reason(error, path)) from None


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    connection = connect(path, patience)
    try:
        _begin(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection to a database file as it is; statements are transactions of their own unless one is begun."""
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.create_function("joined", 2, joined, deterministic=True)
    return connection


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    """Make the promises about the disk, and bring the tables up to date."""
    if version_of(connection) > VERSION:
        raise Unusable(
            f"{path} was written by a newer quizapp (record version {version_of(connection)}, and this one knows "
            f"{VERSION}); it is left as it is, and a newer quizapp opens it"
        )
    _check_ours(connection)
    # PERSIST syncs the end of a transaction too, and spares the folder's entry being made and removed each time.
    connection.execute("PRAGMA journal_mode = PERSIST")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    if version_of(connection) < VERSION:
        migrate(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")


def _check_ours(connection: sqlite3.Connection) -> None:
    """Raise as for damage if this is a database of something else."""
    known = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and known not in (0, APPLICATION):
        raise _not_ours("another program's database")
    if (
        version_of(connection)
        and not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'answers'").fetchone()
    ):
        raise _not_ours("no table of answers")
    if version_of(connection) < 0 or (tables and not version_of(connection)):
        raise _not_ours("tables of no version")


def _not_ours(what: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error


def _made(path: Path) -> tuple[int, int]:
    """Make a file that only this user may read, if there is none, in a folder of the same kind; and say which it is."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        about = path.stat()
    except OSError as error:
        raise Unusable(_in_words(error, path)) from None
    if not stat.S_ISREG(about.st_mode):
        raise Unusable(f"{path} is no file; move it away")
    return about.st_dev, about.st_ino


def is_there(path: Path, inode: tuple[int, int]) -> bool:
    """Whether a path still leads to the file that was opened, and nobody has emptied it."""
    try:
        about = path.stat()
    except OSError:
        return False
    return (about.st_dev, about.st_ino) == inode and about.st_size > 0


def is_empty(path: Path) -> bool:
    """Whether there is no file, or nothing in it."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True
    except OSError:
        return False


def set_aside(path: Path, now: datetime | None = None) -> Path:
    """Rename a damaged record, with what belongs to it, so that a new one can be begun; its new name."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H-%M-%S")
    aside = _free(path.with_name(f"damaged-{moment}.sqlite3"))
    try:
        os.rename(path, aside)
        with suppress(FileNotFoundError):
            os.rename(f"{path}{JOURNAL}", f"{aside}{JOURNAL}")
    except OSError as error:
        raise Unusable(f"{path} is damaged, and cannot be moved away ({error.strerror})") from None
    return aside


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that a file is no database, or no longer whole."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in DAMAGED


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done within, or nothing of it; other programs that write wait for one another."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise


def written_again(connection: sqlite3.Connection, path: Path) -> None:
    """Write a record whose file vanished to its place again, from the connection that still holds it."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    _made(part)
    with closing(sqlite3.connect(part)) as copy:
        connection.backup(copy)
    os.replace(part, path)


def reason(error: sqlite3.Error, path: Path) -> str:
    """Why a database cannot be used, with what could be done about it."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return f"the disk with {path} is full; make room on it"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return f"{path} cannot be written to; see whose it is, or name another folder in QUIZAPP_DATA_DIR"
        case sqlite3.SQLITE_CANTOPEN:
            return f"{path} cannot be opened; see whose it is, or name another folder in QUIZAPP_DATA_DIR"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"another program is writing to {path}; it will be tried again"
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return f"{path} is damaged"
    return f"{path}: {error}"


def _in_words(error: OSError, path: Path) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    advice = "make room on the disk" if full else "name another folder in QUIZAPP_DATA_DIR"
    return f"{error.filename or path}: {error.strerror}; {advice}"
