"""`quizapp room report`: what a room's votes came to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizapp.commands.support.progress import progress_bar

if TYPE_CHECKING:
    from quizapp.room.report.log import Log
    from quizapp.room.report.marks import Marked

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Both votes, who moved where, the gain, certainty, and the networks.")
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
    with progress_bar("marking answers") as progress:
        marks = marked(log, lessons, progress)
    text = _text(log, marks, form, names, {} if no_runs or form != "html" else _runs(log, lessons))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="")
        click.echo(f"{output} is written", err=True)
    return 0


def _text(log: Log, marks: Marked, form: str | None, names: bool, runs: dict[str, Any]) -> str:
    import json

    from quizapp.deck.reader.problems import printable
    from quizapp.room.report.answers import as_csv, rows, vote_as_data
    from quizapp.room.report.lines import report_lines
    from quizapp.room.report.log import hands
    from quizapp.room.report.page import report_page
    from quizapp.room.report.questions import question_reports

    if form == "csv":
        return as_csv(log, rows(log, marks, names))
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
            "hands": [vars(each) for each in hands(log)],
            "votes": [vote_as_data(row.vote) for row in rows(log, marks)],
        }
        return json.dumps(data, indent=1, allow_nan=False) + "\n"
    return "".join(f"{printable(line)}\n" for line in report_lines(log, reports))


def _runs(log: Log, lessons: Any) -> dict[str, Any]:
    """The networks of all questions that were asked."""
    asked = [item.question for _, item in log.asked]
    found = {}
    with progress_bar("running networks") as progress:
        for number, question in enumerate(asked):
            progress(number, len(asked))
            found[question] = lessons.of(question).runs()
        progress(len(asked), len(asked))
    return found


COMMAND = report
