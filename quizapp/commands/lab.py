"""`quizapp lab`: free play with two experiments side by side."""

from __future__ import annotations

import click

INSTEAD = "`quizapp simulate` runs one experiment and prints its charts"


@click.command(short_help="Free play: turn every knob of two experiments, side by side.")
@click.option("--deck", metavar="DECK", help="Start with an experiment of this deck: a file or a name.")
@click.option("--experiment", metavar="NAME", help="The name of that experiment.")
def lab(deck: str | None, experiment: str | None) -> int:
    """Turn every knob of two experiments that are drawn from the same random numbers, and see at once what it does."""
    from quizapp.commands.support.deck_experiments import named_experiment
    from quizapp.text.terminal import left_as_found, why_not_full_screen

    chosen = {str(experiment): named_experiment(deck, experiment)} if deck or experiment else {}
    reason = why_not_full_screen()
    if reason is not None:
        raise click.ClickException(f"the lab cannot be drawn here, because {reason}; {INSTEAD}")
    from quizapp.ui.lab_app import run_lab

    with left_as_found():
        return run_lab(chosen)


COMMAND = lab
