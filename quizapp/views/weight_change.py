"""How far a step moves the weights of each layer: what an optimiser makes of the gradient."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import backward_bars
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from sim.frames import Frame


def change(frame: Frame) -> Numbers:
    """The rms of what the next step takes off the weights of each layer, by the rms of these."""
    return frame.layers.update_ratio


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the share by which a step changes the weights."""
    focus = focus.on("update_ratio", can_divide=True)
    axis = axes.weight_change if focus.relative_to is None else axes.relative["update_ratio"]
    return backward_bars(
        main,
        control,
        change,
        axis,
        "change by a step",
        "share by which a step changes the weights",
        focus,
        unit="share",
    )


VIEW = View("weight_change", "change by a step", 15, ("update_ratio",), chart)
