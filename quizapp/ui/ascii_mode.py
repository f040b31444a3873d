"""The UI in the characters of ASCII alone: words are spelled out, and all else is replaced cell for cell."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from quizapp.text.in_ascii import cell_for_cell, spelled

#: What keys are called whose usual sign is none of ASCII.
KEYS = {"⏎": "enter", "↑": "up", "↓": "down", "←": "left", "→": "right", "⌫": "backspace"}


class InAscii(LineFilter):
    """Replaces what no letter of ASCII is in every line that is drawn: frames, scroll bars, signs and notices, too."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with other letters in the same cells."""
        return [
            segment if segment.text.isascii() else Segment(cell_for_cell(segment.text), segment.style, segment.control)
            for segment in segments
        ]


def key_name(display: str) -> str:
    """What stands for a key, or for several of them, in the footer and in help."""
    return " ".join(KEYS.get(key, spelled(key)) for key in display.split(" "))
