"""Words on their way: as the terminal lets them flow, without what decks refuse, and on one line."""

from __future__ import annotations

import re

from quizapp.deck.reader.text import HIDDEN
from quizapp.text.run_report import ITEM

#: Characters that no deck and no XML file may hold.
REFUSED = re.compile(f"{HIDDEN.pattern}|[\ufffe\uffff]")
PARAGRAPHS = re.compile(r"\n\s*\n")
CODE = re.compile(r"`([^`\n]+)`")


def flowed(text: str) -> str:
    """The text with one line for each that learners see begin: paragraphs, items of lists, and indented lines."""
    paragraphs = PARAGRAPHS.split(REFUSED.sub("", text).strip())
    return "\n\n".join("\n".join(map(_line, ITEM.split(paragraph))) for paragraph in paragraphs)


def _line(part: str) -> str:
    indent = part[: len(part) - len(part.lstrip())].expandtabs(4)
    return " " * len(indent) + " ".join(part.split())


def on_one_line(text: str) -> str:
    """The text with a space for every line end."""
    return " ".join(REFUSED.sub("", text).split())


def cleaned(text: str) -> str:
    """The text as a deck may hold it: no hidden characters, no spaces at the ends of lines or around the text."""
    lines = REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", "    ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
