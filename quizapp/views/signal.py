"""The signal by layer: how large the outputs are on their way from the input to the last layer."""

from __future__ import annotations

from quizapp.charts.model import Bars
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, with_input
from quizapp.views.by_layer import bars, values
from quizapp.views.theory import Curve
from quizapp.views.view import View
from quizapp.views.words import journey
from sim.theory import Prediction


def chart(main: Observation, control: Observation | None, axes: Axes) -> Bars:
    """Bars of the rms of the outputs h of each layer; the input is the lowest one."""
    depth = main.experiment.depth
    return bars(
        main,
        control,
        with_input,
        axes.signal,
        title="signal",
        unit="rms of outputs, log scale",
        sentence=_sentence(main, control),
        names=("input", *map(str, range(1, depth + 1))),
    )


def _sentence(main: Observation, control: Observation | None) -> str:
    own, other = values(main, with_input), values(control, with_input)
    compared = (float(other[0]), float(other[-1])) if control else None
    path = f"from the input to layer {main.experiment.depth}"
    return journey("signal", (float(own[0]), float(own[-1])), compared, path, control.name if control else "")


def theory(found: Prediction) -> Curve:
    """The predicted signal, from the input on."""
    return Curve(found.signal, found.signal_band)


VIEW = View("signal", "signal", 4, ("signal", "preactivation", "diverged"), chart, theory)
