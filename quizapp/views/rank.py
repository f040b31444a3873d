"""The effective rank by layer: in how many directions the outputs of each layer spread."""

from __future__ import annotations

from quizapp.charts.model import Axis, Bars, Scale
from quizapp.charts.numbers import precise
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars, path_of, relative, unit_of, values
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


def rank(frame: Frame) -> Numbers:
    """In how many directions the outputs of each layer spread."""
    return frame.layers.effective_rank


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the effective rank, from 0 to the width of the widest layer; a quotient on a log axis around 1."""
    widest = float(max(_widest(main), _widest(control) if control else 1))
    is_quotient = focus.relative_to is not None
    return bars(
        main,
        control,
        relative(rank, focus),
        Axis(1 / max(widest, 2.0), max(widest, 2.0), Scale.LOG) if is_quotient else Axis(0.0, widest),
        title="rank",
        unit=unit_of("", focus, main.experiment.depth) if is_quotient else _unit(main, control),
        sentence=_sentence(main, control, focus),
        focus=focus,
    )


def _unit(main: Observation, control: Observation | None) -> str:
    own, others = _units(main), _units(control) if control else 0
    beside = f", {others} in that of {control.name}" if control and others != own else ""
    return f"directions, of {own} in a layer{beside}"


def _sentence(main: Observation, control: Observation | None, focus: Focus) -> str:
    start, end = path_of(focus, 1, max(main.experiment.depth - 1, 1), main.experiment.depth)
    said = f"the outputs of layer {start} spread in {_directions(main, start)}"
    if end != start:
        said += f", those of layer {end} in {precise(_at(main, end))}"
    if control is None or control.experiment.depth < max(start, end):
        return sentence(said)
    compared = " and ".join(precise(_at(control, layer)) for layer in dict.fromkeys((start, end)))
    return sentence(f"{said}{aside(control.name, compared)}")


def _directions(observed: Observation, layer: int) -> str:
    said = precise(_at(observed, layer))
    return f"{said} direction{'s' * (said != '1')} of {observed.experiment.layer_sizes[layer]}"


def _at(observed: Observation, layer: int) -> float:
    return float(values(observed, rank)[layer - 1])


def _units(observed: Observation) -> int:
    return observed.experiment.layer_sizes[1]


def _widest(observed: Observation) -> int:
    return max(observed.experiment.layer_sizes[1:])


VIEW = View("rank", "rank", 13, ("effective_rank",), chart)
