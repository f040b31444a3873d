"""Files that are the user's own: nobody else can have written what is read from them, nor reads a secret in them."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

KEY_SIZE = 32
#: Neither follow a link nor wait for somebody to write into a pipe; where a system has neither, there is no need.
WARILY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def read_own(path: Path, most: int) -> bytes:
    """The bytes of a plain file of this user that nobody else may write to; OSError if it is none, or over `most`."""
    with os.fdopen(os.open(path, WARILY), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > most or _may_be_forged(about):
            raise OSError(f"{path} is not what this user wrote")
        return file.read()


def _may_be_forged(about: os.stat_result) -> bool:
    """Whether others can have written to a file; Windows keeps them out of the user's folders by itself."""
    return hasattr(os, "geteuid") and (about.st_uid != os.geteuid() or bool(about.st_mode & OTHERS_WRITE))


def write_own(path: Path, data: bytes) -> None:
    """Write a file that only this user may read, in a folder of the same kind; under another name until it is whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def user_key() -> bytes:
    """A secret of this user that stays the same; of this process only, where there is no place to keep it."""
    import platformdirs

    folder = platformdirs.user_data_path("quizapp", appauthor=False)
    if not folder.is_absolute():
        return secrets.token_bytes(KEY_SIZE)
    path = folder / "cache-key"
    with suppress(OSError):
        if len(kept := read_own(path, KEY_SIZE)) == KEY_SIZE:
            return kept
    key = secrets.token_bytes(KEY_SIZE)
    with suppress(OSError):
        write_own(path, key)
        return read_own(path, KEY_SIZE)  # another process may have written one as well
    return key
