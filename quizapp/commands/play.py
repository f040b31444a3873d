"""`quizapp` and `quizapp play`: the quiz on the whole screen, or line by line with `--plain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.exam_options import exam_deck, exam_options, wanted_exam
from quizapp.commands.support.option_values import whole
from quizapp.commands.support.records import profile_option, settings_in_force, settings_told
from quizapp.record.place import NOBODY_ELSE

if TYPE_CHECKING:
    from quizapp.play.exam import Kind
    from quizapp.review.exams import Wanted

PLAIN_INSTEAD = "`quizapp play --plain` asks the same questions line by line"


@click.command(short_help="Play decks, on the whole screen or line by line (--plain).")
@click.argument("decks", nargs=-1, metavar="[DECK]...")
@click.option("--plain", is_flag=True, help="Line by line: for screen readers, slow connections and pipes.")
@click.option("--charts", is_flag=True, help="With --plain: draw charts, too, and do not only tell them in words.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw in ASCII alone, as where the locale has no more.")
@click.option(
    "--seed",
    metavar="N",
    callback=whole(0, 2**32 - 1),
    help="Decides the order of choices, which variant of a question that varies, and which of the judged networks are "
    "shown.  [default: another each time]",
)
@click.option("--anew", is_flag=True, help="Begin anew what was left in the middle.")
@exam_options()
@profile_option()
def play(
    decks: Sequence[str],
    plain: bool,
    charts: bool,
    ascii_only: bool,
    seed: int | None,
    anew: bool,
    exam: bool,
    questions: int | None,
    minutes: int | None,
    test: Kind | None,
    profile: str | None,
) -> int:
    """Play decks: files, folders, or names that `quizapp decks` lists (all of these if none is given).

    Answers are kept before they are marked, and a deck that was left in the middle goes on there; an exam, too, for
    which the clock ran on.
    """
    wanted = wanted_exam(decks, exam, test, questions, minutes, seed, anew)
    profile = profile or NOBODY_ELSE
    if plain or settings_in_force().settings.is_on("plain"):
        return _play_plainly(decks, seed, charts, ascii_only, anew, profile, wanted)
    return _on_whole_screen(decks, seed, profile, len(decks) == 1, ascii_only, anew, wanted)


def open_home() -> int:
    """Open the quiz on all decks that can be found."""
    settings = settings_in_force().settings
    if settings.is_on("plain"):
        return _play_plainly((), None, False, False, False, settings.word("profile"))
    return _on_whole_screen((), None, settings.word("profile"))


def _play_plainly(
    names: Sequence[str],
    seed: int | None,
    charts: bool,
    ascii_only: bool,
    anew: bool,
    profile: str,
    exam: Wanted | None = None,
) -> int:
    import sys

    from quizapp.commands.support.files import deck_files, list_or_complain
    from quizapp.plain import play_plainly
    from quizapp.record.record import open_record

    if sys.stdin is None:
        raise click.ClickException("standard input is closed, and answers are read from it; use < FILE, or a terminal")
    paths, record = deck_files(names), open_record(profile)
    decks = [exam_deck(paths, exam, record)] if exam else list_or_complain(paths, told=bool(names))
    if not decks:
        return 1
    asks = settings_told().is_on("certainty")
    record.back_up_today()
    return play_plainly(decks, seed, sys.stdin, sys.stdout, charts, ascii_only, record, anew, asks, exam)


def _on_whole_screen(
    names: Sequence[str],
    seed: int | None,
    profile: str,
    straight_into: bool = False,
    ascii_only: bool = False,
    anew: bool = False,
    exam: Wanted | None = None,
) -> int:
    from quizapp.text.terminal import left_as_found, why_not_full_screen

    reason = why_not_full_screen()
    if reason is not None:
        raise click.ClickException(f"the quiz cannot be drawn here, because {reason}; {PLAIN_INSTEAD}")
    from quizapp.commands.support.files import deck_files, list_or_complain

    paths = deck_files(names)
    if exam is not None:
        from quizapp.record.record import open_record

        exam_deck(paths, exam, open_record(profile))
    elif names and not list_or_complain(paths):
        return 1
    from quizapp.ui import run_app

    with left_as_found():
        return run_app(paths, seed, straight_into and len(paths) == 1, ascii_only, profile, anew, exam=exam)


COMMAND = play
