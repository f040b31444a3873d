"""The one way by which words from a deck enter the UI: as plain content, in which no bracket is markup."""

from __future__ import annotations

import re
from collections.abc import Callable

from textual.content import Content

from quizapp.text.in_ascii import spelled


class _Spelling:
    """How the terminal of this process has words spelled: as they are, unless it has no letters but those of ASCII."""

    of: Callable[[str], str] = staticmethod(str)


def spell_in_ascii(ascii_only: bool) -> None:
    """Spell all words in ASCII from now on, or as they are."""
    _Spelling.of = staticmethod(spelled if ascii_only else str)


def text(words: str, style: str = "") -> Content:
    """Words to be shown to the letter, all in one style."""
    words = _Spelling.of(words)
    return Content.styled(words, style) if style else Content(words)


_CODE = re.compile(r"`([\w.-]+)`")


def prose(words: str) -> Content:
    """Words of an author in which a name between backticks, as of an experiment, is shown without them, in bold."""
    parts = _CODE.split(words)
    return Content.assemble(*(text(part, "bold" if index % 2 else "") for index, part in enumerate(parts)))


def lines(*parts: Content) -> Content:
    """Parts below one another."""
    return Content("\n").join(parts)
