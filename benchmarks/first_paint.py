"""How long it takes from starting `quizapp` to seeing its home screen in a terminal, against the barest Textual app."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.processes import quizapp
from benchmarks.table import Measured, Row, Size
from benchmarks.terminal import Terminal
from benchmarks.timing import against, in_turn, medians, ms, ratios

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("bare app")
Bare().run()
"""


def rows(size: Size) -> Iterator[Row]:
    """The first paint, and beside it when the decks have been read."""
    times = size.of(9, tiny=1)
    yield Row("", "first paint of home / of a bare Textual app", lambda: _measure(times), at_most=2)


def _measure(times: int) -> Measured:
    works = {
        "home": lambda: seconds_until(quizapp(), "You predict"),
        "bare": lambda: seconds_until([sys.executable, "-c", BARE], "bare app"),
        "read": lambda: seconds_until(quizapp(), "not begun"),
    }
    turns = in_turn(works, times, warm_up=min(1, times - 1))
    detail = f"{against(turns, 'home', 'bare')}; the decks are read after {ms(medians(turns)['read'])}"
    return Measured(ratios(turns, "home", "bare"), detail)


def seconds_until(
    command: Sequence[str],
    words: str,
    size: tuple[int, int] = (120, 40),
    environment: Mapping[str, str] | None = None,
) -> float:
    """The time from the start of a program to these words in its terminal."""
    with Terminal(command, size, environment, in_control=False) as terminal:
        return terminal.sees(words) - terminal.began
