"""The lab as it was left: a line with its experiment code beside the record, so that it opens with that next time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from quizapp.lab.code import code_of, read_code
from quizapp.lab.comparison import brought, start
from quizapp.record.place import record_folder
from quizapp.ui.lab.opening import Opening

NAME = "lab.txt"
#: More than any code has.
MOST = 4096


def keep_lab(opening: Opening) -> bool:
    """Keep what was turned; whether that could be done."""
    path = _path()
    if path is None:
        return False
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code_of(opening.comparison.pair, opening.view) + "\n", encoding="ascii")
        return True
    return False


def lab_as_left() -> Opening:
    """The lab as it was left, or as it opens first if nothing was kept, or nothing that can be read."""
    path = _path()
    with suppress(OSError, ValueError):
        if path is not None and path.is_file():
            coded = read_code(path.read_text(encoding="ascii")[:MOST].strip())
            return Opening(brought(start(), coded.pair.a, coded.pair.b), view=coded.view)
    return Opening()


def _path() -> Path | None:
    folder = record_folder()
    return None if folder is None else folder / NAME
