"""What an import leaves out or changes of a text, and where in the file that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: So many different beginnings are sought, each of which takes going through the whole text.
MOST_SOUGHT = 20


@dataclass(frozen=True)
class Remark:
    """What was left out or changed, and how what it was begins in the file, as a regular expression."""

    message: str
    begins: str = ""


@dataclass(frozen=True)
class ReadText:
    """A text as decks hold it, and what of it was left out or changed."""

    text: str
    remarks: tuple[Remark, ...] = ()


def located(remarks: Iterable[Remark], source: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Each remark with its place between two offsets of a file; the first of them where it is not found."""
    after: dict[str, int] = {}
    for remark in remarks:
        position = after.get(remark.begins, start if len(after) < MOST_SOUGHT else end)
        found = re.compile(remark.begins, re.IGNORECASE).search(source, position, end) if position < end else None
        after[remark.begins] = found.end() if found and remark.begins else end
        yield (found.start() if found and remark.begins else start), remark.message
