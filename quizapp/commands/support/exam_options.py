"""The options that make an exam of a deck, and what is said where they do not go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from quizapp.commands.support.option_values import whole

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.play.exam import Kind
    from quizapp.record.record import Record
    from quizapp.review.exams import Wanted

Decorated = TypeVar("Decorated", bound=Callable[..., object])
MOST_MINUTES, MOST_QUESTIONS = 1440, 10_000


def exam_options() -> Callable[[Decorated], Decorated]:
    """The options `--exam`, `--questions`, `--minutes` and `--as`."""
    options = (
        click.option("--exam", is_flag=True, help="An exam on one deck: nothing is revealed before it is over."),
        click.option(
            "--questions",
            metavar="N",
            callback=whole(1, MOST_QUESTIONS),
            help="Of an exam: ask so many of the questions, as the seed decides.  [default: all]",
        ),
        click.option(
            "--minutes",
            metavar="M",
            callback=whole(1, MOST_MINUTES),
            help="Of an exam: its time, which runs on when you leave.  [default: no limit]",
        ),
        click.option(
            "--as",
            "test",
            type=click.Choice(["pre", "post"]),
            help="An exam before or after learning; after the second you are told the normalised gain.",
        ),
    )

    def decorate(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def wanted_exam(
    decks: Sequence[str],
    exam: bool,
    test: Kind | None,
    questions: int | None,
    minutes: int | None,
    seed: int | None,
    anew: bool,
) -> Wanted | None:
    """The exam that these options ask for, None if they ask for none; a message where they do not go together."""
    from quizapp.review.exams import Wanted

    if not exam and test is None:
        for name, value in (("--questions", questions), ("--minutes", minutes)):
            if value is not None:
                raise click.ClickException(f"{name} is for an exam; write --exam too, or --as pre")
        return None
    wanted = Wanted(test or "exam", questions, minutes, seed, anew)
    if len(decks) != 1:
        named = "none is named" if not decks else f"{len(decks)} are named"
        raise click.ClickException(f"an exam is on one deck, and {named}; write `quizapp play DECK {wanted.option}`")
    return wanted


def exam_deck(paths: Sequence[Path], wanted: Wanted, record: Record) -> Deck:
    """The deck of an exam, which can be had as it is wanted; a message where it cannot."""
    from quizapp.deck.reader import DeckError, read_deck
    from quizapp.review.exams import CannotSit, gone_on_with, planned

    if len(paths) != 1:
        raise click.ClickException(f"an exam is on one deck, and these are {len(paths)}; name the file of one")
    try:
        deck = read_deck(paths[0])
        if wanted.anew or gone_on_with(deck, wanted, record) is None:
            planned(deck, wanted, wanted.seed or 0, record)
    except DeckError as mistakes:
        raise click.ClickException(str(mistakes)) from None
    except CannotSit as why:
        raise click.ClickException(str(why)) from None
    return deck
