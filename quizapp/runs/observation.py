"""What has been seen of an experiment so far: the frames that claims are judged by and charts are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from sim.experiment import Experiment
from sim.frames import Frame, Layers


@dataclass(frozen=True)
class Observation:
    """An experiment by its name in the deck, and its frames so far: the first is at initialisation."""

    name: str
    experiment: Experiment
    frames: tuple[Frame, ...]

    @property
    def initial(self) -> Frame:
        """The frame at initialisation."""
        return self.frames[0]

    @property
    def latest(self) -> Frame:
        """The newest frame."""
        return self.frames[-1]

    @property
    def shown(self) -> Frame:
        """The newest frame in which most networks still compute finite numbers: once they diverged, the last before."""
        return next(
            (frame for frame in reversed(self.frames) if 2 * frame.diverged.sum() <= len(frame.loss)), self.initial
        )

    def until(self, step: int) -> Observation:
        """What had been observed at a step; at least the frame at initialisation."""
        return replace(self, frames=tuple(frame for frame in self.frames if frame.step <= step) or self.frames[:1])

    def and_then(self, frame: Frame) -> Observation:
        """The observation with one more frame."""
        return replace(self, frames=(*self.frames, frame))


def arrays_of(frame: Frame) -> list[np.ndarray[Any, Any]]:
    """All arrays of a frame: loss, accuracy, input signal, histograms, each measure of its layers, then any weights."""
    layers = [getattr(frame.layers, field.name) for field in fields(Layers)]
    weights = [] if frame.weights is None else [frame.weights]
    shown = frame.histograms
    return [frame.loss, frame.accuracy, frame.input_signal, shown.shares, shown.sizes, *layers, *weights]


def joined(frames: Sequence[Frame]) -> Frame:
    """Frames of different networks as one frame of all of them; histograms and weights stay those of the first."""
    return replace(
        frames[0],
        step=max(frame.step for frame in frames),
        loss=np.concatenate([frame.loss for frame in frames]),
        accuracy=np.concatenate([frame.accuracy for frame in frames]),
        input_signal=np.concatenate([frame.input_signal for frame in frames]),
        layers=Layers(**{field.name: _stacked(frames, field.name) for field in fields(Layers)}),
        divergences=tuple(divergence for frame in frames for divergence in frame.divergences),
    )


def part_of(frame: Frame, networks: slice) -> Frame:
    """The frame of some of its networks; the histograms stay those of its first one, whose weights go with it alone."""
    layers = {field.name: getattr(frame.layers, field.name)[networks] for field in fields(Layers)}
    return replace(
        frame,
        loss=frame.loss[networks],
        accuracy=frame.accuracy[networks],
        input_signal=frame.input_signal[networks],
        layers=Layers(**layers),
        divergences=frame.divergences[networks],
        weights=None if networks.start else frame.weights,
    )


def _stacked(frames: Sequence[Frame], measure: str) -> np.ndarray:
    return np.concatenate([getattr(frame.layers, measure) for frame in frames])
