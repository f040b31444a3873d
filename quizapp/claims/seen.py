"""What the measures of a claim come out as: by the frames of all that it speaks of, or at every step of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.operators import Numbers
from quizapp.claims.tree import JACOBIAN, SCALARS, SIZES, Measure, measures_in
from quizapp.runs.observation import Observation
from sim.frames import Frame
from sim.sizes import rms


@dataclass(frozen=True)
class Seen:
    """The latest frames of all that a claim about `subject` speaks of, and those of the moments that it names."""

    observed: Mapping[str, Observation]
    subject: str
    known: dict[Measure, Numbers] = field(default_factory=dict, compare=False, repr=False)

    def of(self, measure: Measure) -> Observation:
        """The observation of the experiment on which something is measured."""
        return self.observed[measure.experiment or self.subject]

    def frame(self, measure: Measure) -> Frame | None:
        """The frame in which something is measured, or None if the run has not come to that."""
        seen = self.of(measure)
        if measure.at is not None:
            return seen.at(measure.at)
        return seen.initial if measure.initial else seen.latest

    @cached_property
    def networks(self) -> int:
        """How many networks all experiments have: they are paired one by one, and what one has more is left out."""
        return min((len(seen.latest.loss) for seen in self.observed.values()), default=1)

    def spread(self, values: Numbers) -> Numbers:
        """A number for each network."""
        return np.broadcast_to(values, np.broadcast_shapes(values.shape, (self.networks,)))

    def happened(self, measure: Measure) -> Numbers:
        """(S,) 1 where a network has diverged, 0 where it has not, nan where that is not known yet."""
        frame = self.frame(measure)
        if frame is None:
            return np.full(self.networks, np.nan)
        return frame.diverged[: self.networks].astype(float)

    def value(self, measure: Measure) -> Numbers:
        """(S,) what is measured, or (S, L) of all layers; nan in networks that had diverged.

        It is kept, as the truth, the margin and the words of a claim ask for it again and again.
        """
        if measure not in self.known:
            self.known[measure] = self._value(measure)
        return self.known[measure]

    def _value(self, measure: Measure) -> Numbers:
        if measure.name in SIZES:
            return np.asarray(float(getattr(self.of(measure).experiment, measure.name)))
        frame = self.frame(measure)
        if frame is None:
            return np.full(self.networks, np.nan)
        values = _of_frame(measure, frame)[: self.networks]
        diverged = frame.diverged[: self.networks]
        lost = np.isfinite(values) & (diverged[:, None] if values.ndim == 2 else diverged)
        return np.where(lost, np.nan, values)

    def steps(self, measure: Measure) -> Steps:
        """All steps so far of the experiment whose steps are counted."""
        return Steps(self.of(measure), self.networks)

    def had_diverged(self, measure: Measure) -> NDArray[np.bool_]:
        """(S,) in which networks something was measured in a frame in which they had diverged."""
        frame = self.frame(measure)
        if frame is None or measure.name in SIZES:
            return np.zeros(self.networks, bool)
        return frame.diverged[: self.networks]


@dataclass(frozen=True)
class Steps:
    """What was traced of one experiment: its networks at every step, one after the other as if all were networks."""

    seen: Observation
    each: int

    @property
    def reached(self) -> int:
        """The step up to which something was traced; -1 if nothing was."""
        return max((len(numbers) for numbers in self.seen.latest.trace.values()), default=0) - 1

    @property
    def networks(self) -> int:
        """How many numbers there are of a measure, of all networks at all steps."""
        return (self.reached + 1) * self.each

    def spread(self, values: Numbers) -> Numbers:
        """A number for each network at each step."""
        return np.broadcast_to(values, np.broadcast_shapes(values.shape, (self.networks,)))

    def happened(self, measure: Measure) -> Numbers:
        """Nothing that happens is traced."""
        raise AssertionError(measure)

    def value(self, measure: Measure) -> Numbers:
        """What was traced of a measure at all steps, or at the first of them again and again."""
        if measure.name in SIZES:
            return np.asarray(float(getattr(self.seen.experiment, measure.name)))
        numbers = self.seen.latest.trace[measure.name][:, : self.each]
        return np.ravel(np.broadcast_to(numbers[:1], numbers.shape) if measure.initial else numbers)

    def first(self, true: Numbers) -> Numbers:
        """(S,) the first step at which something is true of a network: inf if at none, nan where that cannot be told.

        It cannot if the network diverged before, or if it is undecided whether an earlier step is one.
        """
        at_steps = np.reshape(self.spread(true), (self.reached + 1, self.each))
        never = np.where(self.seen.latest.diverged[: self.each], np.nan, np.inf)
        possible = at_steps != 0  # true, or undecided
        first = possible.argmax(axis=0)
        told = np.where(np.take_along_axis(at_steps, first[None], axis=0)[0] == 1, first, np.nan)
        return np.where(possible.any(axis=0), told, never)


def is_traced(measure: Measure, steps: Steps) -> bool:
    """Whether all that a condition looks at was traced."""
    assert measure.until is not None
    named = {each.name for each in measures_in(measure.until) if each.name not in SIZES}
    return named <= set(steps.seen.latest.trace)


def _of_frame(measure: Measure, frame: Frame) -> Numbers:
    if measure.name in JACOBIAN:
        return _of_jacobian(measure.name, frame)
    if measure.name in SCALARS:
        values: Numbers | None = getattr(frame, measure.name)
        return np.full(len(frame.loss), np.nan) if values is None else values
    if measure.layer == 0:
        return frame.input_signal
    layers: Numbers = getattr(frame.layers, measure.name)
    if measure.layer is None:
        return layers
    return layers[:, measure.layer - 1 if measure.layer > 0 else measure.layer]


def _of_jacobian(name: str, frame: Frame) -> Numbers:
    if frame.jacobian is None:
        return np.full(len(frame.loss), np.nan)
    if name == "jacobian_rms":
        return rms(frame.jacobian)
    return frame.jacobian[:, 0 if name == "jacobian_max" else -1]
