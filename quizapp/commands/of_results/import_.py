"""`quizapp results import`: answers from an earlier export, merged into the record."""

from __future__ import annotations

from pathlib import Path

import click

from quizapp.commands.support.records import now_here, profile_option, record_path, told_if_unusable


@click.command("import", short_help="Merge an export into your answers, each once.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@profile_option("Let all answers in the file be of this profile, and not of those that it names.")
@click.pass_obj
def import_(group_profile: str | None, file: Path, profile: str | None) -> None:
    """Merge answers that `quizapp results --export` wrote. What is kept already is not kept twice."""
    from quizapp.record.exporting import BadExport, read_export
    from quizapp.record.importing import import_attempts

    whose = profile or group_profile
    try:
        attempts = read_export(file)
    except BadExport as error:
        raise click.ClickException(str(error)) from None
    named = [each._replace(profile=whose) if whose else each for each in attempts]
    with told_if_unusable():
        done = import_attempts(record_path(), named, now_here())
    click.echo(
        f"{done.new} new answer{'s' * (done.new != 1)}; {done.known} {'was' if done.known == 1 else 'were'} known"
    )


COMMAND = import_
