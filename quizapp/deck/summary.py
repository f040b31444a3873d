"""What a list says of a deck: its title and how many questions it has, at once, however long the deck is.

`glance` takes both from the lines of the file, without reading it as YAML: it can be wrong about a deck that is
written in an unusual way, and it knows of no mistakes. `listed` reads in full what is short, and what it cannot
glance at; a long deck is read in full when it is chosen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.deck.files import read_bytes

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.deck.reader import DeckError

#: Bytes of a deck that is read in full only when it is chosen; some 100 questions.
LONG = 256 * 2**10

#: A title on one line, plain or in quotes, with nothing in it that would have to be read as YAML.
TITLE = re.compile(
    rb"""^title:[ ]+(?:'([^'\n]+)'|"([^"\\\n]+)"|([^-\s'"|>&*!%@`\#\[\]{},?:](?:[^:#\n]|:(?![ \n])|(?<! )\#)*?))"""
    rb"[ ]*(?:[ ]\#.*)?\n+(?=\S)",
    re.MULTILINE,
)
QUESTIONS = re.compile(rb"^questions:[ ]*(?:#.*)?\n(?:[ ]*(?:#.*)?\n)*([ ]*)-[ \n]", re.MULTILINE)
NEXT_KEY = re.compile(rb"\n[^\s#-]")


@dataclass(frozen=True)
class Listing:
    """A deck in a list, with its length in bytes, and what it is about if it was read and says so.

    With a `problem` it cannot be played; if it was not read `in_full`, it may have mistakes that nobody knows of.
    """

    path: Path
    title: str
    questions: int = 0
    length: int = 0
    in_full: bool = False
    problem: DeckError | None = None
    about: str = ""

    @property
    def mistakes(self) -> int | None:
        """How many mistakes are in it; None if nobody has looked."""
        if self.problem is not None:
            return len(self.problem.problems)
        return 0 if self.in_full else None


def listed(path: Path) -> Listing:
    """What to list of a file: all that is wrong with it if it is short, and else what a glance shows."""
    seen = glance(path)
    return seen if seen is not None and seen.length > LONG else in_full(path)


def in_full(path: Path) -> Listing:
    """What to list of a file after all of it was read."""
    return read_in_full(path)[0]


def read_in_full(path: Path) -> tuple[Listing, Deck | None]:
    """What to list of a file after all of it was read, and the deck if it can be played."""
    from quizapp.deck.reader import DeckError, read_deck

    try:
        deck = read_deck(path)
    except DeckError as problem:
        return Listing(path, path.name, in_full=True, problem=problem), None
    return of_deck(deck), deck


def of_deck(deck: Deck) -> Listing:
    """What to list of a deck that was read."""
    about = " ".join((deck.description or "").split())
    return Listing(deck.path, deck.title, len(deck.questions), in_full=True, about=about)


def glance(path: Path) -> Listing | None:
    """Title and number of questions, or None if this takes more than a glance."""
    try:
        data = read_bytes(path).removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        title, count = _title(data), _count(data)
    except (OSError, ValueError):
        return None
    return Listing(path, title, count, len(data)) if title and count else None


def _title(data: bytes) -> str | None:
    found = TITLE.search(data)
    title = next(filter(None, found.groups()), b"").decode("utf-8").strip() if found else ""
    return title if title.isprintable() else None


def _count(data: bytes) -> int:
    found = QUESTIONS.search(data)
    if found is None:
        return 0
    item = b"\n" + found.group(1) + b"-"
    next_key = NEXT_KEY.search(data, found.end())
    within = found.start(1) - 1, next_key.start() if next_key else len(data)
    return data.count(item + b" ", *within) + data.count(item + b"\n", *within)
