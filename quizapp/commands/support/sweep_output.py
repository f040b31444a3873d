"""The outputs of `quizapp sweep`: tables and charts with their sentences, JSON, CSV and SVG."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from quizapp.charts import plain, render
from quizapp.charts.vector import STYLE, svg
from quizapp.sweeps import pictures, tables
from quizapp.sweeps.grid import Grid
from quizapp.sweeps.measured import Measured
from quizapp.text import terminal
from quizapp.text.run_report import Page

#: Rows of a heat map or a line chart in a terminal.
HEIGHT = 14
#: What a picture that stands by itself lies on.
PAPER, SHEET = ".paper {fill: var(--paper)}\n", '<rect class="paper" width="100%" height="100%"/>'


def check_targets(csv_file: Path | None, svg_file: Path | None) -> None:
    """Raise before anything runs where a file cannot be written, or one would be written over the other."""
    for path in filter(None, (csv_file, svg_file)):
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if csv_file and svg_file and _is_one_of(csv_file.resolve(), svg_file.resolve()):
        raise click.ClickException(f"--csv: {csv_file} is where --svg writes; give the two files different names")


def _is_one_of(path: Path, pictures: Path) -> bool:
    """Whether a path is that of the pictures, or of one of several, which have a number at the end of their name."""
    stem, number = path.stem, path.stem.removeprefix(f"{pictures.stem}-")
    numbered = number != stem and number.isdecimal() and path == pictures.with_stem(stem)
    return path == pictures or numbered


def print_text(grid: Grid, found: Sequence[Measured], columns: int | None, in_ascii: bool) -> None:
    """Print a table for each measure, and the charts, each with its sentence."""
    page = Page(columns or min(terminal.columns(), 100), in_ascii or terminal.ascii_only())
    every = [(table, None) for table in tables.table(grid, found)]
    drawn = [(chart, None if hasattr(chart, "rows") else HEIGHT) for chart in pictures.charts(grid, found)]
    for chart, height in [*every, *drawn]:
        click.echo(f"{plain(render(chart, page.width, height, page.ascii_only))}\n{page.wrapped(chart.sentence)}\n")
    if why := pictures.why_none(grid):
        click.echo(page.wrapped(why))


def print_json(grid: Grid, found: Sequence[Measured]) -> None:
    """Print everything as one JSON object."""
    click.echo(json.dumps(tables.as_data(grid, found), allow_nan=False, indent=1))


def write_csv(grid: Grid, found: Sequence[Measured], path: Path) -> None:
    """Write what was measured as CSV."""
    path.write_text(tables.as_csv(grid, found), encoding="utf-8")
    click.echo(f"wrote {path}", err=True)


def write_svg(grid: Grid, found: Sequence[Measured], path: Path) -> None:
    """Write each chart as a picture that stands by itself, the colours in it."""
    drawn = list(pictures.charts(grid, found))
    if not drawn:
        raise click.ClickException(f"--svg: {pictures.why_none(grid)}")
    for number, chart in enumerate(drawn, 1):
        target = path if len(drawn) == 1 else path.with_stem(f"{path.stem}-{number}")
        target.write_text(alone(svg(chart)), encoding="utf-8")
        click.echo(f"wrote {target}", err=True)


def alone(picture: str) -> str:
    """An `svg` element as a file of its own, with its style inside, and paper behind it, whatever shows it."""
    head, end, rest = picture.partition(">")
    space = "" if "xmlns=" in head else ' xmlns="http://www.w3.org/2000/svg"'
    return f"{head}{space}{end}<style>{STYLE}{PAPER}</style>{SHEET}{rest}\n"
