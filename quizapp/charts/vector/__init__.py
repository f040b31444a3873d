"""Charts as vector graphics: the same data that terminals draw in characters, as SVG for pages and for paper.

`svg` never fails, whatever the numbers. Colours are classes, for which `STYLE` has a light, a dark and a printed
look; what is told apart by colour is told apart by shape and dashes, too, and every chart carries its words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizapp.charts.model import Bars, Chart, Heatmap, Histograms, Lines, PhaseMap, Pictures, Strips, Table
from quizapp.charts.vector import bars, heatmap, histograms, lines, phase_map, pictures, strips, table
from quizapp.charts.vector.page import STYLE, WIDTH, Drawing

__all__ = ["RENDERERS", "STYLE", "WIDTH", "svg"]

RENDERERS: dict[type, Callable[[Any, float], Drawing]] = {
    Bars: bars.draw,
    Lines: lines.draw,
    Histograms: histograms.draw,
    Strips: strips.draw,
    Heatmap: heatmap.draw,
    PhaseMap: phase_map.draw,
    Pictures: pictures.draw,
    Table: table.draw,
}


def svg(chart: Chart, width: float = WIDTH) -> str:
    """The chart as an `svg` element, with its title and its sentence for those who cannot see it.

    Letters keep their size however wide it is drawn: on a page of a given width, a narrow drawing has the larger ones.
    """
    return RENDERERS[type(chart)](chart, width).as_svg(chart.title, chart.sentence)
