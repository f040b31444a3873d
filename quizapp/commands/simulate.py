"""`quizapp simulate`: one experiment without a question, as charts in plain text, as JSON, or as arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from quizapp.commands.support.field_command import command_with_fields
from quizapp.commands.support.option_values import new_file, whole


@command_with_fields("Run one experiment: charts in plain text, JSON, or arrays.")
@click.option("--json", "as_json", is_flag=True, help="Print the measured numbers as JSON instead of charts.")
@click.option(
    "--every", callback=whole(1, 5000), metavar="N", help="In JSON, every N-th step and not only first and last."
)
@click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=new_file,
    help="Write the arrays at initialisation (.npz).",
)
@click.option(
    "--columns",
    callback=whole(40, 500),
    metavar="N",
    help="Width of the charts.  [default: the terminal's, at most 100]",
)
@click.option("--theory", "with_theory", is_flag=True, help="Draw what theory predicts over what is measured.")
@click.option("--ascii", "in_ascii", is_flag=True, help="Draw with ASCII characters only.")
@click.pass_context
def simulate(
    context: click.Context,
    /,
    deck: str | None,
    experiment: str | None,
    as_json: bool,
    every: int | None,
    save: Path | None,
    columns: int | None,
    with_theory: bool,
    in_ascii: bool,
    **fields: Any,
) -> None:
    """Run one experiment: each option of the first part is a field of it, with what it may be."""
    from quizapp.commands.support import simulation_output as simulation
    from quizapp.commands.support.experiment_options import chosen

    asked = chosen(context, deck, experiment, fields)
    if save is not None:
        simulation.save(asked, save)
    if as_json:
        simulation.print_json(asked, every)
    else:
        simulation.print_charts(asked, experiment or "run", columns, in_ascii, with_theory)


COMMAND = simulate
