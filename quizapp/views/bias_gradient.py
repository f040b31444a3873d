"""The gradient of the biases by layer: it is the error summed over the examples, without the signal from below."""

from __future__ import annotations

from dataclasses import replace

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import backward_bars, path_of, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import sentence
from sim.frames import Frame

#: Errors of which less than this share of their sizes is left in the sum over the examples cancel almost wholly.
CANCELLED = 1e-3


def gradient(frame: Frame) -> Numbers:
    """The rms of dloss/db of each layer."""
    return frame.layers.bias_gradient


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the rms of dloss/db; where hardly anything is left of the errors in the sum, the sentence says so."""
    axis = axes.bias_gradient if focus.relative_to is None else axes.relative["bias_gradient"]
    found = backward_bars(main, control, gradient, axis, "bias gradient", "bias gradient", focus)
    said = cancelling(main, focus)
    return replace(found, sentence=f"{found.sentence} {said}") if said else found


def cancelling(main: Observation, focus: Focus = WHOLE) -> str:
    """A sentence on the layers, of those that the chart's sentence names, in which errors of opposite sign cancel."""
    gradients, errors = values(main, gradient), values(main, lambda frame: frame.layers.delta)
    ends = dict.fromkeys(path_of(focus, len(errors), 1, len(errors)))
    most = CANCELLED * main.experiment.batch * errors
    layers = [layer for layer in ends if gradients[layer - 1] < most[layer - 1]]
    if not layers:
        return ""
    where = f"layer{'s' * (len(layers) > 1)} {' and '.join(map(str, layers))}"
    return sentence(f"at {where} errors of opposite sign cancel almost wholly in the sum over the examples")


VIEW = View("bias_gradient", "bias gradient", 3, ("bias_gradient",), chart)
