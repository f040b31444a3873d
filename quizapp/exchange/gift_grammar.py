r"""The grammar of GIFT, as Moodle's reader has it; every part knows where it stands in the file.

    file      = { block, blank line }
    block     = "$CATEGORY:" path | question
    question  = [ "::" name "::" ] text [ "{" body "}" text ]
    body      = [ "#" numbers | truth | { choice } ] [ "####" text ]
    choice    = ( "=" | "~" ) [ "%" share "%" ] text [ "#" text ]
    truth     = ( "T" | "TRUE" | "F" | "FALSE" ) [ "#" text-if-wrong [ "#" text-if-right ] ]
    numbers   = { [ "=" ] [ "%" share "%" ] number [ ":" near | ".." number ] [ "#" text ] } [ "~" [ "#" text ] ]

Lines that begin with // are comments. A backslash takes the meaning from \ : # = { } ~ and makes n a line end. A choice
without any text is dropped, so that `~=right` and a last `~` are what their authors meant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.exchange.draft import LeftOut
from quizapp.exchange.text import REFUSED

ESCAPED = "\\:#={}~n"
#: Escaped characters stand in the text as characters that no deck holds, until it has been taken apart.
HOLDERS = {character: chr(0xE000 + index) for index, character in enumerate(ESCAPED)}
#: Stands for a character that is not there, so that every other one keeps its place.
NOTHING = "\uf8ff"
BACK = {ord(holder): "\n" if character == "n" else character for character, holder in HOLDERS.items()}
BACK[ord(NOTHING)] = ""
ESCAPE = re.compile(f"\\\\([{re.escape(ESCAPED)}])")
BLANK = f" \t\n{NOTHING}"
SHARE = re.compile(r"%(-?\d{1,3}(?:\.\d{0,9})?)%")
CATEGORY = "$CATEGORY:"
UNMATCHED = "its braces { } do not match; a blank line ends a question, and \\{ is a brace in a text"


@dataclass(frozen=True)
class Part:
    """A piece of the file from `offset` on, its escapes held back."""

    text: str
    offset: int

    @property
    def plain(self) -> str:
        """The piece as it is meant."""
        return self.text.translate(BACK)

    @property
    def end(self) -> int:
        """Where it ends in the file."""
        return self.offset + len(self.text)

    def stripped(self) -> Part:
        """The piece without the blanks around it."""
        words = self.text.lstrip(BLANK)
        return Part(words.rstrip(BLANK), self.offset + len(self.text) - len(words))

    def cut(self, start: int, end: int | None = None) -> Part:
        """The piece between two of its characters."""
        return Part(self.text[start:end], self.offset + start)

    def parted(self, sign: str) -> tuple[Part, Part | None]:
        """What stands before a sign, and what behind it; None if it does not occur."""
        before, found, _ = self.text.partition(sign)
        return (self.cut(0, len(before)), self.cut(len(before) + len(sign))) if found else (self, None)


@dataclass(frozen=True)
class Answer:
    """One answer: its sign, its share in percent if one is written, its text, and what is said of it."""

    sign: str
    share: float | None
    text: Part
    feedback: Part | None


@dataclass(frozen=True)
class Block:
    """The lines of one question, and the comments before and in it."""

    part: Part
    comments: str


@dataclass(frozen=True)
class Question:
    """A question taken apart: its text before and after the answers, these, and what is said at the end."""

    name: Part
    prompt: Part
    after: Part
    body: Part
    explanation: Part | None


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a file: questions, and categories, each of which is one line."""
    lines: list[str] = []
    comments: list[str] = []
    start = offset = 0
    for line in [*_held(text).split("\n"), ""]:
        words = line.strip(BLANK)
        is_comment, is_category = words.startswith("//"), words.startswith(CATEGORY)
        if lines and (not words or is_category):
            yield Block(Part("\n".join(lines), start).stripped(), "\n".join(comments))
            lines, comments = [], []
        if is_comment:
            comments.append(words.translate(BACK))
        if is_category:
            yield Block(Part(line, offset).stripped(), "")
        elif words and (lines or not is_comment):
            start = start if lines else offset
            lines.append(" " * len(line) if is_comment else line)
        offset += len(line) + 1


def _held(text: str) -> str:
    return ESCAPE.sub(lambda found: HOLDERS[found[1]] + NOTHING, REFUSED.sub(NOTHING, text))


def question(part: Part) -> Question:
    """The question that stands in a block."""
    name, rest = Part("", part.offset), part
    if part.text.startswith("::"):
        found, behind = part.cut(2).parted("::")
        name, rest = (found, behind.stripped()) if behind else (name, part)
    start, end = _braces(rest)
    body, explanation = rest.cut(start + 1, end).stripped(), None
    if "####" in body.text:
        at = body.text.rindex("####")
        body, explanation = body.cut(0, at).stripped(), body.cut(at + 4)
    return Question(name, rest.cut(0, start), rest.cut(end + 1), body, explanation)


def _braces(part: Part) -> tuple[int, int]:
    """Where the answers of a question begin and end."""
    start, end = part.text.find("{"), part.text.find("}")
    if start < 0 and end < 0:
        raise LeftOut("a description, which asks nothing")
    if start < 0 or end < start:
        raise LeftOut(UNMATCHED, part.offset + max(start if end < 0 else end, 0))
    if "{" in part.text[end:]:
        raise LeftOut("it has answers { } twice; put a blank line between questions, and \\{ is a brace in a text")
    again = part.text.find("}", end + 1)
    if again >= 0:
        raise LeftOut(UNMATCHED, part.offset + again)
    return start, end


def answers(body: Part, signs: str = "=~") -> Iterator[Answer]:
    """The answers in a body, each from its sign on; the first may have none, and those without text are there, too."""
    starts = [found.start() for found in re.finditer(f"[{signs}]", body.text)]
    if body.text[: starts[0] if starts else None].strip(BLANK):
        yield _answer("", body.cut(0, starts[0] if starts else None))
    for start, end in itertools.pairwise([*starts, len(body.text)]):
        yield _answer(body.text[start], body.cut(start + 1, end))


def _answer(sign: str, part: Part) -> Answer:
    part = part.stripped()
    share = SHARE.match(part.text)
    text, feedback = (part.cut(share.end()) if share else part).parted("#")
    return Answer(sign, float(share[1]) if share else None, text.stripped(), feedback.stripped() if feedback else None)
