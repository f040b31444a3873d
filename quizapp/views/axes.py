"""The axes that hold for all runs of a question, and the numbers that stand for many networks at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.model import Axis, Scale
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from sim.frames import Frame

Numbers = NDArray[np.float64]

#: The exponents of ten that a logarithmic axis stays within, and how many it spans at least: on a narrower axis a
#: vanishing network would look like a normal one.
DEEPEST, HIGHEST, FEWEST_DECADES = -16, 16, 6
#: From two thirds of this on a loss at initialisation is huge; where all are, the axis is logarithmic.
LARGE_LOSS = 20.0
#: The share of its points that a line may have above the axis of losses before that grows.
OFTEN_ABOVE = 0.2
#: Where a logarithmic axis of losses begins, and the exponent of ten at which it ends at the latest.
LOWEST_LOSS, MOST_DECADES_OF_LOSS = 0.01, 6
#: The measures that claims divide, and where they begin: errors and gradients at the output, signals in layer 1.
RELATIVE = {"delta": -1, "weight_gradient": -1, "bias_gradient": -1, "update_ratio": -1, "signal": 0, "weight": 0}
ROUND_LOSSES = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0)


@dataclass(frozen=True)
class Axes:
    """The axes on which all experiments of a question are drawn, so that they can be compared at a glance.

    Those of `relative` are for measures by layer, divided by their number at one end of the network.
    """

    error: Axis
    weight_gradient: Axis
    bias_gradient: Axis
    signal: Axis
    weight: Axis
    weight_change: Axis
    loss: Axis
    relative: Mapping[str, Axis]
    outputs: tuple[float, float]
    sizes: Axis


def axes_for(frames: Iterable[Frame]) -> Axes:
    """The axes that suit the frames at initialisation of all experiments of a question."""
    frames = tuple(frames)
    return Axes(
        error=decades(median(frame.layers.delta) for frame in frames),
        weight_gradient=decades(median(frame.layers.weight_gradient) for frame in frames),
        bias_gradient=decades(median(frame.layers.bias_gradient) for frame in frames),
        signal=decades(median(with_input(frame)) for frame in frames),
        weight=decades(median(frame.layers.weight) for frame in frames),
        weight_change=decades(median(frame.layers.update_ratio) for frame in frames),
        loss=loss_axis(float(median(frame.loss)) for frame in frames),
        relative={name: decades(_relative(frame, name) for frame in frames) for name in RELATIVE},
        outputs=(
            min((frame.histograms.low for frame in frames), default=-1.0),
            max((frame.histograms.high for frame in frames), default=1.0),
        ),
        sizes=decades(frame.histograms.sizes for frame in frames),
    )


@np.errstate(all="ignore")
def _relative(frame: Frame, measure: str) -> Numbers:
    """The medians of a measure by layer, divided by that of the layer where it begins: errors at the output."""
    numbers: Numbers = getattr(frame.layers, measure)
    return median(numbers / numbers[:, [RELATIVE[measure]]])


def decades(values: Iterable[Numbers]) -> Axis:
    """A logarithmic axis around the numbers above 0, rounded out to whole powers of ten."""
    numbers = np.concatenate([np.ravel(part) for part in values] or [np.empty(0)])
    known = np.log10(numbers[np.isfinite(numbers) & (numbers > 0)])
    low, high = (math.floor(known.min()), math.ceil(known.max())) if known.size else (-FEWEST_DECADES, 0)
    low, high = max(low, DEEPEST), min(high, HIGHEST)
    missing = max(FEWEST_DECADES - (high - low), 0)
    low = max(low - (missing + 1) // 2, DEEPEST)
    high = min(max(high + missing // 2, low + FEWEST_DECADES), HIGHEST)
    return Axis(10.0 ** min(low, high - FEWEST_DECADES), 10.0**high, Scale.LOG)


def loss_axis(losses: Iterable[float]) -> Axis:
    """From 0 to half as much again as the largest loss that is not huge; logarithmic only where all of them are.

    One network that explodes does not flatten the curves of the others: its line runs off the chart, which says so.
    """
    known = [loss for loss in losses if math.isfinite(loss)]
    usual = [loss for loss in known if 1.5 * loss <= LARGE_LOSS]
    if usual or not known:
        return Axis(0.0, next(loss for loss in ROUND_LOSSES if loss >= 1.5 * max(usual, default=1.0)))
    decades_up = min(max(math.ceil(math.log10(min(known))), 2), MOST_DECADES_OF_LOSS)
    return Axis(LOWEST_LOSS, 10.0**decades_up, Scale.LOG)


def grown(axis: Axis, lines: Iterable[Numbers]) -> Axis:
    """The axis of losses with room for lines that stay above it without exploding, so that their course is seen."""
    if axis.scale is Scale.LOG:
        return axis
    known = [line[np.isfinite(line)] for line in lines]
    highest = [float(line.max()) for line in known if line.size and _stays_above(line, axis.high)]
    return (
        replace(axis, high=next(loss for loss in ROUND_LOSSES if loss >= max(axis.high, *highest))) if highest else axis
    )


def _stays_above(line: Numbers, high: float) -> bool:
    """Whether many of these losses lie above the axis, and none is huge."""
    return bool((line > high).mean() > OFTEN_ABOVE and line.max() <= LARGE_LOSS)


def with_input(frame: Frame) -> Numbers:
    """The rms of h of layers 0 (the input) to L, of shape (S, L + 1)."""
    return np.column_stack([frame.input_signal, frame.layers.signal])


def diverged(main: Observation) -> str:
    """How many of the networks have diverged, and where the first one did; nothing if none has."""
    count, where = int(main.latest.diverged.sum()), main.latest.first_divergence
    if where is None:
        return ""
    return f"{count} of {len(main.latest.divergences)} diverged from step {where.step}, layer {where.layer}"
