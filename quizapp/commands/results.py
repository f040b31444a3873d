"""`quizapp results`: what was answered, how it went, and how certain people were; and exports of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.option_values import new_file
from quizapp.commands.support.records import deck_name, now_here, profile_option, record_path, settings_in_force
from quizapp.discovery import discover

if TYPE_CHECKING:
    from quizapp.record.recorded import RecordedAttempt
    from quizapp.review.gains import Asked


@click.group(
    invoke_without_command=True, short_help="Show, export or merge what was answered (import, forget, restore)."
)
@click.option("--deck", metavar="DECK", help="The answers to one deck, by its name.")
@click.option(
    "--export", type=click.Choice(["csv", "json"]), help="Write all answers; docs/results.md lists the columns."
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=new_file,
    help="The file to export to.  [default: standard output]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--plain", is_flag=True, help="In words alone, as without --charts.")
@click.option("--charts", is_flag=True, help="Draw charts, too, and do not only tell them in words.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw in ASCII alone, as where the locale has no more.")
@profile_option()
@click.pass_context
def results(
    context: click.Context,
    deck: str | None,
    export: str | None,
    output: Path | None,
    as_json: bool,
    plain: bool,
    charts: bool,
    ascii_only: bool,
    profile: str | None,
) -> None:
    """Show how your answers went, and how well you judged them.

    Answers are kept in a file of your own on this machine and are never sent anywhere. Profiles keep several people
    apart; they have no passwords, so whoever uses your account can read all of them.
    """
    if context.invoked_subcommand is not None:
        context.obj = profile
        return
    if output is not None and export is None:
        raise click.UsageError("--output is for --export; say which, as in --export csv")
    if plain and charts:
        raise click.UsageError("--plain is words alone, and --charts draws; choose one of them")
    attempts, asked = _attempts(profile, deck_name(deck))
    if export is not None:
        _export(attempts, export, output)
    elif as_json:
        _show_as_json(attempts, asked)
    elif attempts:
        _show(attempts, asked, charts, ascii_only)
    else:
        _show_nothing(profile, deck_name(deck))


def _attempts(profile: str | None, deck: str | None) -> tuple[list[RecordedAttempt], Asked]:
    """The answers of a profile to one deck or all, and what tests asked; a record that is unusable ends the command."""
    from quizapp.record.place import NOBODY_ELSE
    from quizapp.record.record import Record

    if not record_path().exists():
        return [], {}
    own = Record(record_path(), profile or NOBODY_ELSE)
    attempts, asked, news = own.attempts(), own.questions_asked(), own.news()
    if own.not_saved is not None:
        raise click.ClickException(own.not_saved.reason)
    for sentence in news:
        click.echo(sentence, err=True)
    return [each for each in attempts if deck is None or each.deck == deck], asked


def _export(attempts: list[RecordedAttempt], form: str, output: Path | None) -> None:
    from quizapp.record.exporting import as_csv, as_json_text

    text = as_csv(attempts) if form == "csv" else as_json_text(attempts)
    if output is None:
        click.echo(text.encode(), nl=False)
    else:
        output.write_bytes(text.encode())
    click.echo(f"exported {len(attempts)} answer{'s' * (len(attempts) != 1)}", err=True)


def _show_as_json(attempts: list[RecordedAttempt], asked: Asked) -> None:
    import json

    from quizapp.review.report import report_as_data

    click.echo(json.dumps(report_as_data(attempts, now_here(), asked), indent=1, allow_nan=False))


def _show(attempts: list[RecordedAttempt], asked: Asked, charts: bool, ascii_only: bool) -> None:
    from quizapp.deck.reader.problems import printable
    from quizapp.review.prompts import prompts
    from quizapp.review.report import report_lines
    from quizapp.text import terminal
    from quizapp.text.run_report import Page

    page = Page(min(terminal.columns(), 80), ascii_only or terminal.ascii_only(), charts)
    aim = settings_in_force().settings.number("retention")
    asking = prompts({each.deck for each in attempts})
    click.echo("\n".join(map(printable, report_lines(attempts, now_here(), asked, page, charts, aim, asking))))


def _show_nothing(profile: str | None, deck: str | None) -> None:
    from quizapp.deck.reader.problems import printable

    whose, where = f" of {profile}" if profile else "", f" to {deck}" if deck else ""
    click.echo(printable(f"No answers{whose}{where} are kept yet; `quizapp play` asks questions."))


for _, command in discover("quizapp.commands.of_results", "COMMAND"):
    results.add_command(command)

COMMAND = results
