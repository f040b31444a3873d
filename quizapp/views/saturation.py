"""Where no error passes: outputs on a flat end of the activation, and units without a slope for any example."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import Axis, Bars
from quizapp.charts.numbers import number
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import Measure, bars, hidden, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.activations import ACTIVATIONS
from sim.frames import Frame


@hidden
def saturated(frame: Frame) -> Numbers:
    """The percentage of outputs of each hidden layer on a flat end."""
    return 100 * frame.layers.saturated


@hidden
def dead(frame: Frame) -> Numbers:
    """The percentage of units of each hidden layer that pass no error for any example."""
    return 100 * frame.layers.dead


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the saturated outputs, or of the dead units where the activation has no flat ends to saturate at."""
    can_saturate = ACTIVATIONS.build(main.experiment.activation)().saturating
    measure = saturated if can_saturate else dead
    what = "saturated outputs" if can_saturate else "dead units"
    return bars(
        main,
        control,
        measure,
        Axis(0.0, 100.0),
        title=what,
        unit="% of outputs" if can_saturate else "% flat for all examples",
        sentence=_sentence(main, control, measure, what),
        extra=("dead", dead) if can_saturate else None,
        suffix=" %",
        focus=focus.on("saturated" if can_saturate else "dead", times=100),
    )


def _sentence(main: Observation, control: Observation | None, measure: Measure, what: str) -> str:
    most, layer = _most(main, measure)
    compared = aside(control.name, f"{number(_most(control, measure)[0])} %") if control else ""
    if most == 0:
        return sentence(f"no layer has {what}{compared}")
    return sentence(f"layer {layer} has the most {what}, {number(most)} %{compared}")


def _most(observed: Observation, measure: Measure) -> tuple[float, int]:
    shares = np.nan_to_num(values(observed, measure))
    layer = int(shares.argmax())
    return float(shares[layer]), layer + 1


VIEW = View("saturation", "saturated and dead", 9, ("saturated", "dead"), chart)
