"""The one way by which words from a deck enter the UI: as plain content, in which no bracket is markup."""

from __future__ import annotations

from textual.content import Content


def text(words: str, style: str = "") -> Content:
    """Words to be shown to the letter, all in one style."""
    return Content.styled(words, style) if style else Content(words)


def lines(*parts: Content) -> Content:
    """Parts below one another."""
    return Content("\n").join(parts)
