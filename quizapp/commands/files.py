"""The decks that a command is given: files, folders, or names of bundled decks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.library import ENDINGS, NoSuchDeck, bundled_decks, deck_paths, find_deck

if TYPE_CHECKING:
    from quizapp.deck import Deck
    from quizapp.reading import DeckError


def deck_files(names: Sequence[str]) -> list[Path]:
    """The files that are meant, each once; all bundled decks if no name is given."""
    if not names:
        return bundled_decks()
    return list(dict.fromkeys(path for name in names for path in _files(name)))


def _files(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        found = deck_paths([path])
        if not found:
            raise click.ClickException(f"{name}: there is no deck (*{' or *'.join(ENDINGS)}) in this folder or below")
        return found
    if path.exists() or path.suffix or len(path.parts) > 1:
        return [path]
    try:
        return [find_deck(name)]
    except NoSuchDeck as error:
        raise click.ClickException(str(error)) from None


def read_all(paths: Iterable[Path]) -> tuple[list[Deck], list[DeckError]]:
    """The decks that can be read, and what is wrong with the others."""
    from quizapp.reading import DeckError, read_deck

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
