"""Frames with numbers chosen by hand, and claims judged by them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from quizapp.claims import Verdict, judge, parse_claim
from quizapp.runs.observation import Observation
from sim import Divergence, Experiment, Frame, Histograms, Layers
from sim.frames import layer_names

NAN, INF = math.nan, math.inf
EXPERIMENTS = {
    "tiny": Experiment(depth=3, width=4, seeds=2),
    "deep": Experiment(depth=9, width=8, seeds=2),
    "deep-he": Experiment(depth=5, width=16, seeds=2),
}


def frame(
    layers: Mapping[str, Sequence[Sequence[float]]] | None = None,
    depth: int = 3,
    loss: Sequence[float] = (1.0, 1.0),
    accuracy: Sequence[float] = (0.5, 0.5),
    signal: Sequence[float] = (1.0, 1.0),
    diverged: Sequence[bool] = (False, False),
) -> Frame:
    """A frame of len(loss) networks with these numbers; every measure that is not given is 1 in all layers."""
    ones = {name: np.ones((len(loss), depth)) for name in layer_names()}
    given_layers = {name: np.array(values, float) for name, values in (layers or {}).items()}
    return Frame(
        step=0,
        loss=np.array(loss, float),
        accuracy=np.array(accuracy, float),
        input_signal=np.array(signal, float),
        layers=Layers(**{**ones, **given_layers}),
        histograms=Histograms((1,), -1.0, 1.0, np.zeros((1, 50))),
        divergences=tuple(Divergence(1, 1) if each else None for each in diverged),
    )


def seen(name: str, *frames: Frame) -> Observation:
    return Observation(name, EXPERIMENTS[name], frames)


def verdict(text: str, *frames: Frame) -> Verdict:
    return judge(parse_claim(text, EXPERIMENTS, "tiny"), {"tiny": seen("tiny", *frames)}, "tiny")
