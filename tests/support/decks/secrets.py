"""A deck with all changed that an author keeps for later, and the screen at rest, to see that both look alike."""

from __future__ import annotations

from pathlib import Path

from textual.strip import Strip

from tests.support.decks.playing import PLAY, Hands

#: What an author keeps for later: the same deck with all of it changed has to look the same before the commit.
OTHERWISE = (
    ("correct: true", "correct: TRUE"),
    ("correct: false", "correct: true"),
    ("correct: TRUE", "correct: false"),
    ("answer: true", "answer: false"),
    ("  same: {extends", "  other: {extends: plain, gain: 1.1}\n  same: {extends"),
    ("control: plain", "control: other"),
    ("Well seen.", "Changed."),
    ("the error dies on its way", "changed"),
    ("Weights may be too small or too equal.", "Changed."),
    ("Equal gradients keep them so.", "Changed."),
    ("A paper", "Another paper"),
    ("tags: [vanishing]", "tags: [changed]"),
    ("< 0.01", "< 0.02"),
)


def with_other_answers(folder: Path) -> Path:
    """The deck of PLAY with all of that changed, in a folder."""
    text = PLAY.read_text()
    for old, new in OTHERWISE:
        assert old in text
        text = text.replace(old, new)
    path = folder / PLAY.name
    path.write_text(text)
    return path


async def at_rest(hands: Hands) -> list[Strip]:
    """The screen with its colours, once it does not change any more."""
    before: list[Strip] = []
    now = hands.app.screen._compositor.render_strips()
    while before != now:
        await hands.pilot.pause(0.03)
        before, now = now, hands.app.screen._compositor.render_strips()
    return now
