"""Prints one chart of each shape: `python -m tools.chart_gallery [WIDTH HEIGHT] [--ascii]`."""

from __future__ import annotations

import math
import sys

import numpy as np

from quizapp.charts import (
    Axis,
    Bar,
    Bars,
    Chart,
    Dot,
    Heatmap,
    HistogramRow,
    Histograms,
    Level,
    Line,
    Lines,
    PhaseMap,
    Picture,
    PictureRow,
    Pictures,
    Point,
    Role,
    Scale,
    Series,
    Shade,
    StripRow,
    Strips,
    Table,
    plain,
    render,
)
from quizapp.charts.model import Numbers


def demo() -> dict[str, Chart]:
    """One chart of each shape, with numbers from formulas."""
    return {
        "bars": _bars(),
        "lines": _lines(),
        "histograms": _histograms(),
        "strips": _strips(),
        "heatmap": _heatmap(),
        "phase-map": _phase_map(),
        "pictures": _pictures(),
        "table": _table(),
    }


def _bars() -> Bars:
    return Bars(
        "backpropagated error",
        "rms, log scale",
        tuple(Bar(str(layer), 1e-2 * 0.25 ** (9 - layer), 1e-2 * 0.9 ** (9 - layer)) for layer in range(9, 0, -1)),
        Axis(1e-8, 1.0, Scale.LOG),
        Series("tiny", "xavier"),
        "The error falls 65,000-fold from layer 9 to layer 1 (control xavier: 2.3-fold).",
    )


def _lines() -> Lines:
    steps = np.arange(120.0)
    learns, stuck = 0.7 * np.exp(-steps / 30) + 0.02, np.full(120, 0.69)
    return Lines(
        "loss",
        "cross-entropy",
        (
            Line("tiny", steps, stuck),
            Line("xavier", steps, learns, 0.7 * learns, 1.3 * learns, role=Role.CONTROL),
        ),
        Axis(0.0, 200.0),
        Axis(0.0, 1.0),
        "The loss stays at 0.69, which is chance (control xavier: 0.033).",
        note="dots from lowest to highest",
        levels=(Level("chance ln 2 = 0.69", math.log(2)),),
    )


def _histograms() -> Histograms:
    spreads = {layer: 1.5 * 0.6**layer for layer in range(6, 0, -1)}
    return Histograms(
        "outputs by layer",
        "first network",
        tuple(
            HistogramRow(str(layer), _bell(std), _beyond(std), _beyond(std), value=std)
            for layer, std in spreads.items()
        ),
        -1.0,
        1.0,
        "The outputs have an rms of 0.90 in layer 1 and 0.070 in layer 6.",
        value="rms",
    )


def _strips() -> Strips:
    sizes = {layer: 0.1**layer for layer in range(6, 0, -1)}
    rows = [
        StripRow(str(layer), (size / 12, size / 3, 0.7 * size, size, 2 * size), size) for layer, size in sizes.items()
    ]
    rows[0] = StripRow("6", (0.0, 0.0, 3e-7, 8e-7, 2e-6), 1e-6)
    return Strips(
        "sizes of outputs by layer",
        "first network",
        tuple(rows),
        Axis(1e-8, 1.0, Scale.LOG),
        "The outputs have an rms of 0.10 in layer 1 and 1.0e-6 in layer 6.",
        value="rms",
    )


def _bell(std: float) -> Numbers:
    edges = [_below(edge / std) for edge in np.linspace(-1.0, 1.0, 41)]
    return np.diff(edges)


def _beyond(std: float) -> float:
    share = _below(-1 / std)
    return share if share > 1e-6 else 0.0


def _below(z: float) -> float:
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))


def _heatmap() -> Heatmap:
    decay = np.linspace(0.2, 1.0, 40)
    return Heatmap(
        "error that reaches each layer",
        "log scale",
        decay ** np.arange(20)[:, None],
        Axis(1e-12, 1.0, Scale.LOG),
        ("layer 20", "1"),
        ("factor 0.2 a layer", "1"),
        "The more each layer shrinks the error, the fewer layers it reaches.",
        mark=(10, 20),
    )


def _pictures() -> Pictures:
    side = np.linspace(-1, 1, 24)
    across, up = np.meshgrid(side, -side)
    ring = np.where(np.hypot(across, up) < 0.7, Shade.WARM, Shade.COOL_FAINT).astype(np.int8)
    half = np.where(across + up > 0, Shade.WARM_FAINT, Shade.COOL).astype(np.int8)
    points = tuple(Point((x + 1) / 2, 0.5, int(abs(x) < 0.7)) for x in (-0.9, -0.4, 0.0, 0.4, 0.9))
    return Pictures(
        "answers over the plane",
        "first network",
        (PictureRow("", (Picture(ring, "relu", points), Picture(half, "linear", points)), 2),),
        ((Shade.COOL, "class o"), (Shade.WARM, "class +")),
        "A curved border: the network answers 100 % of the examples right.",
        picture="network",
    )


def _phase_map() -> PhaseMap:
    weights, biases = np.linspace(0.0, 4.0, 96), np.linspace(2.0, 0.0, 32)[:, None]
    return PhaseMap(
        "phase diagram of no activation",
        "",
        weights**2 / (2 + biases),
        "error vanishes",
        "error explodes",
        ("σ_b 2", "0"),
        ("0", "σ_w 4"),
        "A: the error vanishes. B: it explodes.",
        (Dot("A", 0.15, 0.1), Dot("B", 0.7, 0.5, Role.CONTROL)),
    )


def _table() -> Table:
    return Table(
        "initialisers",
        ("name", "variance", "at fan_in 512"),
        (("he_normal", "2 / fan_in", 2 / 512), ("lecun_normal", "1 / fan_in", 1 / 512), ("zeros", "0", 0.0)),
        "He draws with twice the variance of LeCun.",
    )


if __name__ == "__main__":
    width, height = [int(word) for word in sys.argv[1:] if word.isdigit()] or [60, 12]
    for chart in demo().values():
        print(plain(render(chart, width, height, "--ascii" in sys.argv)), end="\n\n")
        print(chart.sentence, end="\n\n")
