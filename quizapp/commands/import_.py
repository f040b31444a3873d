"""`quizapp import`: a deck of questions that were written for another quiz program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.exchange_help import FormatCommand
from quizapp.commands.support.option_values import new_file
from quizapp.exchange import import_names

if TYPE_CHECKING:
    from quizapp.exchange.format import Imported


def _carried() -> Sequence[tuple[str, str]]:
    from quizapp.exchange import importer

    return [(name, importer(name).carries) for name in import_names()]


@click.command(
    "import", cls=FormatCommand, carried=_carried, short_help="Make a deck of GIFT, Moodle XML, QTI or mkdocs-quiz."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "format_", type=click.Choice(import_names()), help="The file's format.  [default: by what stands in it]"
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=new_file,
    help="The deck to write.  [default: standard output]",
)
def import_(file: Path, format_: str | None, output: Path | None) -> int:
    """Make a deck of a question file.

    Experiments and claims are yours to add: the deck says TODO where they are missing. What could not be carried over,
    or was changed, is listed on stderr, with its line.
    """
    from quizapp.deck.reader import DeckError
    from quizapp.deck.reader.text import read_source
    from quizapp.exchange import importer
    from quizapp.exchange.deck_file import with_todos
    from quizapp.exchange.qti_package import is_package, read_package

    if output is not None and output.exists():
        raise click.ClickException(f"{output} is there already, and may hold work; name another file")
    try:
        if format_ in (None, "qti") and is_package(file):
            imported = read_package(file)
        else:
            source = read_source(file)
            imported = importer(format_ or _told_by(file, source.text)).read(source)
    except DeckError as error:
        click.echo(str(error), err=True)
        return 1
    text = with_todos(imported.deck)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
    _report(file, imported, output)
    return 0


def _told_by(file: Path, text: str) -> str:
    from quizapp.exchange.detection import Unknown, format_of

    try:
        return format_of(file, text)
    except Unknown as reason:
        raise click.ClickException(f"{file}: {reason}") from None


def _report(file: Path, imported: Imported, output: Path | None) -> None:
    from quizapp.deck.reader import format_problem

    for loss in imported.losses:
        click.echo(f"{format_problem(file, loss)}\n", err=True)
    then = f"; add experiments and claims, then run `quizapp check {output}`" if output else ""
    click.echo(f"imported {_count(len(imported.deck.questions), imported.of)}{then}", err=True)


def _count(questions: int, of: int) -> str:
    several = "s" * (of != 1)
    return f"{questions} question{several}" if questions == of else f"{questions} of {of} question{several}"


COMMAND = import_
