"""`quizapp sweep`: one experiment over all combinations of some settings, as a table, a chart, CSV, SVG or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizapp.commands.support.clusters import cluster_or_none, scheduler_option
from quizapp.commands.support.field_command import command_with_fields
from quizapp.commands.support.option_values import new_file, whole

if TYPE_CHECKING:
    from quizapp.sweeps.grid import Grid
    from quizapp.sweeps.measured import Measured

SEEDS = 20


@command_with_fields("Measure an experiment over a grid of settings: table, chart, CSV.")
@click.option(
    "--vary", "varied", metavar="FIELD=VALUES", multiple=True, required=True,
    help="What to vary, and over what: init=he_normal,xavier_normal, depth=5:50:5 (from 5 to 50 by 5), "
    "learning_rate=0.001:1:x10 (each ten times the last), init.std=0.01,0.1. Several make a grid.",
)  # fmt: skip
@click.option(
    "--measure", "measures", metavar="TEXT", multiple=True, required=True,
    help="A number as in claims, such as 'log10(delta[1] / delta[-1])', or a claim such as 'loss < 0.1', "
    "whose share of networks is counted. May be repeated.",
)  # fmt: skip
@click.option(
    "--seeds", "networks", callback=whole(1, 10_000), metavar="N",
    help=f"How many networks at each place of the grid.  [default: {SEEDS}]",
)  # fmt: skip
@click.option("--jobs", callback=whole(1, 64), metavar="N", help="Processes to run on.  [default: 2, or 1 on one core]")
@scheduler_option
@click.option("--csv", "csv_file", type=click.Path(dir_okay=False, path_type=Path), callback=new_file,
    help="Write what was measured to this file, a line for each place and measure.",
)  # fmt: skip
@click.option("--svg", "svg_file", type=click.Path(dir_okay=False, path_type=Path), callback=new_file,
    help="Write the charts to this file; of several, each to one with a number in its name.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, with the number of each network.")
@click.option("--cache/--no-cache", "cached", default=True, help="Whether to keep what was measured.  [default: keep]")
@click.option("--columns", callback=whole(40, 500), metavar="N",
    help="Width of the charts.  [default: the terminal's, at most 100]",
)  # fmt: skip
@click.option("--ascii", "in_ascii", is_flag=True, help="Draw with ASCII characters only.")
@click.pass_context
def sweep(
    context: click.Context,
    /,
    deck: str | None,
    experiment: str | None,
    varied: Sequence[str],
    measures: Sequence[str],
    networks: int | None,
    jobs: int | None,
    scheduler: str | None,
    csv_file: Path | None,
    svg_file: Path | None,
    as_json: bool,
    cached: bool,
    columns: int | None,
    in_ascii: bool,
    **fields: Any,
) -> None:
    """Run one experiment with all combinations of some settings, and measure each.

    The experiment is that of the other options, which are its fields. Whatever has run is kept: a sweep that was
    stopped is gone on with by the same command, and a wider one runs only what is new.
    """
    from quizapp.commands.support import sweep_output
    from quizapp.commands.support.experiment_options import chosen

    grid = _grid(varied, measures, chosen(context, deck, experiment, fields))
    sweep_output.check_targets(csv_file, svg_file)
    found = _run(grid, networks or SEEDS, jobs, scheduler, cached)
    if as_json:
        sweep_output.print_json(grid, found)
    else:
        sweep_output.print_text(grid, found, columns, in_ascii)
    if csv_file is not None:
        sweep_output.write_csv(grid, found, csv_file)
    if svg_file is not None:
        sweep_output.write_svg(grid, found, svg_file)


def _grid(varied: Sequence[str], measures: Sequence[str], base: Any) -> Grid:
    from quizapp.sweeps.grid import read_field, read_grid
    from sim.registry import BadValue

    try:
        fields = [read_field(text) for text in varied]
    except BadValue as error:
        raise click.ClickException(f"--vary: {error}") from None
    try:
        return read_grid(fields, base, measures)
    except BadValue as error:
        raise click.ClickException(str(error)) from None


def _run(grid: Grid, networks: int, jobs: int | None, scheduler: str | None, cached: bool) -> Sequence[Measured]:
    from quizapp.commands.support.progress import progress_bar
    from quizapp.runs.batch import default_jobs, ends_of
    from quizapp.runs.disk_cache import user_cache
    from quizapp.sweeps.measured import measured

    cache = user_cache() if cached else None
    with cluster_or_none(scheduler) as cluster, progress_bar() as progress:
        try:
            ends = ends_of(grid.needed(), networks, jobs or default_jobs(), progress, cache, cluster=cluster)
        except KeyboardInterrupt:
            kept = "what has run is kept: the same command goes on from there" if cache else "nothing was kept"
            click.echo(f"\nstopped; {kept}", err=True)
            raise
    return measured(grid, ends)


COMMAND = sweep
