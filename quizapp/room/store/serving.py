"""Where a room's file is being served, in a small file beside it, so that a facilitator's screen finds the server."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Serving:
    """A server at work: the address by which people come, the one that reaches it from this machine, and its process.

    `address` and `port` are what it listens on, `certificate` is the file by which to know it where it has one, and
    `more` are the other options with which it was begun, so that it can be begun so again.
    """

    url: str
    local: str
    code: str
    pid: int
    address: str
    port: int
    certificate: str | None = None
    more: tuple[str, ...] = ()


def place(path: Path) -> Path:
    """The file that says where a room's file is served."""
    return path.with_name(f"{path.name}.serving")


def write(path: Path, serving: Serving) -> None:
    """Say where a room's file is served, to this user only."""
    where = place(path)
    new = where.with_name(f"{where.name}.new")
    with suppress(FileNotFoundError):
        new.unlink()
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{json.dumps(asdict(serving))}\n")
    new.replace(where)


def read(path: Path) -> Serving | None:
    """Where a room's file was said to be served last; whether it still is has to be tried."""
    try:
        data = json.loads(place(path).read_text())
        return Serving(**{**data, "more": tuple(data["more"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remove(path: Path) -> None:
    """Say no more that the file is served."""
    with suppress(OSError):
        place(path).unlink()
