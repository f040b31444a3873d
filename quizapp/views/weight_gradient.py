"""The gradient of the weights by layer: how much each layer is told to change."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import backward_bars
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.theory import Curve
from quizapp.views.view import View
from sim.frames import Frame
from sim.theory import Prediction


def gradient(frame: Frame) -> Numbers:
    """The rms of dloss/dW of each layer."""
    return frame.layers.weight_gradient


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the rms of dloss/dW."""
    focus = focus.on("weight_gradient", can_divide=True)
    axis = axes.weight_gradient if focus.relative_to is None else axes.relative["weight_gradient"]
    return backward_bars(main, control, gradient, axis, "weight gradient", "weight gradient", focus)


def theory(found: Prediction) -> Curve:
    """The predicted gradient, read from the last layer to the first as the measured one is."""
    return Curve(found.weight_gradient, found.weight_gradient_band, backward=True)


VIEW = View("weight_gradient", "weight gradient", 2, ("weight_gradient",), chart, theory)
