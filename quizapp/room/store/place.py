"""Where rooms lie by themselves: a folder in the user's data folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from quizapp.record.place import record_folder

ENDING = ".room"


def rooms_folder() -> Path | None:
    """The folder of all rooms for which no file was named, or None where there is no place for one."""
    folder = record_folder()
    return folder and folder / "rooms"


def new_file(folder: Path, deck: str, moment: datetime) -> Path:
    """A file for a new room of a deck: by its day and time, so that a listing is in order."""
    path = folder / f"{moment:%Y-%m-%dT%H-%M-%S}-{deck}{ENDING}"
    number = 2
    while path.exists():
        path = folder / f"{moment:%Y-%m-%dT%H-%M-%S}-{deck}-{number}{ENDING}"
        number += 1
    return path
