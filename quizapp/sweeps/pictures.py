"""A sweep as charts: lines over what is a number, bars over what is not, and a heat map over two numbers.

Lines have the middle half of the networks as a band. Of one number and one choice there is a chart for each value of
the choice, all on the same axes, or one for two; more than two fields are too many for a picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from quizapp.charts.model import Axis, Bar, Bars, Chart, Heatmap, Line, Lines, Numbers, Role, Scale, Series
from quizapp.evidence.probes import Probe
from quizapp.sweeps.grid import Field, Grid
from quizapp.sweeps.measured import Measured, said, text_of

#: From this ratio of the largest to the smallest on, numbers above 0 are drawn by their size.
LARGE_RATIO = 30.0
#: The most charts of one kind beside one another.
MOST_CHARTS = 12
TOO_MANY = "No chart: one is drawn of one field or two, and of at most 12 values of a choice. The table has all of it."


def charts(grid: Grid, found: Sequence[Measured]) -> Iterator[Chart]:
    """The charts of all measures; none where `why_none` says why."""
    if why_none(grid):
        return
    for measure in grid.measures:
        yield from _of_measure(grid, measure, [each for each in found if each.measure is measure])


def why_none(grid: Grid) -> str:
    """Why a grid cannot be drawn, or nothing."""
    numbers = [field for field in grid.fields if _is_line(field)]
    choices = [field for field in grid.fields if not _is_line(field)]
    drawn = len(grid.fields) <= 2 and (not numbers or not choices or len(choices[0].values) <= MOST_CHARTS)
    return "" if drawn else TOO_MANY


def _is_line(field: Field) -> bool:
    return field.numbers is not None and len(field.values) > 1


def _of_measure(grid: Grid, measure: Probe, found: Sequence[Measured]) -> Iterator[Chart]:
    numbers = [index for index, field in enumerate(grid.fields) if _is_line(field)]
    axis = _axis_of(measure, found)
    if not numbers:
        yield _bars(grid, measure, found, axis)
    elif len(numbers) == 2:
        yield _heatmap(grid, measure, found, axis)
    else:
        yield from _lines(grid, measure, found, axis, numbers[0])


def _lines(grid: Grid, measure: Probe, found: Sequence[Measured], axis: Axis, along: int) -> Iterator[Chart]:
    """Two values of the other field in one chart, of more one chart each."""
    if len(grid.fields) == 1:
        yield _line_chart(grid, measure, [_line(grid, found, along, "median", Role.MAIN)], axis, along)
        return
    (other,) = (index for index in range(2) if index != along)
    values = grid.fields[other].values
    parts = {value: [each for each in found if each.place.values[other] == value] for value in values}
    roles = (Role.MAIN, Role.CONTROL) if len(parts) == 2 else [Role.MAIN] * len(parts)
    lines = [_line(grid, part, along, value, role) for role, (value, part) in zip(roles, parts.items(), strict=True)]
    for drawn in [lines] if len(lines) == 2 else [[line] for line in lines]:
        yield _line_chart(grid, measure, drawn, axis, along, grid.fields[other].label)


def _line(grid: Grid, found: Sequence[Measured], along: int, name: str, role: Role) -> Line:
    part = sorted(found, key=lambda each: float(each.place.values[along]))
    x = np.array([float(each.place.values[along]) for each in part])
    y = np.array([each.typical for each in part])
    if part[0].measure.claim is not None:
        return Line(name, x, y, role=role)
    low, high = (np.array([each.quantile(share) for each in part]) for share in (0.25, 0.75))
    return Line(name, x, y, low, high, role)


def _line_chart(grid: Grid, measure: Probe, lines: Sequence[Line], axis: Axis, along: int, other: str = "") -> Lines:
    field, claimed = grid.fields[along], measure.claim is not None
    x = lines[0].x
    single = f", {other} {lines[0].name}" if other and len(lines) == 1 else ""
    return Lines(
        title=f"{text_of(measure)}{single}",
        unit="share of networks in which it holds" if claimed else "median, and the middle half of the networks",
        lines=tuple(lines),
        x_axis=Axis(float(x[0]), float(x[-1]), _scale(x)),
        y_axis=axis,
        sentence=" ".join(_told(measure, field.label, line, f"{other} {line.name}" if other else "") for line in lines),
        x_name=field.label,
    )


def _told(measure: Probe, field: str, line: Line, name: str) -> str:
    """'For init xavier_normal: -0.8 at depth 5, -7.4 at depth 30, -15 at depth 50.'"""
    points = list(zip(line.x, line.y, strict=True))
    picked = [points[0], points[len(points) // 2], points[-1]] if len(points) > 2 else points
    told = ", ".join(f"{said(measure, float(y))} at {field} {x:.6g}" for x, y in picked)
    return f"{f'For {name}: ' if name else ''}{told}."


def _bars(grid: Grid, measure: Probe, found: Sequence[Measured], axis: Axis) -> Bars:
    rows = tuple(Bar(each.place.name, each.typical) for each in found)
    ordered = sorted(found, key=lambda each: (math.isnan(each.typical), each.typical))
    claimed = measure.claim is not None
    return Bars(
        title=text_of(measure),
        unit="share of networks in which it holds" if claimed else f"median of {found[0].networks} networks",
        rows=rows,
        axis=axis,
        series=Series(" and ".join(field.label for field in grid.fields)),
        sentence=f"From {said(measure, ordered[0].typical)} with {ordered[0].place.name} "
        f"to {said(measure, ordered[-1].typical)} with {ordered[-1].place.name}.",
        row="combination",
    )


def _heatmap(grid: Grid, measure: Probe, found: Sequence[Measured], axis: Axis) -> Heatmap:
    """The first field upward, the second to the right."""
    up, right = grid.fields
    by_place = {each.place.values: each.typical for each in found}
    rows, columns = (sorted(field.values, key=float) for field in (up, right))
    values = np.array([[by_place[row, column] for column in columns] for row in reversed(rows)])
    corners = [(rows[0], columns[0]), (rows[0], columns[-1]), (rows[-1], columns[0]), (rows[-1], columns[-1])]
    told = "; ".join(
        f"{up.label} {row}, {right.label} {column}: {said(measure, by_place[row, column])}" for row, column in corners
    )
    return Heatmap(
        title=text_of(measure),
        unit="share of networks in which it holds" if measure.claim is not None else "median",
        values=values,
        axis=axis,
        row_ends=(f"{up.label} {rows[-1]}", f"{up.label} {rows[0]}"),
        column_ends=(f"{right.label} {columns[0]}", f"{right.label} {columns[-1]}"),
        sentence=f"In the corners: {told}.",
    )


def _axis_of(measure: Probe, found: Sequence[Measured]) -> Axis:
    """One axis for all charts of a measure; of a claim it goes from none of the networks to all."""
    if measure.claim is not None:
        return Axis(0.0, 1.0)
    return _around(each for one in found for each in (one.typical, one.quantile(0.25), one.quantile(0.75)))


def _around(values: Iterable[float]) -> Axis:
    numbers = np.array([value for value in values if math.isfinite(value)])
    if not numbers.size:
        return Axis(0.0, 1.0)
    low, high = float(numbers.min()), float(numbers.max())
    if low > 0 and high / low >= LARGE_RATIO:
        return Axis(10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high)), Scale.LOG)
    return Axis(min(low, 0.0), max(high, 0.0))


def _scale(x: Numbers) -> Scale:
    """By their size where the values were multiplied to get from one to the next."""
    x = np.sort(x)
    if len(x) < 3 or x[0] <= 0:
        return Scale.LINEAR
    ratios, steps = x[1:] / x[:-1], np.diff(x)
    return Scale.LOG if np.ptp(ratios) / ratios.mean() < np.ptp(steps) / steps.mean() else Scale.LINEAR
