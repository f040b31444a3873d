"""`quizapp results forget`: answers taken out of the record, after a question and a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizapp.commands.support.option_values import read_by
from quizapp.commands.support.records import (
    confirmed,
    deck_name,
    now_here,
    profile_option,
    record_path,
    told_if_unusable,
    yes_option,
)

if TYPE_CHECKING:
    from datetime import datetime


def _day(text: str) -> datetime:
    from datetime import datetime

    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError):
        raise ValueError(f"a date is written as in 2026-01-31, not {text[:40]!r}") from None


@click.command(short_help="Take answers out, after a question and a backup.")
@click.option("--deck", metavar="DECK", help="Those to one deck, by its name.")
@click.option("--before", metavar="DATE", callback=read_by(_day), help="Those from before a day, as in 2026-01-31.")
@click.option("--all", "everything", is_flag=True, help="All of them.")
@profile_option()
@yes_option()
@click.pass_obj
def forget(
    group_profile: str | None,
    deck: str | None,
    before: datetime | None,
    everything: bool,
    profile: str | None,
    yes: bool,
) -> None:
    """Take answers out of the record, with what was half done of them.

    A backup is made first; `quizapp results restore` lists it, and says where it lies if that is to go, too.
    """
    from quizapp.record.forgetting import Forgetting, count_to_forget
    from quizapp.record.place import NOBODY_ELSE

    if everything == bool(deck or before):
        raise click.UsageError("say what to forget: --deck DECK, --before DATE, or --all by itself")
    whose = profile or group_profile or NOBODY_ELSE
    what = Forgetting(whose, deck_name(deck), before)
    with told_if_unusable():
        count = count_to_forget(record_path(), what) if record_path().exists() else 0
        if not count:
            raise click.ClickException(f"there are no such answers of {whose}")
        question = f"Forget {count} answer{'s' * (count != 1)} of {whose}?"
        confirmed(question, yes, "nothing was forgotten")
        _forget(what, count)


def _forget(what: object, count: int) -> None:
    from quizapp.record.forgetting import Forgetting, forget

    assert isinstance(what, Forgetting)
    kept = forget(record_path(), what, now_here())
    click.echo(f"forgot {count} answer{'s' * (count != 1)}")
    if kept is not None:
        click.echo(f"a backup from before is {kept}; delete it if nothing is to be left")


COMMAND = forget
