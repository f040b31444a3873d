"""The decks that a command is given: files, folders, or names of bundled decks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from quizapp.deck import Deck
from quizapp.reading import DeckError, read_deck


def deck_files(names: Sequence[str]) -> list[Path]:
    """The files that are meant, each once; all bundled decks if no name is given."""
    from quizapp import library

    return library.deck_paths(names)


def read_all(paths: Iterable[Path]) -> tuple[list[Deck], list[DeckError]]:
    """The decks that can be read, and what is wrong with the others."""
    decks: list[Deck] = []
    mistakes: list[DeckError] = []
    for path in paths:
        try:
            decks.append(read_deck(path))
        except DeckError as error:
            mistakes.append(error)
    return decks, mistakes


def read_or_complain(paths: Iterable[Path]) -> list[Deck]:
    """The decks that can be read; what is wrong with the others is said on stderr."""
    decks, mistakes = read_all(paths)
    for mistake in mistakes:
        click.echo(f"{mistake}\n", err=True)
    return decks
