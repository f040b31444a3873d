"""The address of a room as people type it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


class BadAddress(ValueError):
    """Text that is no address of a room, and what to write instead."""


@dataclass(frozen=True)
class Address:
    """Where a room is: the server's base ('http://192.168.1.23:8000') and the room's code."""

    base: str
    code: str

    @property
    def room(self) -> str:
        """The address of the room itself, which a browser opens too."""
        return f"{self.base}/r/{self.code}"

    @property
    def live(self) -> str:
        """The address of its live connection."""
        return f"ws{self.room.removeprefix('http')}/live"


EXAMPLE = "write it as it is shown in front, such as http://192.168.1.23:8000/r/KMPTX"


def address_of(text: str) -> Address:
    """The address that somebody typed, with or without http://; BadAddress if it is none."""
    full = text.strip() if "://" in text else f"http://{text.strip()}"
    try:
        parts = urlsplit(full)
        port = parts.port
    except ValueError:
        raise BadAddress(f"{text!r} is no address; {EXAMPLE}") from None
    names = [name for name in parts.path.split("/") if name]
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(f"{text!r} is no address of a room; {EXAMPLE}")
    if len(names) < 2 or names[-2] != "r" or not (names[-1].isascii() and names[-1].isalnum()):
        if len(names) < 3 or names[-3] != "r" or names[-1] != "screen":
            raise BadAddress(f"{text!r} has no room's code; {EXAMPLE}")
        names.pop()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    before = "".join(f"/{name}" for name in names[:-2])
    return Address(f"{parts.scheme}://{host}{f':{port}' if port else ''}{before}", names[-1].upper())
