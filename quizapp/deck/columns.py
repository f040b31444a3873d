"""How wide text is on a terminal, and where a line of it may be broken: between words, and between wide characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: What closes, and so never begins a line; and what opens, and so never ends one (JIS X 4051, in short).
CLOSING = (
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〟ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…,.:;?!)]}"
)
OPENING = "‘“（〔［｛〈《「『【〝([{"
#: Blocks of characters that take two columns, and what is drawn over the character before it.
WIDE = (
    "\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0003fffd"
)
DRAWN_OVER = re.compile("[\u0300-\u036f\u200c\u200d\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
IS_WIDE = re.compile(f"[{WIDE}]")


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(_width(character) for character in text)


def _width(character: str) -> int:
    if (
        unicodedata.combining(character)
        or character in "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{VARIATION SELECTOR-16}"
    ):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def is_wide(character: str) -> bool:
    """Whether a line may be broken beside this character, which no space has to part from the next."""
    return IS_WIDE.match(character) is not None


def pieces(word: str) -> Iterator[str]:
    """The parts of a word that stay on one line."""
    if word.isascii() or not IS_WIDE.search(word):
        return iter((word,))
    return _cut(word)


def _cut(word: str) -> Iterator[str]:
    """Wide characters one by one, each with what may not be parted from it, and whatever stands between them."""
    start = 0
    for position in range(1, len(word)):
        if _may_break(word[position - 1], word[position]):
            yield word[start:position]
            start = position
    yield word[start:]


def _may_break(before: str, after: str) -> bool:
    if not (is_wide(before) or is_wide(after)):
        return False
    return not (before in OPENING or before == "\u200d" or after in CLOSING or DRAWN_OVER.match(after))


def filled(line: str, width: int, first: str, rest: str) -> str:
    """The words of a line broken into lines of a width, which begin with `first` and from the second on with `rest`."""
    done: list[str] = []
    parts, used, is_empty = [first], cells(first), True
    for word in line.split():
        gap = "" if is_empty else " "
        for piece in pieces(word):
            wide = cells(piece)
            if not is_empty and used + len(gap) + wide > width:
                done.append("".join(parts))
                parts, used, gap = [rest], cells(rest), ""
            parts += [gap, piece]
            used, gap, is_empty = used + len(gap) + wide, "", False
    return "\n".join([*done, "".join(parts)])
