"""`quizapp room purge`: rooms deleted for good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import timedelta


def _age(context: click.Context, parameter: click.Parameter, text: str) -> timedelta:
    """An age such as 7d, 12h or 2w."""
    from datetime import timedelta

    found = re.fullmatch(r"(\d{1,4})([hdw])", text.strip())
    if found is None:
        raise click.BadParameter(f"write an age such as 12h, 7d or 2w, not {text[:40]!r}")
    number, unit = int(found[1]), {"h": "hours", "d": "days", "w": "weeks"}[found[2]]
    return timedelta(**{unit: number})


@click.command(short_help="Delete rooms of a certain age.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--older-than", "age", metavar="AGE", required=True, callback=_age, help="As in 12h, 7d or 2w.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(paths: tuple[Path, ...], age: timedelta, yes: bool) -> int:
    """Delete the files of rooms that nothing has happened in for so long: those of PATHS, or of the data folder."""
    from quizapp.room.report.purging import deletable, delete
    from quizapp.room.store.place import rooms_folder

    folders = paths or tuple(filter(None, [rooms_folder()]))
    found = deletable(folders, age)
    if not found:
        click.echo("there is no room of that age")
        return 0
    for each in found:
        click.echo(f"{each.path}: {each.code}, {each.people} people, last used {each.last:%Y-%m-%d %H:%M}")
    if not yes:
        click.confirm(f"Delete {'this room' if len(found) == 1 else f'these {len(found)} rooms'} for good?", abort=True)
    refused = delete(found)
    for line in refused:
        click.echo(line, err=True)
    return 1 if refused else 0


COMMAND = purge
