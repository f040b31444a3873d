"""The signal by layer: how large the outputs are on their way from the input to the last layer."""

from __future__ import annotations

from dataclasses import replace

from quizapp.charts.model import Bars
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, with_input
from quizapp.views.by_layer import Measure, bars, path_of, relative, unit_of, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.theory import Curve
from quizapp.views.view import View
from quizapp.views.words import journey
from sim.activations import ACTIVATIONS, Activation
from sim.theory import Prediction


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the rms of the outputs h of each layer; the input is the lowest, unless layers are divided by another.

    How large the input is beside one of them says nothing of a claim about layers.
    """
    focus = focus.on("signal", can_divide=True)
    measure = relative(with_input, focus, first=0)
    drawn = bars(
        main,
        control,
        measure,
        axes.signal if focus.relative_to is None else axes.relative["signal"],
        title="signal",
        unit=unit_of(f"rms of outputs{_unbounded(main)}", focus, main.experiment.depth),
        sentence=_sentence(main, control, measure, focus),
        names=("input", *map(str, range(1, main.experiment.depth + 1))),
        focus=focus,
    )
    return drawn if not focus.relative_to or 0 in focus.layers else replace(drawn, rows=drawn.rows[:-1])


def _sentence(main: Observation, control: Observation | None, measure: Measure, focus: Focus) -> str:
    own, other = values(main, measure), values(control, measure)
    start, end = path_of(focus, 0, main.experiment.depth, main.experiment.depth)
    compared = (float(other[start]), float(other[end])) if control and len(other) > max(start, end) else None
    path = f"from {f'layer {start}' if start else 'the input'} to layer {end}"
    said = journey("signal", (float(own[start]), float(own[end])), compared, path, control.name if control else "")
    if not leaves_its_range(main):
        return said
    low, high = _activation(main).span
    return (
        f"{said} Layer {main.experiment.depth} is the output layer, which has no activation: "
        f"its outputs are not held between {low:g} and {high:g}."
    )


def leaves_its_range(main: Observation) -> bool:
    """Whether the outputs of the last layer are larger than those of the activation of the others can be."""
    activation = _activation(main)
    reach = max(map(abs, activation.span))
    return activation.saturating and float(median(main.shown.layers.signal)[-1]) > reach


def _activation(main: Observation) -> Activation:
    found: Activation = ACTIVATIONS.build(main.experiment.activation)()
    return found


def _unbounded(main: Observation) -> str:
    return f" (layer {main.experiment.depth} has no activation)" if leaves_its_range(main) else ""


def theory(found: Prediction) -> Curve:
    """The predicted signal, from the input on."""
    return Curve(found.signal, found.signal_band)


VIEW = View("signal", "signal", 4, ("signal", "preactivation", "diverged"), chart, theory)
