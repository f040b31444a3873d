"""Words that do something when they are clicked, and look like those around them."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from quizapp.ui.shared.text import text


def doing(words: str, action: str) -> Content:
    """Words in passing, with the action of the screen that a click on them does."""
    return text(words, "$text-muted").stylize(Style.from_meta({"@click": f"screen.{action}"}))


def keys_content(*told: tuple[str, str]) -> Content:
    """What keys do, as one line: words with the action that a click on them does, from one to the next by commas."""
    parts = [doing(words, action) for words, action in told]
    return Content.assemble(text(", ", "$text-muted").join(parts), text(".", "$text-muted"))
