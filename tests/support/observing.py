"""Runs to look at for the tests of views: real ones, and some made of whatever numbers."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from quizapp.views import VIEWS, Observation, axes_for
from sim.experiment import Experiment
from sim.frames import Divergence, Frame, Layers
from sim.frames import Histograms as FrameHistograms
from sim.training import run

SEEDS, DEPTH, WIDTH = 4, 5, 6


def observe(name: str, **fields: Any) -> Observation:
    experiment = Experiment(**{"seeds": 3, "samples": 32, "width": 8, "steps": 0, **fields})
    return Observation(name, experiment, tuple(run(experiment)))


def handmade(values: Callable[[tuple[int, ...]], np.ndarray[Any, Any]], frames: int = 2, bad: int = 0) -> Observation:
    """Frames with the numbers that `values(shape)` gives, whatever they are."""
    experiment = Experiment(depth=DEPTH, width=WIDTH, seeds=SEEDS, steps=10)
    names = [field.name for field in dataclasses.fields(Layers)]
    layers = {name: values((SEEDS, DEPTH)) for name in names}
    layers |= {name: layers[name].clip(0, 1) for name in ("saturated", "dead")}
    divergences = tuple(Divergence(1, 2) if network < bad else None for network in range(SEEDS))
    made = [
        Frame(
            step,
            values((SEEDS,)),
            values((SEEDS,)).clip(0, 1),
            values((SEEDS,)),
            Layers(**layers),
            FrameHistograms((1, 4), -1.0, 1.0, np.full((2, 12), 1 / 12)),
            divergences,
        )
        for step in range(frames)
    ]
    return Observation("odd", experiment, tuple(made))


def with_delta(observed: Observation, delta: np.ndarray[Any, Any]) -> Observation:
    frame = observed.latest
    changed = dataclasses.replace(frame, layers=dataclasses.replace(frame.layers, delta=delta))
    return dataclasses.replace(observed, frames=(*observed.frames[:-1], changed))


def chart_of(view: str, main: Observation, control: Observation | None = None) -> Any:
    axes = axes_for(observed.frames[0] for observed in (main, control) if observed)
    return VIEWS[view].drawn(main, control, axes)


def with_theory(view: str, main: Observation) -> Any:
    return VIEWS[view].drawn(main, None, axes_for([main.initial]), with_theory=True)
