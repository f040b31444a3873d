"""From a file to its text, or to the one reason why it has none: it is missing, binary, too large, not a file, ...

Text holds no character that a terminal might act on or that readers cannot see: `HIDDEN` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from quizapp.deck.files import read_bytes, why_unreadable
from quizapp.deck.reader.problems import DeckError, Problem
from quizapp.deck.reader.source import WRITTEN, Source

#: What a web address becomes as a path.
ADDRESS = re.compile(r"(?:https?|ftp|file):/", re.IGNORECASE)
MOST_HIDDEN = 100
PART = 2**20

#: Unicode categories Cc (but tab and line end), Cf (but the joiners U+200C and U+200D), Cs, Co, Zl and Zp.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000f0000-\U0010ffff]"
)
ESCAPES = {"0": 0, "a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "e": 27, "N": 0x85, "_": 0xA0}
ESCAPES |= {"L": 0x2028, "P": 0x2029}


def read_source(path: Path) -> Source:
    """The text of a file, or DeckError."""
    if ADDRESS.match(str(path)):
        raise whole_file(path, "this is a web address; save what is there as a file, and name that file")
    try:
        data = read_bytes(path)
    except (OSError, ValueError) as error:
        raise whole_file(path, f"cannot be read: {why_unreadable(error)}") from None
    if b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise whole_file(path, "this is not a text file; a deck is written in YAML")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeckError(path, [_not_utf8(path, data, error)]) from None
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def whole_file(path: Path, message: str) -> DeckError:
    """An error that is about the file and not about a line of it."""
    return DeckError(path, [Problem(1, 1, message)])


def hidden_characters(source: Source) -> list[Problem]:
    """The characters that may not stand in a deck, as far as they stand there raw."""
    if all(part.replace("\n", " ").isprintable() for part in _parts(source.text)):
        return []
    found = islice(HIDDEN.finditer(source.text), MOST_HIDDEN)
    return [source.problem(each.start(), _forbidden(each.group())) for each in found]


def hidden_escape(source: Source, offset: int, value: str) -> Problem | None:
    """The first character of a double-quoted scalar that may not stand in a deck, shown at its escape."""
    found = HIDDEN.search(value)
    if found is None:
        return None
    message = f"{_forbidden(found.group())}; in single quotes a backslash is only a backslash"
    for written in WRITTEN['"'].finditer(source.text, offset + 1):
        if _meaning(written.group()) == found.group():
            return source.problem(written.start(), message, len(written.group()))
    return source.problem(offset, message)


def _parts(text: str) -> Iterator[str]:
    """The text in pieces, so that looking at a long one does not take as much memory again."""
    return (text[start : start + PART] for start in range(0, len(text), PART))


def _meaning(written: str) -> str:
    if len(written) == 2:
        return chr(ESCAPES.get(written[1], 0x20))
    return chr(min(int(written[2:], 16), 0x10FFFF)) if written.startswith("\\") else written


def _forbidden(character: str) -> str:
    return f"the invisible or control character U+{ord(character):04X} is not allowed; take it out"


def _not_utf8(path: Path, data: bytes, error: UnicodeDecodeError) -> Problem:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        bits = 32 if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) else 16
        return Problem(1, 1, f"this file is in UTF-{bits}; save it as UTF-8")
    before = data[: error.start].decode("utf-8-sig", "replace")
    line = data[: error.start].count(b"\n") + 1
    column = len(before) - before.rfind("\n")
    start = data.rfind(b"\n", 0, error.start) + 1
    source = data[start:].split(b"\n", 1)[0].decode("utf-8", "replace")
    return Problem(line, column, f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8", 1, source)
