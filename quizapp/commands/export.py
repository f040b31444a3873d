"""`quizapp export`: a deck for other quiz programs, for paper, or for Anki."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.exchange_help import FormatCommand
from quizapp.commands.support.files import one_deck
from quizapp.commands.support.option_values import new_file, whole
from quizapp.exchange import export_names

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.exchange.format import Exported, Exporter

#: Seconds after which somebody who waits is told how far the networks have come.
PATIENCE = 0.5


def _carried() -> Sequence[tuple[str, str]]:
    from quizapp.exchange import exporter

    formats = [(name, exporter(name)) for name in export_names()]
    return [(name, f"{', '.join(each.types)}: {each.carries}") for name, each in formats]


@click.command(
    cls=FormatCommand, carried=_carried, short_help="Write a deck for Moodle, Anki, QTI, mkdocs-quiz or paper."
)
@click.argument("name", metavar="DECK")
@click.option("--to", "format_", type=click.Choice(export_names()), required=True, help="The format to write.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=new_file,
    help="The file to write.  [default: standard output]",
)
@click.option("--all-variants", is_flag=True, help="Every variant of the questions that vary, and not the first only.")
@click.option("--without-answers", is_flag=True, help="On paper: the questions alone.")
@click.option(
    "--seed",
    metavar="N",
    callback=whole(0, 2**32 - 1),
    help="On paper: decides the order of the choices.  [default: 0]",
)
def export(
    name: str, format_: str, output: Path | None, all_variants: bool, without_answers: bool, seed: int | None
) -> None:
    """Write a deck, a file or the name of a bundled one, in another format.

    No other format knows experiments and claims. What could not be carried over is listed on stderr.
    """
    from quizapp.exchange import exporter
    from quizapp.exchange.format import Missing

    chosen, deck = _for_paper(exporter(format_), format_, without_answers, seed), one_deck(name)
    deck = deck.with_all_variants() if all_variants else deck
    if output is None and not chosen.is_text and sys.stdout.isatty():
        raise click.ClickException(f"{format_} is not text; name a file, as in --output {deck.name}{chosen.ending}")
    try:
        exported = _written(chosen, deck)
    except Missing as error:
        raise click.ClickException(str(error)) from None
    if all(question.id in {loss.question for loss in exported.losses if loss.whole} for question in deck.questions):
        _report(deck, exported)
        raise click.ClickException(f"nothing was written: {format_} has none of the question types in this deck")
    _put(exported.content, output)
    _report(deck, exported)


def _for_paper(chosen: Exporter, name: str, without_answers: bool, seed: int | None) -> Exporter:
    """The exporter with what was asked of paper."""
    from quizapp.exchange.format import Paper

    if seed is None and not without_answers:
        return chosen
    if chosen.on_paper is None:
        option = "--without-answers" if without_answers else "--seed"
        raise click.UsageError(f"{option} is for what is printed, as in `--to html`; {name} is read by a program")
    on_paper, paper = chosen.on_paper, Paper(seed or 0, not without_answers)
    return replace(chosen, write=lambda deck, progress: on_paper(deck, progress, paper))


def _written(chosen: Exporter, deck: Deck) -> Exported:
    """The deck in the chosen format; how far its networks have come is shown to whoever has to wait."""
    started = time.monotonic()
    with click.progressbar(length=1, label="running networks", file=sys.stderr, show_eta=False, hidden=True) as bar:

        def show(done: int, total: int) -> None:
            bar.hidden = time.monotonic() - started < PATIENCE
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        return chosen.write(deck, show)


def _put(content: bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()  # what cannot be written is told before what was exported


def _report(deck: Deck, exported: Exported) -> None:
    from quizapp.exchange.losses import in_words

    left_out = sum(loss.whole for loss in exported.losses)
    count = len(deck.questions) - left_out
    click.echo(f"exported {count} of {len(deck.questions)} questions", err=True)
    if exported.losses:
        click.echo("not carried over:", err=True)
    for line in in_words(exported.losses, count):
        click.echo(f"  {line}", err=True)
    if any(len(deck.variants(question)) > 1 for question in deck.questions):
        click.echo("of questions that vary the first variant was written; --all-variants writes every one", err=True)


COMMAND = export
