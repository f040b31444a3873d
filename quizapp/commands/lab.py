"""`quizapp lab`: free play with two experiments side by side."""

from __future__ import annotations

import click

INSTEAD = "`quizapp simulate` runs one experiment and prints its charts"


@click.command(short_help="Free play: turn every knob of two experiments, side by side.")
def lab() -> int:
    """Turn every knob of two experiments that are drawn from the same random numbers, and see at once what it does."""
    from quizapp.text.terminal import left_as_found, why_not_full_screen

    reason = why_not_full_screen()
    if reason is not None:
        raise click.ClickException(f"the lab cannot be drawn here, because {reason}; {INSTEAD}")
    from quizapp.ui.lab_app import run_lab

    with left_as_found():
        return run_lab()


COMMAND = lab
