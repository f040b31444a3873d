"""What a terminal keeps of a room that it joined: the secret by which it is known again, and votes on their way.

One file a room in the user's data folder, which only this user may read.
"""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from quizapp.record.place import record_folder
from quizapp.room.client.address import Address
from quizapp.room.join.ballots import Ballot, ballot_from_data
from quizapp.runs.own_files import read_own, write_own

FOLDER = "joined"
#: Bytes of the longest file that is believed.
MOST = 2**18
#: Days after which a room that was not joined again is forgotten.
DAYS = 60


@dataclass(frozen=True)
class Remembered:
    """The secret, if the room gave one, and the votes that it has not acknowledged."""

    secret: str | None = None
    waiting: tuple[Ballot, ...] = ()


@dataclass(frozen=True)
class Kept:
    """The file of a room; None where there is no data folder."""

    room: str
    path: Path | None

    def read(self) -> Remembered:
        """What is kept; nothing where there is no such file, or none that this user wrote."""
        if self.path is None:
            return Remembered()
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            data = json.loads(read_own(self.path, MOST))
            secret = data["secret"]
            if isinstance(secret, str) and secret.isascii() and secret.isalnum():
                return Remembered(secret, tuple(ballot_from_data(each) for each in data["waiting"]))
        return Remembered()

    def write(self, remembered: Remembered) -> bool:
        """Keep this from now on; whether it could be kept."""
        waiting = [ballot.as_data() for ballot in remembered.waiting]
        data = {"room": self.room, "secret": remembered.secret, "waiting": waiting}
        with suppress(OSError):
            if self.path is not None:
                write_own(self.path, json.dumps(data).encode())
                return True
        return False


def kept_of(address: Address) -> Kept:
    """The file of the room at an address; those of rooms long past are deleted."""
    folder = record_folder()
    name = hashlib.sha256(address.room.encode()).hexdigest()[:32]
    if folder is not None:
        _forget_old(folder / FOLDER, time.time() - DAYS * 86400)
    return Kept(address.room, folder / FOLDER / f"{name}.json" if folder else None)


def _forget_old(folder: Path, before: float) -> None:
    """Delete the files that were last written before a time."""
    for path in folder.glob("*.json"):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()
