"""How long it takes from starting `quizapp` to seeing its home screen in a terminal, against the barest Textual app."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from benchmarks.command_help import quizapp
from benchmarks.table import Row, in_turn, ms
from benchmarks.terminal import Terminal

TIMES = 15
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("bare app")
Bare().run()
"""


def rows() -> Iterator[Row]:
    """The first paint, and beside it when the decks have been read."""
    found = in_turn(
        {
            "home": lambda: seconds(quizapp(), "You predict"),
            "bare": lambda: seconds([sys.executable, "-c", BARE], "bare app"),
            "read": lambda: seconds(quizapp(), "not begun"),
        },
        TIMES,
    )
    home, bare, read = found["home"], found["bare"], found["read"]
    detail = f"{ms(home)} against {ms(bare)}; the decks are read after {ms(read)}"
    yield Row("first paint of home / of a bare Textual app", home / bare, detail, at_most=2)


def seconds(command: Sequence[str], words: str) -> float:
    """The time from the start of a program to the words in its terminal."""
    with Terminal(command, (120, 40), in_control=False) as terminal:
        return terminal.sees(words) - terminal.began
