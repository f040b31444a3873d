"""An attempt as the record keeps it: plain values, in the columns in which it is exported too.

A named tuple and not a dataclass, since a hundred thousand of them are made from rows while somebody waits. What is
not one value is JSON, and is only parsed by whoever asks for it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

#: What comes with a mark.
MARK = ("right", "foreseen", "credit", "marks", "disputed", "judged", "measured", "marked_at")


class RecordedAttempt(NamedTuple):
    """A committed answer and its mark; what came with the mark is None as long as there is none.

    `right`, `foreseen` and `judged` are 1 or 0.
    """

    attempt: str
    profile: str
    session: str
    kind: str
    deck: str
    question: str
    type: str
    revision: int
    content: str
    variant: str
    seed: int
    options: str
    prediction: str | None
    answer: str
    certainty: str | None
    hints: int
    committed_at: str
    seconds: float | None
    right: int | None
    foreseen: int | None
    credit: float | None
    marks: str | None
    disputed: str | None
    judged: int | None
    measured: str | None
    marked_at: str | None
    tags: str
    objectives: str
    version: str
    source: str
    number: int

    @property
    def at(self) -> datetime:
        """When the answer was committed, by the clock of the machine."""
        return datetime.fromisoformat(self.committed_at)

    @property
    def scored(self) -> bool:
        """Whether the answer counts: it is marked, and the simulation does not refuse to bear the mark out."""
        return self.right is not None and self.disputed == "[]"

    @property
    def tag_list(self) -> tuple[str, ...]:
        """The tags that the question had."""
        return words_in(self.tags)

    @property
    def objective_list(self) -> tuple[str, ...]:
        """The ids of the objectives that the question had."""
        return words_in(self.objectives)


@cache
def words_in(text: str) -> tuple[str, ...]:
    """The texts in a JSON list, and none where there is no such list."""
    found = parsed(text)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def as_json(data: Any) -> str:
    """Data as JSON of ASCII characters alone, which holds whatever a terminal or a file's name may have brought."""
    return json.dumps(data, separators=(",", ":"))


def parsed(text: str | None) -> Any:
    """What a JSON text says, or None where it says nothing."""
    try:
        return None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return None


def as_text(moment: datetime) -> str:
    """A moment as text, in UTC and always of one length, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    """A text with whatever UTF-8 has no bytes for, as in some names of files, spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()
