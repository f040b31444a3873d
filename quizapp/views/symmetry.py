"""How alike the units of a layer are: those that compute the same count as one."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import Axis, Bars
from quizapp.charts.numbers import number
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars, hidden, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


@hidden
def distinct(frame: Frame) -> Numbers:
    """How many units of each hidden layer differ."""
    return frame.layers.distinct_units


@hidden
def rank(frame: Frame) -> Numbers:
    """How many directions the outputs of each hidden layer use."""
    return frame.layers.effective_rank


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the number of distinct units, with the effective rank beside them."""
    units, others = _units(main), _units(control) if control else 0
    return bars(
        main,
        control,
        distinct,
        Axis(0.0, float(max(units, others))),
        title="distinct units",
        unit=f"of {units} in a layer"
        + (f", {others} in that of {control.name}" if control and others != units else ""),
        sentence=_sentence(main, control, units),
        extra=("rank", rank),
        focus=focus.on("distinct_units"),
    )


def _sentence(main: Observation, control: Observation | None, units: int) -> str:
    fewest, layer = _fewest(main)
    of_others = f" of {_units(control)}" if control and _differ(main, control) else ""
    compared = aside(control.name, f"{number(_fewest(control)[0])}{of_others}") if control else ""
    if not np.isfinite(fewest):
        return sentence(f"the units of layer {layer} do not compute numbers any more{compared}")
    if fewest == units:
        return sentence(f"all {units} units of each layer are distinct{compared}")
    if fewest == 1:
        return sentence(f"all {units} units of layer {layer} compute the same: they count as one{compared}")
    if number(fewest) == number(units):
        return sentence(f"all but a few of the {units} units of each layer are distinct{compared}")
    return sentence(f"the {units} units of layer {layer} count as {number(fewest)}: some compute the same{compared}")


def _units(observed: Observation) -> int:
    return observed.experiment.layer_sizes[1]


def _differ(main: Observation, control: Observation | None) -> bool:
    return control is not None and _units(main) != _units(control)


def _fewest(observed: Observation) -> tuple[float, int]:
    """The smallest number of distinct units, and its layer; a layer without a number counts as the smallest."""
    counts = values(observed, distinct)
    layer = int(np.where(np.isfinite(counts), counts, -1.0).argmin())
    return float(counts[layer]), layer + 1


VIEW = View("symmetry", "distinct units", 8, ("distinct_units",), chart)
