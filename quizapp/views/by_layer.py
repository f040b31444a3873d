"""Bars by layer, the last layer at the top as it is drawn in every chart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizapp.charts.model import Axis, Bar, Bars, Scale, Series
from quizapp.charts.numbers import number
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views import words
from quizapp.views.axes import Numbers, diverged
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
) -> Bars:
    """One bar a layer; `names` are the layers' labels from the first on, `extra` a second column of numbers."""
    own, other = values(main, measure), values(control, measure)
    beside = values(main, extra[1]) if extra else np.empty(0)
    labels = names or tuple(str(layer) for layer in range(1, len(own) + 1))
    rows = [Bar(label, float(own[index]), _at(other, index), _at(beside, index)) for index, label in enumerate(labels)]
    return Bars(
        title,
        unit,
        tuple(reversed(rows)),
        axis,
        Series(main.name, control.name if control else None),
        sentence,
        suffix=suffix,
        extra=extra[0] if extra else "",
        warning=diverged(main),
    )


def _at(numbers: Numbers, index: int) -> float | None:
    return float(numbers[index]) if index < len(numbers) else None


def towards_input(what: str, main: Observation, control: Observation | None, measure: Measure) -> str:
    """The sentence on what becomes of a measure from the last layer back to the first."""
    own, other = values(main, measure), values(control, measure)
    if len(own) == 1:
        return words.sentence(f"the {what} at layer 1 is {number(float(own[0]), Scale.LOG)}")
    compared = (float(other[-1]), float(other[0])) if control else None
    path = f"from layer {len(own)} to layer 1"
    return words.journey(what, (float(own[-1]), float(own[0])), compared, path, control.name if control else "")


def hidden(measure: Measure) -> Measure:
    """A measure restricted to the hidden layers, or to the output layer where there are none."""
    return lambda frame: measure(frame)[:, : max(measure(frame).shape[1] - 1, 1)]
