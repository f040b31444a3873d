r"""How a text that was typed is compared with the spellings that an author accepts.

Both sides are brought to one form first (`compared`): compatibility forms of Unicode are one character, curly quotes
and long dashes are plain ones, what cannot be seen is left out, spaces are single, and case counts only if it is to.
In a spelling `*` stands for anything, also for nothing; `\*` is a star, and nothing else is special. Matching takes
time in proportion to the length of the text for each part between two stars, whatever the spelling and the text are.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: The most characters that an answer, or a spelling, may have.
LONGEST = 255
#: Of so many characters of a spelling one may be mistyped and still be recognised; and how many at most.
LETTERS_A_TYPO = 5
MOST_TYPOS = 2
#: Sequences by which a terminal is steered, as they come in with what was copied from one.
STEERING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")
JOINERS = "\u200c\u200d"
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
EMOJI_STYLE = "\ufe0e\ufe0f"
PLAIN = {
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
TO_PLAIN = str.maketrans(PLAIN)
STAR = re.compile(r"(?<!\\)\*")
#: Stands for a star in spellings that are compared with one another; no text that was typed has it.
ANYTHING = "\0"
CLOSING = ".,;:!?"
QUOTES = ("'", '"')


def visible(text: str) -> str:
    """The text with a space for each line end and tab, and without what steers a terminal or cannot be seen."""
    spaced = (" " if each.isspace() else each for each in STEERING.sub("", text))
    return "".join(each for each in spaced if each in JOINERS or unicodedata.category(each) not in UNSEEN)


def on_one_line(text: str) -> str:
    """What is visible of a text, with single spaces; nothing if that is only joiners."""
    words = " ".join(visible(text).split())
    return words if words.strip(JOINERS) else ""


def compared(text: str, case: bool = False) -> str:
    """The form in which texts are compared; it tells upper from lower case only if `case` counts."""
    plain = _bare(unicodedata.normalize("NFKC", text.translate(TO_PLAIN))).translate(TO_PLAIN)
    folded = plain if case else unicodedata.normalize("NFKC", plain.casefold())
    return " ".join(folded.split())


def _bare(text: str) -> str:
    return "".join(
        " " if each.isspace() else each
        for each in text
        if each.isspace() or (each not in EMOJI_STYLE and unicodedata.category(each) not in UNSEEN)
    )


def readings(text: str, case: bool = False) -> tuple[str, ...]:
    """What a text that was typed may be taken for: as it is, and without quotes around it or a sign that closes it."""
    whole = compared(text, case)
    bare = whole.rstrip(CLOSING).rstrip()
    if len(bare) > 2 and bare[0] == bare[-1] and bare[0] in QUOTES:
        bare = bare[1:-1].rstrip(CLOSING).strip()
    return (whole, bare) if bare not in ("", whole) else (whole,)


@dataclass(frozen=True)
class Spelling:
    """A spelling, as it is written and as the parts between its stars in the form in which texts are compared."""

    text: str
    parts: tuple[str, ...]
    case: bool

    def accepts(self, typed: str) -> bool:
        """Whether a text in the form in which texts are compared is of this spelling."""
        first, *middle = self.parts
        if not middle:
            return typed == first
        last = middle.pop()
        end = len(typed) - len(last)
        if len(first) > end or not typed.startswith(first) or not typed.endswith(last):
            return False
        at = len(first)
        for part in middle:
            found = typed.find(part, at, end)
            if found < 0:
                return False
            at = found + len(part)
        return True

    def covers(self, other: Spelling) -> bool:
        """Whether it accepts every text that the other one does."""
        return self.accepts(ANYTHING.join(other.parts))

    @property
    def is_plain(self) -> bool:
        """Whether it has no star that stands for anything."""
        return len(self.parts) == 1

    @property
    def takes_all(self) -> bool:
        """Whether it accepts whatever is typed."""
        return not self.is_plain and not any(self.parts)

    @property
    def shown(self) -> str:
        """The spelling as learners read it: with … for what may be anything."""
        return re.sub("…+", "…", "…".join(literal(part) for part in STAR.split(self.text)))


@functools.lru_cache(maxsize=2048)
def spelling(text: str, case: bool = False) -> Spelling:
    """The spelling that an author has written, with its stars."""
    return _made(text, [literal(part) for part in STAR.split(text)], case)


@functools.lru_cache(maxsize=2048)
def exactly(text: str, case: bool = False) -> Spelling:
    """The spelling that is a text to the letter, in which a star is a star."""
    return _made(escaped(text), [text], case)


def _made(text: str, parts: list[str], case: bool) -> Spelling:
    held = ANYTHING.join(part.replace(ANYTHING, "") for part in parts)
    pieces = held.split(ANYTHING)
    folded = [_edge(piece, compared(piece, case), bool(n), n < len(pieces) - 1) for n, piece in enumerate(pieces)]
    return Spelling(text, tuple(folded), case)


def _edge(piece: str, folded: str, star_before: bool, star_after: bool) -> str:
    """A part with the space that it has beside a star."""
    if not folded:
        return " " if piece and star_before and star_after else ""
    before = " " if star_before and piece[0].isspace() else ""
    after = " " if star_after and piece[-1].isspace() else ""
    return f"{before}{folded}{after}"


def literal(text: str) -> str:
    r"""A part of a spelling in which `\*` has become a star."""
    return text.replace("\\*", "*")


def escaped(text: str) -> str:
    """A text as a spelling in which its stars are stars."""
    return text.replace("*", "\\*")


def typos_in(typed: str, spelled: str, most: int = MOST_TYPOS) -> int | None:
    """How many typing errors make one text of another, at most so many as its length lets be recognised; or None.

    An error is a letter too many, too few, or another one, or two neighbours that have changed places (the optimal
    string alignment distance). Digits are no spelling: where they differ, so does what is meant.
    """
    most = min(most, MOST_TYPOS, len(spelled) // LETTERS_A_TYPO)
    if abs(len(typed) - len(spelled)) > most or _digits(typed) != _digits(spelled):
        return None
    errors = _distance(typed, spelled, most)
    return errors if errors <= most else None


def _digits(text: str) -> list[str]:
    return [each for each in text if each.isdigit()]


def _distance(one: str, other: str, most: int) -> int:
    """The distance of two texts, or more than `most` if it is more; only cells that near the diagonal are filled."""
    far = most + 1
    before: dict[int, int] = {}
    row = {column: column for column in range(min(most, len(other)) + 1)}
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, {}
        for j in range(max(0, i - most), min(len(other), i + most) + 1):
            row[j] = min(_ways(i, j, one, other, letter, (two_before, before, row), far))
    return row.get(len(other), far)


def _ways(
    i: int, j: int, one: str, other: str, letter: str, rows: tuple[dict[int, int], ...], far: int
) -> Iterator[int]:
    """What it costs to come to a cell from each of its neighbours."""
    two_before, before, row = rows
    yield before.get(j, far) + 1
    yield row.get(j - 1, far) + 1
    if j:
        yield before.get(j - 1, far) + (letter != other[j - 1])
    if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
        yield two_before.get(j - 2, far) + 1
