"""The gradient of the weights by layer: how much each layer is told to change."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars, towards_input
from quizapp.views.theory import Curve
from quizapp.views.view import View
from sim.frames import Frame
from sim.theory import Prediction


def gradient(frame: Frame) -> Numbers:
    """The rms of dloss/dW of each layer."""
    return frame.layers.weight_gradient


def chart(main: Observation, control: Observation | None, axes: Axes) -> Bars:
    """Bars of the rms of dloss/dW."""
    return bars(
        main,
        control,
        gradient,
        axes.weight_gradient,
        title="weight gradient",
        unit="rms, log scale",
        sentence=towards_input("weight gradient", main, control, gradient),
    )


def theory(found: Prediction) -> Curve:
    """The predicted gradient, read from the last layer to the first as the measured one is."""
    return Curve(found.weight_gradient, found.weight_gradient_band, backward=True)


VIEW = View("weight_gradient", "weight gradient", 2, ("weight_gradient", "update_ratio"), chart, theory)
