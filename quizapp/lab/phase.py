"""Theory's map of all wide networks of an activation, with both experiments as dots on it.

Along it run sigma_w, the scale of the weights (their variance times fan_in is its square), and up it sigma_b, that of
the biases. Left of the edge the error vanishes on its way back, right of it it explodes (`sim.theory`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from quizapp.charts import RENDERERS, Axis, Glyphs, Heatmap, Role, margins
from quizapp.charts.grid import Canvas
from quizapp.charts.margins import Heading
from quizapp.charts.model import Numbers
from quizapp.lab.bench import Bench, Side
from sim.experiment import Experiment
from sim.registry import Named
from sim.theory import PhaseDiagram, phase_diagram, place

COLUMNS, ROWS = 96, 32
#: The map reaches to the first of these that holds both dots, or to the last.
REACHES = (4.0, 8.0, 16.0)
HIGHEST_BIAS = 2.0
#: A factor on the squared error as near to 1 as this keeps the error's size.
KEEPS = 0.05
#: From this factor on the map is shaded darker.
STRONG = 2.0
VANISHES, EXPLODES = "error vanishes", "error explodes"
ROLES = {Side.A: Role.MAIN, Side.B: Role.CONTROL}


@dataclass(frozen=True)
class Dot:
    """Where an experiment lies, from 0 to 1 along sigma_w and up sigma_b; more is beyond the map."""

    side: Side
    across: float
    up: float


@dataclass(frozen=True)
class PhaseMap(Heatmap):
    """A heatmap of chi with the edge at chi = 1 drawn into it, and dots."""

    dots: tuple[Dot, ...] = ()


def phase_map(bench: Bench) -> PhaseMap:
    """The map for the activation that is turned, with those of the two experiments that it holds for."""
    places = {side: place(bench.pair.of(side)) for side in Side}
    here = [side for side in Side if bench.pair.of(side).activation == bench.experiment.activation]
    reach = _reach([places[side] for side in here])
    diagram = _diagram(bench.experiment.activation, reach)
    return PhaseMap(
        title=f"phase diagram of {bench.experiment.activation}",
        unit="",
        values=np.asarray(diagram.chi)[::-1],
        axis=Axis(0.0, STRONG),
        row_ends=(f"σ_b {HIGHEST_BIAS:g}", "0"),
        column_ends=("0", f"σ_w {reach:g}"),
        sentence=" ".join(_sentence(side, bench.pair.of(side), places[side]) for side in Side),
        dots=tuple(Dot(side, at[0] / reach, at[1] / HIGHEST_BIAS) for side in here if (at := places[side])),
    )


def _reach(places: list[tuple[float, float] | None]) -> float:
    furthest = max((at[0] for at in places if at is not None), default=0.0)
    return next((reach for reach in REACHES if furthest <= reach), REACHES[-1])


@lru_cache(64)
def _diagram(activation: Named, reach: float) -> PhaseDiagram:
    return phase_diagram(activation, np.linspace(0.0, reach, COLUMNS), np.linspace(0.0, HIGHEST_BIAS, ROWS))


def _sentence(side: Side, experiment: Experiment, at: tuple[float, float] | None) -> str:
    if at is None:
        return f"{side} has no place here: its weights or biases are not random around 0."
    chi = float(np.asarray(phase_diagram(experiment.activation, *at).chi).flat[0])
    where = f"{side}: σ_w {at[0]:.3g}, σ_b {at[1]:.3g}"
    return f"{where}; in theory each layer back multiplies the squared error by {chi:.2g}: it {_fate(chi)}."


def _fate(chi: float) -> str:
    if math.isclose(chi, 1.0, abs_tol=KEEPS):
        return "keeps its size"
    return "vanishes" if chi < 1 else "explodes"


def draw(chart: PhaseMap, width: int, height: int | None, glyphs: Glyphs) -> Canvas:
    """Blank where the error vanishes, shaded where it explodes, a line between, and the dots with their letters."""
    headings = tuple(Heading(f"{dot.side}", ROLES[dot.side], 1) for dot in chart.dots)
    header = margins.header_for(chart.title, chart.unit, headings, width, height)
    canvas = Canvas(width, header.height + ROWS // 2 + 1 if height is None else height)
    margins.draw_header(canvas, header)
    left = max(map(len, chart.row_ends)) + 1
    rows, columns = canvas.height - header.height - 1, width - left
    if rows < 2 or columns < 2:
        return canvas
    _draw_map(canvas, chart, (header.height, left), (rows, columns), glyphs)
    for row, label in ((0, chart.row_ends[0]), (rows - 1, chart.row_ends[1])):
        canvas.write(header.height + row, 0, label.rjust(left - 1), Role.AXIS)
    first, last = chart.column_ends
    canvas.write(header.height + rows, left, first + last.rjust(columns - len(first)), Role.AXIS)
    for dot in chart.dots:
        _draw_dot(canvas, dot, (header.height, left), (rows, columns), glyphs)
    return canvas


def _draw_map(canvas: Canvas, chart: PhaseMap, corner: tuple[int, int], room: tuple[int, int], glyphs: Glyphs) -> None:
    chi = _at_cells(chart.values, room)
    shades = glyphs.shades[np.where(chi >= STRONG, 2, np.where(chi > 1, 1, 0))]
    canvas.paint(*corner, shades, Role.DIM)
    edges = [int(np.argmax(row > 1)) if (row > 1).any() else room[1] for row in chi]
    for row, edge in enumerate(edges):
        if edge < room[1]:
            canvas.write(corner[0] + row, corner[1] + edge, glyphs.wall, Role.VALUE)
    middle = room[0] // 2
    _write_between(canvas, corner, middle, 0, edges[middle], VANISHES)
    _write_between(canvas, corner, middle, edges[middle] + 1, room[1], EXPLODES)


def _at_cells(values: Numbers, room: tuple[int, int]) -> Numbers:
    """The nearest of the numbers for each cell."""
    sizes = zip(room, values.shape, strict=True)
    nearest = [np.linspace(0, count - 1, cells).round().astype(int) for cells, count in sizes]
    return np.asarray(values[np.ix_(*nearest)])


def _write_between(canvas: Canvas, corner: tuple[int, int], row: int, start: int, end: int, words: str) -> None:
    """Words in the middle of a region, or the last of them alone, if there is room for it."""
    fitting = (text for text in (words, words.split()[-1]) if len(text) + 2 <= end - start)
    text = next(fitting, "")
    if text:
        canvas.write(corner[0] + row, corner[1] + (start + end - len(text) - 2) // 2, f" {text} ", Role.LABEL)


def _draw_dot(canvas: Canvas, dot: Dot, corner: tuple[int, int], room: tuple[int, int], glyphs: Glyphs) -> None:
    outside = dot.across > 1 or dot.up > 1
    row = corner[0] + round((1 - min(dot.up, 1.0)) * (room[0] - 1))
    column = corner[1] + round(min(dot.across, 1.0) * (room[1] - 1))
    sign = f"{dot.side}{glyphs.right if dot.across > 1 else glyphs.top}" if outside else f"{dot.side}"
    column = min(column, corner[1] + room[1] - len(sign))
    while chr(canvas.codes[row, column]) in Side.__members__ and column > corner[1]:
        column -= 1
    canvas.write(row, column, sign, ROLES[dot.side])


RENDERERS[PhaseMap] = draw
