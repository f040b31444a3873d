"""Lines over training steps: the median over the networks, with a band from the lowest to the highest.

Networks that do not train have one number each, which is a bar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from quizapp.charts.model import Axis, Bar, Bars, Level, Line, Lines, Role, Series
from quizapp.runs.medians import median, median_of_sorted
from quizapp.runs.observation import Observation
from quizapp.views.axes import Numbers, diverged
from sim.frames import Frame

Measure = Callable[[Frame], Numbers]


def lines(
    main: Observation,
    control: Observation | None,
    measure: Measure,
    axis: Axis,
    *,
    title: str,
    unit: str,
    level: Level,
    sentence: str,
    suffix: str = "",
    tested: Measure | None = None,
) -> Lines | Bars:
    """A line for each of main and control, and a level to compare them with; bars if none of them trains.

    Where main has held-out examples, what is `tested` on them is one more line.
    """
    steps = max(observed.experiment.steps for observed in (main, control) if observed)
    if not steps:
        rows = {title: measure} | ({"held out": tested} if tested and has_held_out(main) else {})
        return Bars(
            title,
            unit,
            tuple(_bar(name, each, main, control, level) for name, each in rows.items()),
            axis,
            Series(main.name, control.name if control else None),
            sentence,
            suffix=suffix,
            theory=level.name.partition(" = ")[0],
            warning=diverged(main),
        )
    drawn = [line(main, measure, Role.MAIN)]
    if control:
        drawn.append(line(control, measure, Role.CONTROL))
    if tested and has_held_out(main):
        drawn.append(replace(line(main, tested, Role.HELD_OUT), name="held out", low=None, high=None))
    x_axis = Axis(0.0, float(steps))
    return Lines(
        title,
        unit,
        tuple(drawn),
        x_axis,
        axis,
        sentence,
        note=_band_note(main),
        suffix=suffix,
        levels=(level,),
        warning=diverged(main),
    )


def _bar(name: str, measure: Measure, main: Observation, control: Observation | None, level: Level) -> Bar:
    beside = latest(control, measure) if control else None
    return Bar(name, latest(main, measure), beside, theory=level.y)


def has_held_out(observed: Observation) -> bool:
    """Whether the networks are tested on examples that they do not learn from."""
    return observed.latest.test_loss is not None


def held_out(values: Numbers | None, frame: Frame) -> Numbers:
    """What is measured on held-out examples, of each network."""
    return np.full(len(frame.loss), np.nan) if values is None else values


def _band_note(observed: Observation) -> str:
    seeds = observed.experiment.seeds
    return f"median of {seeds} networks, dots from lowest to highest" if seeds > 1 else ""


def line(observed: Observation, measure: Measure, role: Role) -> Line:
    """The median over the networks at each step; the band leaves out networks that have diverged."""
    values = np.concatenate([measure(frame) for frame in observed.frames]).reshape(len(observed.frames), -1)
    steps = np.array([frame.step for frame in observed.frames], float)
    ordered = np.sort(values, axis=1)
    finite = np.isfinite(ordered).sum(axis=1)
    lowest = np.where(finite > 0, ordered[:, 0], np.nan)
    highest = np.where(finite > 0, ordered[np.arange(len(ordered)), finite - 1], np.nan)
    return Line(observed.name, steps, median_of_sorted(ordered.T), lowest, highest, role)


def latest(observed: Observation, measure: Measure) -> float:
    """The median over the networks now."""
    return float(median(measure(observed.latest)))


def progress(observed: Observation) -> str:
    """How far training has come, to begin a sentence with."""
    now, steps = observed.latest.step, observed.experiment.steps
    return "before training" if now == 0 else f"after {now} of {steps} steps" if now < steps else f"after {now} steps"


def beside(main: Observation, control: Observation) -> str:
    """The name of a control, with how far its training has come where that is elsewhere than that of `main`."""
    if control.latest.step == main.latest.step:
        return control.name
    return f"{control.name}, {'not trained' if not control.experiment.steps else progress(control)}"


def classes(observed: Observation) -> int:
    """How many classes there are to tell apart."""
    return observed.experiment.layer_sizes[-1]
