"""What has been seen of an experiment so far: the frames that claims are judged by and charts are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from sim.experiment import Experiment
from sim.frames import Frame, Layers

#: Numbers that only some frames have, one for each network or a row of them.
OF_NETWORKS = ("test_loss", "test_accuracy", "jacobian")
#: How the name of an array of a trace begins.
TRACE = "trace."


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

    def at(self, step: int) -> Frame | None:
        """The frame of a step, or the last one of a run that ended before it; None while it has not come to that."""
        found = next((frame for frame in self.frames if frame.step == step), None)
        over = self.latest.step < step and (self.latest.step >= self.experiment.steps or self.latest.diverged.all())
        return self.latest if found is None and over else found

    @property
    def untrained(self) -> Observation:
        """What would be observed with a learning rate of 0: the frame at initialisation, at all moments."""
        start, steps = self.initial, self.experiment.steps
        trace = {name: np.repeat(numbers[:1], steps + 1, axis=0) for name, numbers in start.trace.items()}
        moments = [step for step in self.experiment.asked.moments if 0 < step < steps]
        frames = [replace(start, step=step) for step in moments]
        return replace(self, frames=(start, *frames, replace(start, step=steps, trace=trace)))

    def until(self, step: int) -> Observation:
        """What had been observed at a step; at least the frame at initialisation."""
        return replace(self, frames=tuple(frame for frame in self.frames if frame.step <= step) or self.frames[:1])

    def and_then(self, frame: Frame) -> Observation:
        """The observation with one more frame."""
        return replace(self, frames=(*self.frames, frame))


def arrays_of(frame: Frame) -> list[np.ndarray[Any, Any]]:
    """All arrays of a frame: loss, accuracy, input signal, histograms, each measure of its layers, then `others_of`."""
    layers = [getattr(frame.layers, field.name) for field in fields(Layers)]
    shown = frame.histograms
    return [
        frame.loss, frame.accuracy, frame.input_signal, shown.shares, shown.sizes, *layers, *others_of(frame).values()
    ]  # fmt: skip


def others_of(frame: Frame) -> dict[str, np.ndarray[Any, Any]]:
    """The arrays that not every frame has, by name; those of a trace as `trace.loss`."""
    found = {name: getattr(frame, name) for name in (*OF_NETWORKS, "weights")}
    traced = {f"{TRACE}{name}": numbers for name, numbers in frame.trace.items()}
    return {name: array for name, array in found.items() if array is not None} | traced


def with_others(frame: Frame, others: Mapping[str, np.ndarray[Any, Any]]) -> Frame:
    """The frame with the arrays that `others_of` gave."""
    traced = {name.removeprefix(TRACE): each for name, each in others.items() if name.startswith(TRACE)}
    named: dict[str, Any] = {name: each for name, each in others.items() if not name.startswith(TRACE)}
    return replace(frame, trace=traced, **named)


def joined(frames: Sequence[Frame]) -> Frame:
    """Frames of different networks as one frame of all of them; histograms and weights stay those of the first."""
    others: dict[str, Any] = {name: _joined_numbers([getattr(each, name) for each in frames]) for name in OF_NETWORKS}
    return replace(
        frames[0],
        step=max(frame.step for frame in frames),
        loss=np.concatenate([frame.loss for frame in frames]),
        accuracy=np.concatenate([frame.accuracy for frame in frames]),
        input_signal=np.concatenate([frame.input_signal for frame in frames]),
        layers=Layers(**{field.name: _stacked(frames, field.name) for field in fields(Layers)}),
        divergences=tuple(divergence for frame in frames for divergence in frame.divergences),
        trace=_joined_traces([frame.trace for frame in frames]),
        **others,
    )


def _joined_numbers(parts: Sequence[np.ndarray[Any, Any] | None]) -> np.ndarray[Any, Any] | None:
    known = [part for part in parts if part is not None]
    return np.concatenate(known) if len(known) == len(parts) else None


def _joined_traces(parts: Sequence[Mapping[str, np.ndarray[Any, Any]]]) -> dict[str, np.ndarray[Any, Any]]:
    """Traces side by side; those of networks that all diverged early are filled up with nan."""

    def filled(numbers: np.ndarray[Any, Any], steps: int) -> np.ndarray[Any, Any]:
        return np.pad(numbers, ((0, steps - len(numbers)), (0, 0)), constant_values=np.nan)

    longest = {name: max(len(part[name]) for part in parts) for name in parts[0]}
    return {name: np.hstack([filled(part[name], steps) for part in parts]) for name, steps in longest.items()}


def part_of(frame: Frame, networks: slice) -> Frame:
    """The frame of some of its networks; the histograms stay those of its first one, whose weights go with it alone."""
    layers = {field.name: getattr(frame.layers, field.name)[networks] for field in fields(Layers)}
    others = {name: getattr(frame, name) for name in OF_NETWORKS}
    own: dict[str, Any] = {name: None if each is None else each[networks] for name, each in others.items()}
    return replace(
        frame,
        loss=frame.loss[networks],
        accuracy=frame.accuracy[networks],
        input_signal=frame.input_signal[networks],
        layers=Layers(**layers),
        divergences=frame.divergences[networks],
        weights=None if networks.start else frame.weights,
        trace={name: numbers[:, networks] for name, numbers in frame.trace.items()},
        **own,
    )


def _stacked(frames: Sequence[Frame], measure: str) -> np.ndarray:
    return np.concatenate([getattr(frame.layers, measure) for frame in frames])
