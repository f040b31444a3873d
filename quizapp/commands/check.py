"""`quizapp check`: first all mistakes in the writing of all files, then every claim by simulation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from quizapp.commands.values import whole

if TYPE_CHECKING:
    from quizapp.checking import Report
    from quizapp.deck import Deck

Progress = Callable[[int, int], None]


@click.command(short_help="Check how decks are written, and their claims by simulation.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--static", is_flag=True, help="Only how the files are written; run nothing.")
@click.option(
    "--seeds",
    metavar="N",
    callback=whole(1, 1000),
    default="20",
    show_default=True,
    help="Networks to judge each claim on.",
)
@click.option("--jobs", metavar="N", callback=whole(1, 64), help="Processes to run on.  [default: 2, or 1 on one core]")
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "markdown"]), default="text", show_default=True,
    help="A table, JSON, annotations of GitHub Actions, or a table in Markdown.",
)  # fmt: skip
def check(paths: Sequence[str], static: bool, seeds: int, jobs: int | None, style: str) -> int:
    """Check decks: files, folders, or names of bundled decks (all of these if none is given).

    Every mistake of every file is shown at its line and column. Then each claim is judged by simulation, on its
    experiment and on its control; where the outcome is not what the deck says, the check fails.
    """
    from quizapp.commands.files import deck_files, read_all
    from quizapp.commands.reports import STYLES

    decks, mistakes = read_all(deck_files(paths))
    reports = [] if static else _judged(decks, seeds, jobs)
    STYLES[style](decks, mistakes, reports)
    return 1 if mistakes or any(report.problems for report in reports) else 0


def _judged(decks: Sequence[Deck], seeds: int, jobs: int | None) -> list[Report]:
    from quizapp.checking import check_decks
    from quizapp.measuring import default_jobs

    with _progress_bar() as progress:
        return check_decks(decks, seeds, jobs or default_jobs(), progress)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar on stderr if somebody is watching."""
    with click.progressbar(
        length=1, label="running networks", file=sys.stderr, hidden=not sys.stderr.isatty(), show_eta=False
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show
