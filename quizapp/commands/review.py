"""`quizapp review`: practise what is due, on the whole screen or line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizapp.commands.support.option_values import whole
from quizapp.commands.support.records import now_here, profile_option, settings_in_force, settings_told
from quizapp.record.place import NOBODY_ELSE

if TYPE_CHECKING:
    from quizapp.record.record import Record
    from quizapp.review.today import Today
    from quizapp.settings.model import Settings

PLAIN_INSTEAD = "`quizapp review --plain` asks line by line"


@click.command(short_help="Practise what is due today.")
@click.option(
    "--limit", metavar="N", callback=whole(1, 500), help="At most so many questions.  [default: the daily limit]"
)
@click.option("--deck", metavar="DECK", help="Only of this deck: a file, a folder, or a name.")
@click.option("--plain", is_flag=True, help="Line by line: for screen readers, slow connections and pipes.")
@profile_option()
def review(limit: int | None, deck: str | None, plain: bool, profile: str | None) -> int:
    """Practise the questions that are due: what was certain and wrong first, then what is most likely forgotten.

    When a question is due follows from your answers and how certain you were (FSRS); variants, the order of options
    and the networks are others each time.
    """
    import sys

    from quizapp.record.record import open_record
    from quizapp.review.today import headline

    settings = settings_in_force().settings
    record = open_record(profile or NOBODY_ELSE)
    found = _today(record, settings, deck, limit)
    for sentence in record.news():
        click.echo(sentence, err=True)
    if not found.due:
        click.echo(f"{headline(found)[:1].upper()}{headline(found)[1:]}.")
        return 0
    record.back_up_today()
    if not plain and not settings.is_on("plain"):
        return _on_whole_screen(found, profile or NOBODY_ELSE)
    from quizapp.plain.review import review_plainly

    settings = settings_told()
    if sys.stdin is None:
        raise click.ClickException("standard input is closed, and answers are read from it; use < FILE, or a terminal")
    return review_plainly(found, record, sys.stdin, sys.stdout, asks_certainty=settings.is_on("certainty"))


def _today(record: Record, settings: Settings, deck: str | None, limit: int | None) -> Today:
    """What there is to do with a deck or with all that can be read, `limit` questions of it."""
    from quizapp.commands.support.files import deck_files, read_all, read_or_complain
    from quizapp.review.schedule import Aims, done_on
    from quizapp.review.today import today

    decks = read_all(deck_files(()))[0] if deck is None else read_or_complain(deck_files([deck]))
    attempts, now = record.attempts(), now_here()
    daily = int(settings.number("daily_limit")) if limit is None else limit + done_on(attempts, now)
    aims = Aims(settings.number("retention"), int(settings.number("longest_interval")), daily)
    return today(decks, attempts, now, aims)


def _on_whole_screen(found: Today, profile: str) -> int:
    from quizapp.text.terminal import left_as_found, why_not_full_screen

    reason = why_not_full_screen()
    if reason is not None:
        raise click.ClickException(f"nothing can be drawn here, because {reason}; {PLAIN_INSTEAD}")
    from quizapp.ui import run_app

    with left_as_found():
        return run_app([each.deck.path for each in found.decks], profile=profile, review=found)


COMMAND = review
