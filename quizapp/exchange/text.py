"""Words on their way: as the terminal lets them flow, without what decks refuse, and on one line."""

from __future__ import annotations

import re
import textwrap

from quizapp.deck import layout
from quizapp.deck.reader.text import HIDDEN

#: Characters that no deck and no XML file may hold.
REFUSED = re.compile(f"{HIDDEN.pattern}|[\ufffe\uffff]")
#: Code between backticks; spaces alone are none, as readers would drop them.
CODE = re.compile(r"`(?! +`)([^`\n]+)`")


def flowed(text: str) -> str:
    """The text with one line for each that learners see begin, and without what decks refuse."""
    return layout.flowed(REFUSED.sub("", text))


def blocks(text: str) -> list[layout.Block]:
    """The paragraphs, the code and the tables of a text, without what decks refuse."""
    return layout.blocks(REFUSED.sub("", text))


def on_one_line(text: str) -> str:
    """The text with a space for every line end."""
    return " ".join(REFUSED.sub("", text).split())


def cleaned(text: str) -> str:
    """The text as a deck may hold it: no hidden characters, no spaces at the ends of lines or around the text."""
    lines = REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", "    ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def kept(text: str) -> str:
    """The text as a deck may hold it, in which every line end stays one."""
    words = cleaned(text)
    return layout.with_kept_lines(words) if words else ""


def dedented(text: str) -> str:
    """The text without the indentation that all of its lines but the first have in common."""
    first, end, rest = text.partition("\n")
    return f"{first}{end}{textwrap.dedent(rest)}"
