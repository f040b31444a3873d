"""The backpropagated error by layer: how much of it arrives where."""

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


def delta(frame: Frame) -> Numbers:
    """The rms of dloss/dz of each layer."""
    return frame.layers.delta


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the rms of dloss/dz."""
    axis = axes.error if focus.relative_to is None else axes.relative["delta"]
    return backward_bars(main, control, delta, axis, "backpropagated error", "error", focus)


def theory(found: Prediction) -> Curve:
    """The predicted error, which goes from the last layer to the first."""
    return Curve(found.delta, found.delta_band, backward=True)


VIEW = View("error", "backpropagated error", 1, ("delta",), chart, theory)
