"""Words that change at every touch: the screen is laid out anew only where they take more rows than before."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from quizapp.ui.shared.text import lines


def put(place: Static, words: Content) -> None:
    """Show these words."""
    width, height = place.size
    same_rows = width > 0 and words.get_height({"text_wrap": place.styles.text_wrap}, width) == height
    place.update(lines(words), layout=not same_rows)
