"""Names of files that are about to be written: what every system takes, and every terminal can show."""

from __future__ import annotations

import re
from pathlib import Path

#: The most characters of a plain name; systems take 255 bytes.
LONGEST = 200
#: Names that Windows keeps for devices, whatever their ending.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class BadName(ValueError):
    """Why a file cannot have a name, as what follows 'the name'."""


def checked(path: Path) -> Path:
    """The path as it is, if its last part is a name that a new file can have; BadName if it is not.

    What leads to the file is for whoever types it to choose; how long a name may be, systems say themselves.
    """
    name = path.name
    if not name or name == "..":
        raise BadName("is empty; write one such as mine.yaml")
    hidden = next((each for each in str(path) if not each.isprintable()), None)
    if hidden is not None:
        raise BadName(f"has a character that cannot be shown, U+{ord(hidden):04X}; write one without it")
    if RESERVED.fullmatch(name):
        raise BadName(f"is one that Windows keeps for itself; write another than {name.partition('.')[0]}")
    if name != name.strip() or name.endswith("."):
        raise BadName("begins or ends with a space, or ends with a dot; write it without")
    return path


def plain(name: str, ending: str) -> str:
    """A name of letters, digits, - and _ with this ending and no folder before it; BadName if it is not one."""
    checked(Path(name))
    if len(name) > LONGEST:
        raise BadName(f"has {len(name)} characters, and may have {LONGEST}; write a shorter one")
    stem = name.removesuffix(f".{ending}")
    if stem == name or not PLAIN.fullmatch(stem):
        proposed = re.sub(r"[^A-Za-z0-9]+", "-", Path(stem).name).strip("-_") or "mine"
        raise BadName(f"has letters, digits, - and _, then .{ending}; write one such as {proposed}.{ending}")
    return name
