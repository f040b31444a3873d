"""The bytes of a file that somebody names: never a wait, never more than a deck may be long, whatever is there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

LARGEST = 32 * 2**20


def read_bytes(path: Path) -> bytes:
    """All that a regular file holds; OSError or ValueError if it is anything else, too large, or cannot be read."""
    with open(path, "rb", opener=_without_waiting) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("it is not a regular file")
        data = b"" if found.st_size > LARGEST else file.read(LARGEST + 1)
    if max(found.st_size, len(data)) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 2**20} MB; make several decks of it")
    return data


def why_unreadable(error: OSError | ValueError) -> str:
    """Why a file cannot be read, in the words of a message."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder; name a deck file, or give its folder to a command that takes folders"
    if isinstance(error, PermissionError):
        return "you have no permission to read it"
    return str(error.strerror if isinstance(error, OSError) else error)


def _without_waiting(path: str, flags: int) -> int:
    """Open so that a named pipe does not wait for somebody to write to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
