"""Where the record lies, and the names of the people whose answers are in it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

#: The folder may be named here; otherwise it is where the system keeps such things.
VARIABLE = "QUIZAPP_DATA_DIR"
FILE = "record.sqlite3"
BACKUPS = "backups"
#: Whose answers are kept where nobody says a name.
NOBODY_ELSE = "default"
LONGEST = 64


class BadProfile(ValueError):
    """A name that no profile can have, and what to write instead."""


def record_folder() -> Path | None:
    """The folder of the record, or None where there is no place for one."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    import platformdirs

    folder = platformdirs.user_data_path("quizapp", appauthor=False)
    return folder if folder.is_absolute() else None


def checked_profile(name: str) -> str:
    """A profile's name in its usual form; BadProfile unless it has 1 to 64 letters, digits, - _ . and spaces."""
    usual = unicodedata.normalize("NFC", name)
    if not usual or len(usual) > LONGEST:
        raise BadProfile(f"a profile's name has 1 to {LONGEST} characters, not {len(usual)}; write one such as anna")
    for each in usual:
        if not (each.isalnum() or unicodedata.combining(each) or each in "-_. "):
            shown = repr(each) if each.isprintable() else f"U+{ord(each):04X}"
            raise BadProfile(
                f"a profile's name has letters, digits, - _ . and spaces, not {shown}; write one such as anna"
            )
    if usual != usual.strip(" .") or not usual:
        raise BadProfile("a profile's name neither begins nor ends with a space or a dot; write it without")
    return usual
