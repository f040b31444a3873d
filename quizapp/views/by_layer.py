"""Bars by layer, the last layer at the top as it is drawn in every chart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizapp.charts.model import Axis, Bar, Bars, Scale, Series
from quizapp.charts.numbers import number, tick
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views import words
from quizapp.views.axes import Numbers, diverged
from quizapp.views.focus import WHOLE, Focus, Goal, column_of
from sim.frames import Frame

Measure = Callable[[Frame], Numbers]


def values(observed: Observation | None, measure: Measure) -> Numbers:
    """The median of a measure by layer; empty if there is nothing to observe."""
    return np.empty(0) if observed is None else median(measure(observed.shown))


def bars(
    main: Observation,
    control: Observation | None,
    measure: Measure,
    axis: Axis,
    *,
    title: str,
    unit: str,
    sentence: str,
    names: tuple[str, ...] | None = None,
    extra: tuple[str, Measure] | None = None,
    suffix: str = "",
    focus: Focus = WHOLE,
) -> Bars:
    """One bar a layer; `names` are the layers' labels from the first on, `extra` a second column of numbers.

    The rows that `focus` names are marked, and its goal stands in its row.
    """
    numbers = values(main, measure), values(control, measure), values(main, extra[1]) if extra else np.empty(0)
    labels = names or tuple(str(layer) for layer in range(1, len(numbers[0]) + 1))
    return Bars(
        title,
        unit,
        _rows(labels, numbers, 1 if names is None else 0, focus),
        axis,
        Series(main.name, control.name if control else None),
        sentence,
        suffix=suffix,
        extra=extra[0] if extra else "",
        goal=_goal_in_words(focus.goal, suffix),
        warning=diverged(main),
    )


def _rows(
    labels: tuple[str, ...], numbers: tuple[Numbers, Numbers, Numbers], first: int, focus: Focus
) -> tuple[Bar, ...]:
    """The rows of layers counted from `first` on, the last at the top; `numbers` are own, control's and beside."""
    own, other, beside = numbers
    rows = [
        Bar(
            label,
            float(own[index]),
            _at(other, index),
            _at(beside, index),
            named=index + first in focus.layers,
            goal=_goal_at(focus, index + first),
        )
        for index, label in enumerate(labels)
    ]
    return tuple(reversed(rows))


def backward_bars(
    main: Observation,
    control: Observation | None,
    measure: Measure,
    axis: Axis,
    title: str,
    what: str,
    focus: Focus,
    unit: str = "rms",
) -> Bars:
    """Bars of what comes back from the output to the input, an error or a gradient, which a sentence calls `what`."""
    seen = relative(measure, focus)
    return bars(
        main,
        control,
        seen,
        axis,
        title=title,
        unit=unit_of(unit, focus, main.experiment.depth),
        sentence=towards_input(what, main, control, seen, focus),
        focus=focus,
    )


def unit_of(what: str, focus: Focus, depth: int) -> str:
    """'rms, log scale', or by which layer's the numbers of a network are divided."""
    below = focus.relative_to
    if below is None:
        return f"{what}, log scale"
    below = column_of(below, 0, depth + 1)
    return f"by that of {f'layer {below}' if below else 'the input'}, log scale"


def _goal_at(focus: Focus, layer: int) -> tuple[float | None, float | None] | None:
    goal = focus.goal
    if goal is None or goal.layer != layer or (goal.low is None and goal.high is None):
        return None
    return goal.low, goal.high


def _goal_in_words(goal: Goal | None, suffix: str) -> str:
    """'claim: under 0.05', 'claim: 0.2 to 5'."""
    if goal is None or (goal.low is None and goal.high is None):
        return ""
    if goal.low is None:
        return f"claim: under {tick(goal.high or 0.0)}{suffix}"
    if goal.low == goal.high:
        return f"claim: {tick(goal.low)}{suffix}"
    bounds = f"over {tick(goal.low)}" if goal.high is None else f"{tick(goal.low)} to {tick(goal.high)}"
    return f"claim: {bounds}{suffix}"


@np.errstate(all="ignore")
def relative(measure: Measure, focus: Focus, first: int = 1) -> Measure:
    """A measure over layers from `first` on, by its number at the layer that `focus` divides by, network by network."""
    below = focus.relative_to
    if below is None:
        return measure

    def divided(frame: Frame) -> Numbers:
        numbers = measure(frame)
        return numbers / numbers[:, [column_of(below, first, numbers.shape[1])]]

    return divided


def _at(numbers: Numbers, index: int) -> float | None:
    return float(numbers[index]) if index < len(numbers) else None


def towards_input(
    what: str, main: Observation, control: Observation | None, measure: Measure, focus: Focus = WHOLE
) -> str:
    """The sentence on what becomes of a measure from the last layer, or that which is divided by, back to the first."""
    own, other = values(main, measure), values(control, measure)
    if len(own) == 1:
        return words.sentence(f"the {what} at layer 1 is {number(float(own[0]), Scale.LOG)}")
    start, end = path_of(focus, len(own), 1, len(own))
    compared = (float(other[start - 1]), float(other[end - 1])) if control and len(other) >= max(start, end) else None
    path = f"from layer {start} to layer {end}"
    ends = float(own[start - 1]), float(own[end - 1])
    return words.journey(what, ends, compared, path, control.name if control else "")


def path_of(focus: Focus, start: int, end: int, depth: int) -> tuple[int, int]:
    """The layers that a sentence goes from and to: those that a claim divides, or else `start` and `end`."""
    if focus.relative_to is None or focus.goal is None:
        return start, end
    return column_of(focus.relative_to, 0, depth + 1), focus.goal.layer


def hidden(measure: Measure) -> Measure:
    """A measure restricted to the hidden layers, or to the output layer where there are none."""
    return lambda frame: measure(frame)[:, : max(measure(frame).shape[1] - 1, 1)]
