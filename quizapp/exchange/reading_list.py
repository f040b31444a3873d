"""Where to read more, as the last lines of an explanation, for formats that have no place of their own for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizapp.exchange.text import flowed, on_one_line
from quizapp.questions.question import Reading

HEADING = "Read more:"
ITEM = re.compile(r"- (?P<title>.+) \((?P<url>https://[^\s()]+)\)")


def explained(explanation: str | None, reading: Sequence[Reading]) -> str:
    """The explanation with the list below it; empty if there is neither."""
    items = [f"- {on_one_line(each.title)} ({bare(each.url)})" for each in reading]
    told = [flowed(explanation)] if explanation else []
    return "\n\n".join([*told, *(["\n".join([HEADING, *items])] if items else [])])


def bare(url: str) -> str:
    """The address without brackets, which would end it."""
    return url.replace("(", "%28").replace(")", "%29")


def split(text: str) -> tuple[str | None, list[dict[str, Any]]]:
    """The explanation and the list, taken apart again."""
    told, heading, listed = text.rpartition(HEADING)
    found = [ITEM.fullmatch(line.strip()) for line in listed.strip().split("\n")]
    reading = [each.groupdict() for each in found if each is not None]
    if not heading or len(reading) != len(found):
        told, reading = text, []
    return told.strip() or None, reading
