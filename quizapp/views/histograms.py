"""Histograms of the outputs of each layer: where a layer's numbers lie, not only how large they are.

Where they would show nothing, as all numbers lie in one place or far beyond the axis, strips show how large these are.
"""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import HistogramRow, Histograms, Scale, StripRow, Strips
from quizapp.charts.numbers import number, percent
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers, diverged
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame

#: A histogram tells nothing of a layer if only one bin, or two side by side, are taller than this share of the tallest,
#: which is what one row of letters can show; or if this share of the outputs lies beyond its axis.
FLAT, FAR_OUT = 0.125, 0.5
#: The share of the layers of which histograms may tell nothing.
EMPTY = 2 / 3


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Histograms | Strips:
    """A histogram for each layer that the frame has one of, of the first network; or strips where these tell more."""
    if len(main.shown.histograms.sizes) and (tells_nothing(main.initial, axes) or tells_nothing(main.shown, axes)):
        return _strips(main, control, axes)
    return Histograms(
        "outputs by layer",
        f"first network of {main.name}",
        tuple(reversed(_rows(main.shown, axes.outputs))),
        *axes.outputs,
        _sentence(main, control),
        value="rms",
        warning=diverged(main),
    )


def tells_nothing(frame: Frame, axes: Axes) -> bool:
    """Whether most histograms of a frame are a single peak, or lie beyond their axis."""
    empty = [_is_empty(row) for row in _rows(frame, axes.outputs)]
    return sum(empty) > EMPTY * len(empty)


def _is_empty(row: HistogramRow) -> bool:
    tall = np.flatnonzero((row.shares >= FLAT * row.shares.max(initial=0.0)) & (row.shares > 0))
    in_one_place = len(tall) < 2 or tall[-1] - tall[0] == 1
    return in_one_place or row.below + row.above >= FAR_OUT


def _strips(main: Observation, control: Observation | None, axes: Axes) -> Strips:
    frame = main.shown
    found = zip(frame.histograms.layers, frame.histograms.sizes.tolist(), strict=True)
    rows = [StripRow(str(layer), tuple(sizes), float(frame.layers.signal[0, layer - 1])) for layer, sizes in found]
    return Strips(
        "sizes of outputs by layer",
        f"log scale, first network of {main.name}",
        tuple(reversed(rows)),
        axes.sizes,
        _sentence(main, control),
        value="rms",
        warning=diverged(main),
    )


def _rows(frame: Frame, ends: tuple[float, float]) -> list[HistogramRow]:
    found = frame.histograms
    return [
        HistogramRow(
            str(layer),
            stretched(shares[1:-1], (found.low, found.high), ends),
            below=float(shares[0]),
            above=float(shares[-1]),
            not_finite=_rest(shares),
            value=float(frame.layers.signal[0, layer - 1]),
        )
        for layer, shares in zip(found.layers, found.shares, strict=True)
    ]


def _rest(shares: Numbers) -> float:
    """What is missing to 1, but for rounding."""
    missing = 1.0 - float(shares.sum())
    return missing if missing > 1e-9 else 0.0


def stretched(shares: Numbers, own: tuple[float, float], wanted: tuple[float, float]) -> Numbers:
    """The shares of equal bins over the interval `own` as shares of bins, about as wide, over the interval `wanted`."""
    if own == wanted:
        return shares
    bins = max(round(len(shares) * (wanted[1] - wanted[0]) / (own[1] - own[0])), 1)
    total = np.concatenate([[0.0], np.cumsum(shares)])
    edges = np.linspace(own[0], own[1], len(total))
    return np.diff(np.interp(np.linspace(wanted[0], wanted[1], bins + 1), edges, total))


def _sentence(main: Observation, control: Observation | None) -> str:
    layer = main.shown.histograms.layers[-1]
    lost = _rest(main.shown.histograms.shares[-1])
    if lost:
        return sentence(f"{percent(lost)} of the outputs of layer {layer} are too large to be numbers any more")
    beyond = float(main.shown.histograms.shares[-1, [0, -1]].sum())
    found = main.shown.histograms
    limits = f"below {number(found.low)} or above {number(found.high)}"
    outside = f"; {percent(beyond)} of layer {layer}'s outputs lie {limits}" if beyond > 0 else ""
    compared = aside(control.name, _sizes(control.shown)) if control else ""
    return sentence(f"the outputs have an rms of {_sizes(main.shown)}{compared}{outside}")


def _sizes(frame: Frame) -> str:
    sizes = {layer: float(frame.layers.signal[0, layer - 1]) for layer in frame.histograms.layers}
    ends = dict.fromkeys((min(sizes), max(sizes)))
    return " and ".join(f"{number(sizes[layer], Scale.LOG)} in layer {layer}" for layer in ends)


VIEW = View("histograms", "outputs by layer", 5, (), chart)
