"""`quizapp lab`: free play with two experiments side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.experiment import Experiment

INSTEAD = "`quizapp lab --plain` does the same line by line"


@click.command(short_help="Free play: turn every knob of two experiments, side by side.")
@click.argument("code", required=False, metavar="[CODE]")
@click.option("--deck", metavar="DECK", help="Start with an experiment of this deck: a file or a name.")
@click.option("--experiment", metavar="NAME", help="The name of that experiment.")
@click.option("--plain", is_flag=True, help="Line by line: for screen readers, slow connections and pipes.")
@click.option("--charts", is_flag=True, help="With --plain: draw charts, too, and do not only tell them in words.")
def lab(code: str | None, deck: str | None, experiment: str | None, plain: bool, charts: bool) -> int:
    """Turn every knob of two experiments that are drawn from the same random numbers, and see at once what it does.

    CODE is a line of letters and digits that the lab shows under y, and brings back both experiments.
    """
    from quizapp.commands.support.deck_experiments import named_experiment
    from quizapp.text.terminal import left_as_found, why_not_full_screen

    if code is not None:
        _check(code, deck or experiment)
    chosen = {str(experiment): named_experiment(deck, experiment)} if deck or experiment else {}
    if plain:
        return _plainly(chosen, code, charts)
    reason = why_not_full_screen()
    if reason is not None:
        raise click.ClickException(f"the lab cannot be drawn here, because {reason}; {INSTEAD}")
    from quizapp.ui.lab_app import run_lab

    with left_as_found():
        return run_lab(chosen, code)


def _check(code: str, other: str | None) -> None:
    """Refuse what is no code, and a code beside an experiment of a deck."""
    from quizapp.lab.code import BadCode, read_code

    if other is not None:
        raise click.UsageError("an experiment code brings its own experiments; leave out --deck and --experiment")
    try:
        read_code(code)
    except BadCode as error:
        raise click.ClickException(f"{code[:40]}: {error}") from None


def _plainly(chosen: dict[str, Experiment], code: str | None, charts: bool) -> int:
    import sys

    from quizapp.lab import comparison as comparisons
    from quizapp.lab.code import read_code
    from quizapp.plain.lab import lab_plainly

    if sys.stdin is None:
        raise click.ClickException("standard input is closed, and commands are read from it; use < FILE, or a terminal")
    start = comparisons.start()
    if code is not None:
        coded = read_code(code)
        start = comparisons.brought(start, coded.pair.a, coded.pair.b)
    for experiment in chosen.values():
        start = comparisons.brought(start, experiment)
    return lab_plainly(sys.stdin, sys.stdout, start, charts)


COMMAND = lab
