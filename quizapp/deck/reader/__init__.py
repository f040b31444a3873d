"""Decks from files: `read_deck(path)` gives a Deck, or raises a DeckError with every mistake at its line and column."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.deck.model import Deck
from quizapp.deck.reader.including import Known, Others
from quizapp.deck.reader.problems import DeckError, Problem, format_problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.text import hidden_characters, read_source, whole_file
from quizapp.deck.reader.tree import compose
from quizapp.deck.reader.validation import deck_from

__all__ = ["DeckError", "Problem", "format_problem", "read_deck", "read_decks", "read_text"]


def read_deck(path: Path | str) -> Deck:
    """The deck in a file, or DeckError."""
    return _read_file(Path(path))


def read_decks(paths: Iterable[Path]) -> Iterator[Deck | DeckError]:
    """The deck in each file, or what is wrong with it; what one includes of the others is read once."""
    known: Known = {}
    for path in paths:
        found = known.get(path)
        try:
            yield found if isinstance(found, Deck) else _read_file(path, known=known)
        except DeckError as error:
            yield error


def read_text(text: str, name: Path | str = "deck.yaml") -> Deck:
    """The deck that a text says, as if it were in the file `name`, or DeckError."""
    return _deck(Source(Path(name), text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")))


def _read_file(path: Path, trail: tuple[str, ...] = (), known: Known | None = None) -> Deck:
    return _deck(read_source(path), trail, known)


def _deck(source: Source, trail: tuple[str, ...] = (), known: Known | None = None) -> Deck:
    others = Others(_read_file, (*trail, os.path.realpath(source.path)), {} if known is None else known)
    with _nothing_thrown_away():
        return _read(source, others)


def _read(source: Source, others: Others) -> Deck:
    hidden = hidden_characters(source)
    if hidden:
        raise DeckError(source.path, hidden)
    root, problems, complete = compose(source)
    if root is None and not problems:
        raise whole_file(source.path, "this file is empty; `quizapp new` writes a deck to start from")
    deck = None
    if complete:
        deck, found = deck_from(source, root, others)
        problems.extend(found)
    if deck is None or problems:
        raise DeckError(source.path, problems)
    return deck


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Without the search for unused objects in circles: there are none, and it takes a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
