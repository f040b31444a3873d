"""Words that change again and again: nothing is drawn for the same ones, and laid out only for those of another size.

To lay a screen out costs more than to draw it.
"""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def put(place: Static, words: Content) -> None:
    """Show these words; others are laid out anew only where they take more or fewer rows, or columns, than before."""
    before = place.visual
    if not isinstance(before, Content):
        place.update(words)
    elif not before.is_same(words):
        place.update(words, layout=place.display and not _as_large(place, before, words))


def _as_large(place: Static, before: Content, words: Content) -> bool:
    """Whether words take the room of those before; of a place that was not laid out yet nobody knows."""
    styles, width = place.styles, place.size.width
    if not width:
        return False
    rules = styles.get_rules()
    as_wide = not styles.is_auto_width or before.get_optimal_width(rules, 0) == words.get_optimal_width(rules, 0)
    as_high = not styles.is_auto_height or before.get_height(rules, width) == words.get_height(rules, width)
    return as_wide and as_high
