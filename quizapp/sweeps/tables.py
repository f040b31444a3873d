"""A sweep as a table for reading, as rows for a CSV file, and as data for JSON."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from quizapp.charts.model import Table
from quizapp.charts.numbers import precise
from quizapp.claims.tree import UNTIL
from quizapp.sweeps.grid import Grid
from quizapp.sweeps.measured import Measured, said, text_of

SUMMARY = ("measure", "networks", "with_a_number", "typical", "lowest", "quartile_1", "quartile_3", "highest")
SHARES = (0.0, 0.25, 0.75, 1.0)


def table(grid: Grid, found: Sequence[Measured]) -> Iterator[Table]:
    """A table for each measure, a row for each place."""
    for measure in grid.measures:
        rows = [_row(each) for each in found if each.measure is measure]
        middle = "share of networks in which it holds" if measure.claim is not None else "median"
        ending = () if measure.claim is not None else ("middle half",)
        header = (*(field.label for field in grid.fields), middle, *ending, "networks")
        yield Table(text_of(measure), header, tuple(rows), _sentence(grid, found), row="combination")


def _row(each: Measured) -> tuple[str, ...]:
    networks = f"{each.networks}" if each.known == each.networks else f"{each.known} of {each.networks}"
    if each.measure.claim is not None:
        return (*each.place.values, f"{each.typical:.0%}", networks)
    low, high = each.quantile(0.25), each.quantile(0.75)
    spread = f"{precise(low)} to {precise(high)}" if each.known else "no numbers"
    return (*each.place.values, said(each.measure, each.typical), spread, networks)


def _sentence(grid: Grid, found: Sequence[Measured]) -> str:
    networks = found[0].networks if found else 0
    lost = sum(each.known < each.networks for each in found)
    never = ", the step does not come" if any(UNTIL in text_of(measure) for measure in grid.measures) else ""
    why = f"it diverged{never}, or there is none to be had"
    told = f" In {lost:,} of them not every network has a number: {why}." if lost else ""
    count = len(grid.places)
    return f"{count:,} combination{'s' * (count != 1)}, {networks} network{'s' * (networks != 1)} each.{told}"


def as_csv(grid: Grid, found: Sequence[Measured]) -> str:
    """A line for each place and measure: the values of the fields, and what the networks' numbers are like."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(field.path for field in grid.fields), *SUMMARY])
    for each in found:
        writer.writerow([*each.place.values, *(_cell(value) for value in _summary(each).values())])
    return text.getvalue()


def _summary(each: Measured) -> dict[str, Any]:
    numbers = [each.networks, each.known, each.typical, *map(each.quantile, SHARES)]
    return dict(zip(SUMMARY, [each.text, *numbers], strict=True))


def _cell(value: object) -> object:
    """A cell that spreadsheets read: empty where there is no number."""
    if isinstance(value, float):
        return f"{value:.10g}" if math.isfinite(value) else ""
    return value


def as_data(grid: Grid, found: Sequence[Measured]) -> dict[str, Any]:
    """All of a sweep as plain data; what is not finite is None."""
    return {
        "fields": [{"field": field.path, "values": list(field.values)} for field in grid.fields],
        "measured": [
            {
                "at": dict(zip((field.path for field in grid.fields), each.place.values, strict=True)),
                **{name: _strict(value) for name, value in _summary(each).items()},
                "values": [_strict(float(value)) for value in each.values],
            }
            for each in found
        ],
    }


def _strict(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value
