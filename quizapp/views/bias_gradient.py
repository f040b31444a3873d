"""The gradient of the biases by layer: it is the error summed over the examples, without the signal from below."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import backward_bars
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from sim.frames import Frame


def gradient(frame: Frame) -> Numbers:
    """The rms of dloss/db of each layer."""
    return frame.layers.bias_gradient


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the rms of dloss/db."""
    axis = axes.bias_gradient if focus.relative_to is None else axes.relative["bias_gradient"]
    return backward_bars(main, control, gradient, axis, "bias gradient", "bias gradient", focus)


VIEW = View("bias_gradient", "bias gradient", 3, ("bias_gradient",), chart)
