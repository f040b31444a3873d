"""The size of the weights by layer: at the start it is their spread, the standard deviation that a formula gives."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars, path_of, relative, unit_of, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import journey
from sim.frames import Frame


def size(frame: Frame) -> Numbers:
    """The rms of the weights of each layer."""
    return frame.layers.weight


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the rms of the weights."""
    measure, depth = relative(size, focus), main.experiment.depth
    own, other = values(main, measure), values(control, measure)
    start, end = path_of(focus, 1, depth, depth)
    compared = (float(other[start - 1]), float(other[end - 1])) if control and len(other) >= max(start, end) else None
    return bars(
        main,
        control,
        measure,
        axes.weight if focus.relative_to is None else axes.relative["weight"],
        title="weights",
        unit=unit_of("rms", focus, depth),
        sentence=journey(
            "size of the weights",
            (float(own[start - 1]), float(own[end - 1])),
            compared,
            f"from layer {start} to layer {end}",
            control.name if control else "",
        ),
        focus=focus,
    )


VIEW = View("weights", "weights", 12, ("weight",), chart)
