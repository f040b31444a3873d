"""What there is to do today, as home says it above the decks."""

from __future__ import annotations

from textual.content import Content

from quizapp.review.today import Today, headline
from quizapp.ui.play.deck_entry import INDENT
from quizapp.ui.shared.text import lines, text


def today_content(found: Today, highlighted: bool) -> Content:
    """How much is due, wrong and new, and what enter does there."""
    begins = "enter practises what is due" if found.due else "enter goes on with what is new"
    below = begins if found.due or found.to_begin else "there is nothing to do"
    return lines(
        text(f"{'▸ ' if highlighted else INDENT}Today: ", "bold") + text(headline(found), "bold $text-primary"),
        text(f"{INDENT}{below}", "$foreground-muted"),
    )
