"""Histograms of the outputs of each layer: where a layer's numbers lie, not only how large they are."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import HistogramRow, Histograms, Scale
from quizapp.charts.numbers import number, percent
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers, diverged
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Histograms:
    """A histogram for each layer that the frame has one of, of the first network."""
    return Histograms(
        "outputs by layer",
        f"first network of {main.name}",
        tuple(reversed(_rows(main.shown, axes.outputs))),
        *axes.outputs,
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
    outside = f"; {percent(beyond)} of layer {layer}'s outputs lie beyond the axis" if beyond > 0 else ""
    compared = aside(control.name, _sizes(control.shown)) if control else ""
    return sentence(f"the outputs have an rms of {_sizes(main.shown)}{compared}{outside}")


def _sizes(frame: Frame) -> str:
    sizes = {layer: float(frame.layers.signal[0, layer - 1]) for layer in frame.histograms.layers}
    ends = dict.fromkeys((min(sizes), max(sizes)))
    return " and ".join(f"{number(sizes[layer], Scale.LOG)} in layer {layer}" for layer in ends)


VIEW = View("histograms", "outputs by layer", 5, (), chart)
