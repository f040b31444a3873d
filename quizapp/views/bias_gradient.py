"""The gradient of the biases by layer: it is the error summed over the examples, without the signal from below."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars, towards_input
from quizapp.views.view import View
from sim.frames import Frame


def gradient(frame: Frame) -> Numbers:
    """The rms of dloss/db of each layer."""
    return frame.layers.bias_gradient


def chart(main: Observation, control: Observation | None, axes: Axes) -> Bars:
    """Bars of the rms of dloss/db."""
    return bars(
        main,
        control,
        gradient,
        axes.bias_gradient,
        title="bias gradient",
        unit="rms, log scale",
        sentence=towards_input("bias gradient", main, control, gradient),
    )


VIEW = View("bias_gradient", "bias gradient", 3, ("bias_gradient",), chart)
