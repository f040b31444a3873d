"""Lines that a small terminal cannot show whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import texts
from quizapp.deck.columns import cells, pieces
from quizapp.deck.model import Deck

#: A terminal of 80 columns, less a border and a margin on either side.
WIDEST = 76
FENCES = ("```", "~~~")
#: What a line that is not broken begins with.
STIFF_LINE = re.compile(r"^(?: {4}|\t|\|| *(?:```|~~~))", re.MULTILINE)


def find(deck: Deck) -> Iterator[Finding]:
    """Texts with a line, or a word, that is too wide and cannot be broken."""
    for question, path, text in texts(deck):
        for line in unbreakable(text) if _is_suspect(text) else ():
            width = cells(line)
            if width > WIDEST:
                message = f"{width} columns that cannot be broken, and {WIDEST} fit; break it, or shorten it"
                yield Finding(question, path, message, line.strip())
                break


def _is_suspect(text: str) -> bool:
    """Whether to look closer: no character takes more than two columns."""
    stiff = STIFF_LINE.search(text) if "\n" in text or text.startswith("|") else None
    return stiff is not None or max(map(len, text.split())) > WIDEST // 2


def unbreakable(text: str) -> Iterator[str]:
    """The parts of a text that stay on one line: lines of code and of tables, and words (of wide characters, each)."""
    fenced = False
    for line in text.split("\n"):
        if line.lstrip().startswith(FENCES):
            fenced = not fenced
        elif fenced or line.startswith(("    ", "\t", "|")):
            yield line.expandtabs(4).rstrip()
        else:
            yield from (piece for word in line.split() for piece in pieces(word))


RULES = (
    Rule(
        "W202",
        "too-wide",
        "A line of code, a row of a table or a word is wider than 76 columns.",
        "Ordinary text is broken into lines to fit any terminal. Code (indented by four spaces or between ``` lines), "
        "rows of tables (from | on) and single words are not, and what goes over the edge is broken in the middle of "
        "a word or cut off.",
        "{id: q, type: true_false, answer: true, if_wrong: Look at the bars., prompt: The mean of the squares of "
        "x0/x1/x2/x3/x4/x5/x6/x7/x8/x9/x10/x11/x12/x13/x14/x15/x16/x17/x18/x19/x20/x21/x22/x23 is 1.}",
        "{id: q, type: true_false, answer: true, if_wrong: Look at the bars.,\n"
        " prompt: The mean of the squares of x0 to x23 is 1.}",
        find,
    ),
)
