"""Rooms of a deck that are still being served, so that nobody opens a second one while people sit in the first."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click


def come_back(deck: str, headless: bool) -> Path | None:
    """The open room of this deck to which somebody comes back; None where there is none or another one is wanted.

    Where nobody can be asked, it is only said that there is one.
    """
    path = still_open(deck)
    if path is None:
        return None
    click.echo(f"A room of this deck is still open, perhaps with people in it:\n  {path}", err=True)
    if not is_asked(headless):
        click.echo(f"note: another one is opened; come back to that one with: quizapp host --resume {path}", err=True)
        return None
    return path if click.confirm("Come back to it? (n opens another)", default=True, err=True) else None


def is_asked(headless: bool) -> bool:
    """Whether somebody is there who can answer."""
    return not headless and sys.stdin.isatty()


def still_open(deck: str) -> Path | None:
    """The newest room of a deck in the data folder that a server answers for."""
    from quizapp.commands.support.files import deck_files
    from quizapp.room.host.running import found
    from quizapp.room.store.place import ENDING, rooms_folder

    folder, decks = rooms_folder(), deck_files([deck])
    if folder is None or len(decks) != 1:
        return None
    rooms = sorted(folder.glob(f"*{ENDING}"), reverse=True)
    return next((each for each in rooms if found(each) and _deck_of(each) == decks[0].name), None)


def _deck_of(path: Path) -> str | None:
    """The name of the deck of a room's file; None where it is no room."""
    from quizapp.room.store import file

    try:
        with closing(file.opened(path, read_only=True)) as connection:
            return file.about(connection).deck_name
    except file.Unusable:
        return None
