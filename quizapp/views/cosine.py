"""The cosine of two examples by layer: how alike the layers make what the network is shown."""

from __future__ import annotations

from quizapp.charts.model import Axis, Bars
from quizapp.charts.numbers import precise
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars, path_of, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


def cosine(frame: Frame) -> Numbers:
    """The mean cosine of two examples in each layer."""
    return frame.layers.example_cosine


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the mean cosine, from 0 to 1; as they are where a claim divides them, for some may be below 0."""
    return bars(
        main,
        control,
        cosine,
        Axis(0.0, 1.0),
        title="cosine of two examples",
        unit="mean over all pairs",
        sentence=_sentence(main, control, focus),
        focus=focus.on("example_cosine"),
    )


def _sentence(main: Observation, control: Observation | None, focus: Focus) -> str:
    start, end = path_of(focus, 1, max(main.experiment.depth - 1, 1), main.experiment.depth)
    own, other = values(main, cosine), values(control, cosine)
    compared = aside(control.name, _path(other, start, end)) if control and len(other) >= max(start, end) else ""
    return sentence(f"the cosine of two examples is {_path(own, start, end)}{compared}")


def _path(cosines: Numbers, start: int, end: int) -> str:
    first, last = (precise(float(cosines[layer - 1])) for layer in (start, end))
    return f"{first} in layer {start}" + (f" and {last} in layer {end}" if end != start else "")


VIEW = View("cosine", "cosine", 14, ("example_cosine",), chart)
