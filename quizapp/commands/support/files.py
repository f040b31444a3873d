"""The decks that a command is given: files, folders, or names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.deck.finder import NoSuchDeck, deck_paths

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.deck.reader import DeckError
    from quizapp.deck.summary import Listing


def deck_files(names: Sequence[str]) -> list[Path]:
    """The files that are meant, each once; all decks that can be found if no name is given."""
    try:
        return deck_paths(names)
    except NoSuchDeck as error:
        raise click.ClickException(str(error)) from None


def read_all(paths: Iterable[Path]) -> tuple[list[Deck], list[DeckError]]:
    """The decks that can be read, and what is wrong with the others."""
    from quizapp.deck.reader import DeckError, read_decks

    found = list(read_decks(paths))
    return (
        [each for each in found if not isinstance(each, DeckError)],
        [each for each in found if isinstance(each, DeckError)],
    )


def read_or_complain(paths: Iterable[Path]) -> list[Deck]:
    """The decks that can be read; what is wrong with the others is said on stderr."""
    decks, mistakes = read_all(paths)
    _complain(mistakes)
    return decks


def one_deck(name: str) -> Deck:
    """The one deck that is meant; what is wrong with it, or that there are several, ends the command."""
    files = deck_files([name])
    if len(files) != 1:
        raise click.ClickException(f"{name}: there are {len(files)} decks in this folder; name one of them")
    decks = read_or_complain(files)
    if not decks:
        raise click.exceptions.Exit(1)
    return decks[0]


def list_or_complain(paths: Iterable[Path], told: bool = True) -> list[Listing]:
    """The decks, or none if none can be played; then, or if it is to be `told`, stderr says what is wrong."""
    from quizapp.deck.summary import listed

    listings = [listed(path) for path in paths]
    playable = any(listing.problem is None for listing in listings)
    if told or not playable:
        _complain(listing.problem for listing in listings if listing.problem is not None)
    return listings if playable else []


def _complain(mistakes: Iterable[DeckError]) -> None:
    for mistake in mistakes:
        click.echo(f"{mistake}\n", err=True)
