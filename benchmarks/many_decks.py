"""Ten decks of 1,000 questions: how long it takes to list them, and to see them at home, against one small deck."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.first_paint import seconds_until
from benchmarks.processes import quizapp
from benchmarks.reading_decks import questions_of_the_first_deck
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, in_turn, ratios, seconds_of
from quizapp.deck.finder import find_deck
from quizapp.deck.summary import glance, in_full

DECKS = 10
#: Columns and lines of the terminal, in which all decks are seen at once.
TERMINAL = (120, 60)


def rows(size: Size) -> Iterator[Row]:
    """Listing the decks, and seeing them at home."""
    questions, times = size.of((1000, 5), tiny=(7, 1))
    listing = "list 10 decks of 1,000 questions / read one of them"
    yield Row("listing", listing, lambda: _listing(questions, times), at_most=1)
    home = "home with 10 decks of 1,000 questions / with one small deck"
    yield Row("home", home, lambda: _home(questions, times), at_most=2)


def _listing(questions: int, times: int) -> Measured:
    with _decks(questions) as paths:
        works = {
            "glance": lambda: seconds_of(lambda: [glance(path) for path in paths]),
            "read": lambda: seconds_of(lambda: in_full(paths[0])),
        }
        turns = in_turn(works, times)
    return Measured(ratios(turns, "glance", "read"), f"{against(turns, 'glance', 'read')} for reading one")


def _home(questions: int, times: int) -> Measured:
    small = Path(find_deck("weight-initialization"))
    few = in_full(small).questions
    with _decks(questions) as paths:
        works = {"many": lambda: _listed([*paths, small], questions), "one": lambda: _listed([small] * 2, few)}
        turns = in_turn(works, times, warm_up=min(1, times - 1))
    detail = f"{against(turns, 'many', 'one')} until the questions of a deck are listed"
    return Measured(ratios(turns, "many", "one"), detail)


@contextmanager
def _decks(questions: int) -> Iterator[Sequence[Path]]:
    """The files of DECKS decks of as many questions, for as long as the `with` statement lasts."""
    deck = questions_of_the_first_deck(questions)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"deck-{number}.yaml") for number in range(DECKS)]
        for path in paths:
            path.write_text(deck, encoding="utf-8")
        yield paths


def _listed(decks: Sequence[Path], questions: int) -> float:
    """The time from the start of the program to a deck of as many questions on its home screen."""
    return seconds_until([*quizapp(), "play", *map(str, decks)], f" {questions} questions", TERMINAL)
