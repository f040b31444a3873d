"""`quizapp room report` and `quizapp room purge`: what rooms leave behind, read and deleted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import timedelta

    from quizapp.room.report.log import Log
    from quizapp.room.report.marks import Marked

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(short_help="Read a workshop's votes (report), or delete old ones (purge).")
def room() -> None:
    """Read what a room left behind, or delete it."""


@room.command(short_help="Both votes, who moved where, the gain, certainty, and the networks.")
@click.argument("file", type=FILE)
@click.option("--json", "form", flag_value="json", help="Print all of it as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print one row for each vote of record, as CSV.")
@click.option("--html", "form", flag_value="html", help="Print one page with all charts, to be sent or printed.")
@click.option("--output", metavar="PATH", type=FILE, help="Write it to a file.")
@click.option("--names", is_flag=True, help="With the nicknames that people chose.")
@click.option("--no-runs", is_flag=True, help="With --html: without the networks, which take a while to run.")
def report(file: Path, form: str | None, output: Path | None, names: bool, no_runs: bool) -> int:
    """Report on the room of FILE: votes before and after, who moved where, the normalised gain, distractors, certainty.

    `quizapp items FILE` says how its questions did.
    """
    from quizapp.room.report.log import read
    from quizapp.room.report.marks import marked
    from quizapp.room.runs.lesson import Lessons
    from quizapp.room.store.file import Unusable

    try:
        log = read(file)
    except Unusable as error:
        raise click.ClickException(str(error)) from None
    lessons = Lessons(log.deck, log.about.seed)
    with _bar("marking answers") as progress:
        marks = marked(log, lessons, progress)
    text = _text(log, marks, form, names, {} if no_runs or form != "html" else _runs(log, lessons))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="")
        click.echo(f"{output} is written", err=True)
    return 0


def _bar(label: str) -> Any:
    from quizapp.commands.support.check_forecast import progress_bar

    return progress_bar(label)


def _text(log: Log, marks: Marked, form: str | None, names: bool, runs: dict[str, Any]) -> str:
    import json

    from quizapp.deck.reader.problems import printable
    from quizapp.room.report.answers import as_csv, rows, vote_as_data
    from quizapp.room.report.lines import report_lines
    from quizapp.room.report.page import report_page
    from quizapp.room.report.questions import question_reports

    if form == "csv":
        return as_csv(rows(log, marks, names))
    reports = list(question_reports(log, marks))
    if form == "html":
        return report_page(log, reports, runs)
    if form == "json":
        data = {
            "format": "quizapp-room",
            "version": 1,
            "code": log.about.code,
            "deck": log.deck.name,
            "title": log.deck.title,
            "created": log.about.created,
            "rehearsal": log.is_rehearsal,
            "people": len(log.people),
            "questions": [each.as_data() for each in reports],
            "votes": [vote_as_data(row.vote) for row in rows(log, marks)],
        }
        return json.dumps(data, indent=1, allow_nan=False) + "\n"
    return "".join(f"{printable(line)}\n" for line in report_lines(log, reports))


def _runs(log: Log, lessons: Any) -> dict[str, Any]:
    """The networks of all questions that were asked."""
    asked = [item.question for _, item in log.asked]
    found = {}
    with _bar("running networks") as progress:
        for number, question in enumerate(asked):
            progress(number, len(asked))
            found[question] = lessons.of(question).runs()
        progress(len(asked), len(asked))
    return found


def _age(context: click.Context, parameter: click.Parameter, text: str) -> timedelta:
    """An age such as 7d, 12h or 2w."""
    from datetime import timedelta

    found = re.fullmatch(r"(\d{1,4})([hdw])", text.strip())
    if found is None:
        raise click.BadParameter(f"write an age such as 12h, 7d or 2w, not {text[:40]!r}")
    number, unit = int(found[1]), {"h": "hours", "d": "days", "w": "weeks"}[found[2]]
    return timedelta(**{unit: number})


@room.command(short_help="Delete rooms of a certain age.")
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


COMMAND = room
