"""`quizapp results restore`: the backups of the record, and how to go back to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.records import confirmed, now_here, record_path, told_if_unusable, yes_option

if TYPE_CHECKING:
    from quizapp.record.backups import Backup


@click.command(short_help="List the backups, or go back to one.")
@click.argument("backup", required=False, metavar="[BACKUP]")
@yes_option()
def restore(backup: str | None, yes: bool) -> None:
    """List the backups of your answers, or go back to one, by its number in the list or by its file.

    A backup is made on each day on which answers are given, and seven are kept. What you have now is backed up first.
    """
    from quizapp.record.backups import answers_in, backups
    from quizapp.record.backups import restore as go_back

    found = backups(record_path())
    if backup is None:
        _list(found)
        return
    path = _meant(backup, found)
    with told_if_unusable():
        count = answers_in(path)
        question = f"Go back to {path.name}, with {count} answer{'s' * (count != 1)} of all profiles?"
        confirmed(question, yes, "nothing was restored")
        kept = go_back(record_path(), path, now_here())
    click.echo(f"restored {count} answer{'s' * (count != 1)}")
    if kept is not None:
        click.echo(f"what was there before is {kept}")


def _list(found: list[Backup]) -> None:
    from quizapp.record.backups import answers_in
    from quizapp.record.database import Unusable

    if not found:
        click.echo(f"There are no backups of {record_path()} yet.")
        return
    for number, each in enumerate(found, start=1):
        try:
            holds = f"{answers_in(each.path)} answers"
        except Unusable:
            holds = "damaged"
        click.echo(f"{number:>3}  {each.at.astimezone():%Y-%m-%d %H:%M}  {each.why.value:<14}  {holds}")
    click.echo(f"They lie in {found[0].path.parent}; `quizapp results restore 1` goes back to the first.")


def _meant(text: str, found: list[Backup]) -> Path:
    if text.isdecimal() and len(text) < 6:
        if not 1 <= int(text) <= len(found):
            raise click.ClickException(f"there is no backup {text}; `quizapp results restore` lists {len(found)}")
        return found[int(text) - 1].path
    named = [each.path for each in found if each.path.name == text]
    return named[0] if named else Path(text)


COMMAND = restore
