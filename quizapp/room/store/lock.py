"""One process serves a room at a time: a lock beside the file, which the system lets go of when the process ends."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from quizapp.room.store.file import Unusable, check_exists


def locked(path: Path) -> FileLock:
    """The lock of a room's file, held until it is released or the process ends; Unusable if another process has it."""
    check_exists(path)
    real = path.resolve()  # a link is the same room
    lock = FileLock(real.with_name(f"{real.name}.lock"), mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Unusable(f"another process is serving the room in {path}; end that first, or join it") from None
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}; name another file with --data") from None
    return lock
