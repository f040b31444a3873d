"""`quizapp decks`: the decks that can be named, where they are, and which of them have mistakes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from quizapp.deck.finder import FoundDeck
    from quizapp.deck.summary import Listing

Row = tuple["FoundDeck", "Listing"]


@click.command(short_help="List the decks that can be found, and where they are.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def decks(as_json: bool) -> None:
    """List the decks that can be given by name: in ./questions, in your own folder, and those that come with quizapp.

    Where two have the same name, it means the one that is listed first. A deck of more than 256 KB is listed without
    being read in full, so it may have mistakes that only `quizapp check` or playing it shows.
    """
    from quizapp.deck.finder import found_decks
    from quizapp.deck.summary import listed

    rows = [(found, listed(found.path)) for found in found_decks()]
    if as_json:
        _print_json(rows)
    else:
        _print_text(rows)


def _print_text(rows: list[Row]) -> None:
    from quizapp.deck.finder import Place, folder_of
    from quizapp.deck.reader.problems import printable

    for place, group in groupby(rows, lambda row: row[0].place):
        click.echo(f"{place.value}:")
        for found, listing in group:
            click.echo(printable(f"  {found.name}: {_about(found, listing)}"))
            click.echo(printable(f"    {found.path}"))
        click.echo()
    click.echo(f"Decks in ./questions and in {folder_of(Place.YOURS)} are found by their names.")


def _about(found: FoundDeck, listing: Listing) -> str:
    if listing.problem is not None:
        about = f"has mistakes: run quizapp check {found.path}"
    else:
        about = f"{listing.title} ({listing.questions} question{'s' * (listing.questions != 1)})"
    return f"{about}; the name means {found.hidden_by}" if found.hidden_by else about


def _print_json(rows: list[Row]) -> None:
    import json

    click.echo(json.dumps({"decks": [_data(found, listing) for found, listing in rows]}, indent=1))


def _data(found: FoundDeck, listing: Listing) -> dict[str, Any]:
    broken = listing.problem is not None
    return {
        "name": found.name,
        "title": None if broken else listing.title,
        "questions": None if broken else listing.questions,
        "from": found.place.name.lower(),
        "path": str(found.path),
        "mistakes": listing.mistakes,
        "hidden_by": None if found.hidden_by is None else str(found.hidden_by),
    }


COMMAND = decks
