"""Ten decks of 1,000 questions: how long it takes to list them, and to see them at home, against one small deck."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.command_help import quizapp
from benchmarks.reading_decks import seconds, thousand_questions
from benchmarks.table import Row, in_turn, ms
from benchmarks.terminal import Terminal
from quizapp.deck.finder import find_deck
from quizapp.deck.summary import glance, in_full

DECKS, TIMES = 10, 5


def rows() -> Iterator[Row]:
    """Two rows."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"deck-{number}.yaml") for number in range(DECKS)]
        for path in paths:
            path.write_text(thousand_questions(), encoding="utf-8")
        yield _listing(paths)
        yield _home(paths)


def _listing(paths: Sequence[Path]) -> Row:
    found = in_turn(
        {
            "glance": lambda: seconds(lambda: [glance(path) for path in paths]),
            "read": lambda: seconds(lambda: in_full(paths[0])),
        },
        TIMES,
    )
    detail = f"{ms(found['glance'])} for {DECKS} decks against {ms(found['read'])} for reading one"
    return Row(
        "list 10 decks of 1,000 questions / read one of them", found["glance"] / found["read"], detail, at_most=1
    )


def _home(paths: Sequence[Path]) -> Row:
    small = str(find_deck("weight-initialization"))
    found = in_turn(
        {
            "many": lambda: _listed([*map(str, paths), small], "1000 questions"),
            "one": lambda: _listed([small] * 2, "15"),
        },
        TIMES,
    )
    detail = f"{ms(found['many'])} against {ms(found['one'])} until the questions of each deck are listed"
    return Row("home with 10 decks of 1,000 questions / with one deck", found["many"] / found["one"], detail, at_most=2)


def _listed(decks: Sequence[str], words: str) -> float:
    """The time from the start of the program to the words in its terminal."""
    with Terminal([*quizapp(), "play", *decks], (120, 60), in_control=False) as terminal:
        return terminal.sees(words) - terminal.began
