"""`quizapp items`: what the answers of many learners say of questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.records import deck_name, now_here

if TYPE_CHECKING:
    from quizapp.record.recorded import RecordedAttempt


@click.command(short_help="Say how questions did, from the exports of many learners.")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--deck", metavar="DECK", help="The questions of one deck, by its name.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def items(files: Sequence[Path], deck: str | None, as_json: bool) -> None:
    """Say of each question how many were right, how well it tells learners apart, and what was picked.

    FILES are what `quizapp results --export` wrote, or rooms of workshops, of which the first votes count. The first
    answer of each learner counts. Under ten learners there are counts and intervals only.
    """
    import json

    from quizapp.deck.reader.problems import printable
    from quizapp.review.item_report import analysis_as_data, analysis_lines
    from quizapp.review.items import analyse

    attempts = [each for each in _read(files) if deck is None or each.deck == deck_name(deck)]
    if not attempts:
        raise click.ClickException("there are no answers in these files" + (f" to {deck}" if deck else ""))
    found = analyse(attempts, now_here())
    if as_json:
        click.echo(json.dumps(analysis_as_data(found), indent=1, allow_nan=False))
    else:
        click.echo("\n".join(map(printable, analysis_lines(found))))


def _read(files: Sequence[Path]) -> list[RecordedAttempt]:
    """The answers in all files; what is wrong with any of them ends the command."""
    from quizapp.record.exporting import BadExport, read_export

    found: list[RecordedAttempt] = []
    wrong: list[str] = []
    for file in files:
        try:
            found.extend(_of_room(file) if _is_database(file) else read_export(file))
        except BadExport as error:
            wrong.append(str(error))
    if wrong:
        raise click.ClickException("\n".join(wrong))
    return found


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(16) == b"SQLite format 3\0"


def _of_room(file: Path) -> list[RecordedAttempt]:
    """The first votes of a room."""
    from quizapp.commands.support.progress import progress_bar
    from quizapp.room.report.answers import attempts
    from quizapp.room.report.log import hands, read
    from quizapp.room.report.marks import marked
    from quizapp.room.runs.lesson import Lessons
    from quizapp.room.store.file import Unusable

    try:
        log = read(file)
    except Unusable as error:
        raise click.ClickException(str(error)) from None
    if raised := sum(sum(each.counts.values()) for each in hands(log)):
        click.echo(f"{file}: {raised} raised hands are left out, as nobody knows whose they are", err=True)
    with progress_bar("marking answers") as progress:
        return list(attempts(log, marked(log, Lessons(log.deck, log.about.seed), progress)))


COMMAND = items
