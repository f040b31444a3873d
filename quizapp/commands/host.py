"""`quizapp host`: a room for a deck, with the facilitator's screen or without any (--headless)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizapp.commands.support.open_rooms import come_back
from quizapp.commands.support.option_values import whole
from quizapp.commands.support.room_screen import must_have_screen, on_screen

if TYPE_CHECKING:
    from quizapp.room.server.listening import Where
    from quizapp.room.server.serve import Served

#: For how many days a room in the data folder is kept after it was last used.
KEEP_DAYS = 30
NO_DECK = "name a deck, or a room's file to go on with: `quizapp host DECK` or `quizapp host --resume FILE`"


@click.command(short_help="Run a deck with a room of people.")
@click.argument("deck", required=False)
@click.option("--headless", is_flag=True, help="Serve, and print one line of JSON with the address; no screen.")
@click.option("--hands", is_flag=True, help="Nobody has a phone: you type how many hands were raised.")
@click.option(
    "--address",
    metavar="ADDRESS",
    help="Where to be reached; 0.0.0.0 is every address of this machine.  [default: 127.0.0.1, this machine alone]",
)
@click.option("--port", metavar="P", callback=whole(0, 65535), help="The port.  [default: 8000, or the next free one]")
@click.option(
    "--data",
    "data",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The room's file.  [default: in the data folder]",
)
@click.option(
    "--resume",
    "resume",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Go on with the room of a file.",
)
@click.option("--nicknames", is_flag=True, help="Let people choose their names; else they get pseudonyms.")
@click.option(
    "--keep-days",
    metavar="N",
    callback=whole(1, 3650),
    help="People are told that answers are kept for so long, and a room in the data folder is then deleted.  "
    "[default: 30 in the data folder; for ever in a file of --data]",
)
@click.option(
    "--seed", metavar="N", callback=whole(0, 2**31 - 1), help="Decides variants, the order of choices and the networks."
)
@click.option(
    "--public-url", metavar="URL", help="The address by which people come, if another machine passes them on."
)
@click.option(
    "--tls-cert",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A certificate, for https.",
)
@click.option(
    "--tls-key", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE", help="Its key."
)
def host(
    deck: str | None,
    headless: bool,
    hands: bool,
    address: str | None,
    port: int | None,
    data: Path | None,
    resume: Path | None,
    nicknames: bool,
    keep_days: int | None,
    seed: int | None,
    public_url: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
) -> int:
    """Run a deck with a room of people: they vote, discuss, vote again, and watch their answers run.

    Nothing but this machine reaches the room before an --address is chosen.
    """
    from quizapp.room.server.addresses import LOOPBACK
    from quizapp.room.server.listening import Where
    from quizapp.room.store.file import Unusable

    if not headless:
        must_have_screen()
    where = Where(address or LOOPBACK, port, (), public_url, tls_cert, tls_key)
    try:
        path = resume or (come_back(deck, headless) if deck else None)
        path = path or made_room(deck, data, seed, _kept({"nicknames": nicknames}, keep_days, data))
        return _headless(path, where) if headless else on_screen(path, where, address, hands)
    except Unusable as error:
        raise click.ClickException(str(error)) from None


def _kept(settings: dict[str, Any], keep_days: int | None, data: Path | None) -> dict[str, Any]:
    """Settings with how long answers are kept: a promise that only the data folder keeps by itself."""
    return {**settings, "keep_days": keep_days if keep_days or data else KEEP_DAYS}


def made_room(deck: str | None, data: Path | None, seed: int | None, settings: dict[str, Any]) -> Path:
    """The file of a new room."""
    from quizapp.commands.support.files import deck_files, list_or_complain
    from quizapp.deck.alone import text_alone
    from quizapp.deck.reader import read_deck
    from quizapp.room.server.serve import new_room

    if deck is None:
        raise click.UsageError(NO_DECK)
    paths = deck_files([deck])
    if len(paths) != 1:
        raise click.ClickException(f"{deck} holds {len(paths)} decks; name one of them")
    if not list_or_complain(paths, told=True):
        raise SystemExit(1)
    path = data or _in_data_folder(paths[0].stem)
    text = text_alone(read_deck(paths[0])) or paths[0].read_text(encoding="utf-8-sig")
    new_room(path, text, paths[0].name, settings, seed)
    return path


def _in_data_folder(name: str) -> Path:
    from datetime import datetime

    from quizapp.room.store.place import new_file, rooms_folder

    folder = rooms_folder()
    if folder is None:
        raise click.ClickException("there is no data folder here; name a file with --data")
    _delete_overdue(folder)
    return new_file(folder, name, datetime.now())


def _delete_overdue(folder: Path) -> None:
    """Delete the rooms that were to be kept until now and no longer, and say so."""
    from quizapp.room.report.purging import delete, overdue

    for old in overdue(folder):
        if not delete([old]):
            click.echo(f"{old.path.name} is deleted: {old.keep_days} days have gone since it was used", err=True)


def _headless(path: Path, where: Where) -> int:
    from quizapp.room.server.addresses import EVERYWHERE
    from quizapp.room.server.serve import serve

    if where.address in EVERYWHERE:
        click.echo("note: the room answers at every address of this machine, those of other networks too", err=True)

    def told(served: Served) -> None:
        click.echo(served.as_json())

    serve(path, where, told)
    return 0


COMMAND = host
