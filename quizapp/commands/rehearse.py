"""`quizapp rehearse`: a workshop with simulated learners, to see how it goes before anybody comes."""

from __future__ import annotations

from pathlib import Path

import click

from quizapp.commands.support.option_values import whole

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Try a workshop with simulated learners.")
@click.argument("deck")
@click.option("--bots", metavar="N", default=40, show_default=True, callback=whole(1, 1000), help="How many learners.")
@click.option(
    "--seed",
    metavar="N",
    default=7,
    show_default=True,
    callback=whole(0, 2**31 - 1),
    help="Decides who they are and all that is drawn.",
)
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0, 600), help="The time over which they vote."
)
@click.option("--data", metavar="FILE", type=FILE, help="The room's file.  [default: in the data folder]")
@click.option("--headless", is_flag=True, help="Go through all questions without a screen, and print the report.")
def rehearse(deck: str, bots: int, seed: int, seconds: float, data: Path | None, headless: bool) -> int:
    """Run DECK with simulated learners, whose abilities differ and whose mistakes are those that the deck knows of.

    It is marked as a rehearsal on every screen, and in its report.
    """
    from quizapp.commands.host import made_room
    from quizapp.room.store.file import Unusable

    try:
        path = made_room(deck, data, seed, {"nicknames": True, "keep_days": 1, "rehearsal": True})
        return _played(path, bots, seed, seconds) if headless else _hosted(path, bots, seed, seconds)
    except Unusable as error:
        raise click.ClickException(str(error)) from None


def _played(path: Path, bots: int, seed: int, seconds: float) -> int:
    """The whole session without a screen, then its report."""
    from quizapp.commands.support.progress import progress_bar
    from quizapp.room.before.rehearsal import play
    from quizapp.room.report.lines import report_lines
    from quizapp.room.report.log import read
    from quizapp.room.report.marks import marked
    from quizapp.room.report.questions import question_reports
    from quizapp.room.runs.lesson import Lessons

    with progress_bar("rehearsing") as progress:
        play(path, bots, seed, seconds, progress)
    log = read(path)
    marks = marked(log, Lessons(log.deck, log.about.seed))
    click.echo("\n".join(report_lines(log, list(question_reports(log, marks)))))
    click.echo(f"the room is in {path}", err=True)
    return 0


def _hosted(path: Path, bots: int, seed: int, seconds: float) -> int:
    """The facilitator's screen, with simulated learners in the room; the server ends with it."""
    from quizapp.commands.support.room_screen import must_have_screen, on_screen
    from quizapp.room.before.rehearsal import begun
    from quizapp.room.host.running import ended
    from quizapp.room.server.listening import Where

    must_have_screen()
    begun(path, bots, seed, seconds)
    try:
        return on_screen(path, Where(), stays=False)
    finally:
        ended(path)


COMMAND = rehearse
