"""Watching several experiments train side by side, step by step, at a speed that people can follow.

`watch` computes, `Pace` says how fast, and `Latest` hands the newest observation to whoever draws it: the computing
thread never waits for the screen, and the screen never waits for the computing thread.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

from quizapp.runs.observation import Observation
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import Wanted, run

Observations = Mapping[str, Observation]
#: What yields the frames of an experiment at the steps that are wanted: `sim.training.run`, or what remembers it.
Runner = Callable[[Experiment, Wanted], Iterator[Frame]]
T = TypeVar("T")

#: Seconds that a run takes at normal speed, if the computer can keep up.
SECONDS = 4.0
FRAMES_PER_SECOND = 12
#: The first steps are shown one by one and slower, because much is decided in them.
SLOW_STEPS, SLOW_FRAMES_PER_SECOND = 8, 5
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, math.inf)
NORMAL = SPEEDS.index(1.0)
#: Seconds for which a run rests after each frame at any speed, so that the screen stays quick.
MIN_FRAME_GAP = 0.002
#: More frames than this are thinned out to every second one.
MAX_FRAMES = 400


class _Cancelled(Exception):
    """Ends a run in the middle of its steps."""


def never() -> bool:
    """Do not cancel."""
    return False


def watch(
    experiments: Mapping[str, Experiment],
    wanted: Wanted,
    cancelled: Callable[[], bool] = never,
    runner: Runner = run,
) -> Iterator[Observations]:
    """Run experiments in step with one another, and yield all that was observed after each wanted step.

    `cancelled` is asked before every training step; once it says yes, nothing more is computed or yielded.
    """
    decisions: dict[int, bool] = {}

    def decide(step: int) -> bool:
        if cancelled():
            raise _Cancelled
        if step not in decisions:
            decisions[step] = wanted(step)
        return decisions[step]

    runs = {name: runner(experiment, decide) for name, experiment in experiments.items()}
    seen: dict[str, Observation] = {}
    with suppress(_Cancelled):
        while runs and not cancelled():
            for name in list(runs):
                frame = next(runs[name], None)
                if frame is None:
                    del runs[name]
                elif name in seen:
                    seen[name] = _thinned(seen[name].and_then(frame))
                else:
                    seen[name] = Observation(name, experiments[name], (frame,))
            if runs:
                yield dict(seen)


def _thinned(observed: Observation) -> Observation:
    if len(observed.frames) <= MAX_FRAMES:
        return observed
    kept = (*observed.frames[:-1:2], observed.frames[-1])
    return Observation(observed.name, observed.experiment, kept)


class Latest(Generic[T]):
    """One slot that holds the newest letter: putting never waits, and taking empties it.

    `on_new` is called when a letter is put into the empty slot, by whoever puts it.
    """

    def __init__(self, on_new: Callable[[], object] | None = None) -> None:
        self._on_new = on_new
        self._value: T | None = None
        self._lock = threading.Lock()

    def put(self, value: T) -> None:
        """Put a letter in place of the last one."""
        with self._lock:
            was_empty, self._value = self._value is None, value
        if was_empty and self._on_new is not None:
            self._on_new()

    def take(self) -> T | None:
        """Take the newest letter out, or None if there is none."""
        with self._lock:
            value, self._value = self._value, None
            return value


class Pace:
    """How fast a run goes, set by one thread and kept by another: speed, pause, single steps and stopping."""

    def __init__(self, steps: int, speed: int = NORMAL, still: bool = False) -> None:
        """A pace for a run of `steps` steps; a `still` one shows the beginning and the end, and nothing that moves."""
        self.steps = max(steps, 1)
        self.speed = speed
        self.still = still
        self.paused = False
        self.stopped = False
        self._single_steps = 0
        self._next_frame = 1
        self._last = -math.inf
        self._changed = threading.Condition()

    @property
    def factor(self) -> float:
        """How many times normal speed; inf is as fast as the computer can."""
        return SPEEDS[self.speed]

    def change_speed(self, by: int) -> None:
        """Go one or more notches faster (positive) or slower (negative)."""
        self._change(speed=min(max(self.speed + by, 0), len(SPEEDS) - 1))

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        self._change(paused=not self.paused)

    def step_once(self) -> None:
        """Pause, and let one training step through."""
        with self._changed:
            self._single_steps += 1
        self._change(paused=True)

    def stop(self) -> None:
        """End the run within one training step."""
        self._change(stopped=True)

    def _change(self, **values: object) -> None:
        with self._changed:
            self.__dict__.update(values)
            self._changed.notify_all()

    def wants(self, step: int) -> bool:
        """Whether the frame of this step is to be shown."""
        return not self.still and step >= self._next_frame

    def wait(self, step: int, clock: Callable[[], float] = time.monotonic) -> bool:
        """Wait until the frame after `step` is due, and say whether to go on at all."""
        shown = clock()
        if step == 0:
            self._last = shown
        with self._changed:
            while not self.stopped:
                now = clock()
                if self.paused and self._single_steps:
                    self._single_steps -= 1
                    return self._go(step + 1, now)
                due = max(self._last + self._interval(step), shown + MIN_FRAME_GAP)
                if not self.paused and (now >= due or self.still):
                    return self._go(step + self._stride(step), now)
                self._changed.wait(None if self.paused else due - now)
        return False

    def _go(self, next_frame: int, now: float) -> bool:
        self._next_frame, self._last = next_frame, now
        return True

    def _stride(self, step: int) -> int:
        """Training steps from the frame of `step` to the next."""
        if step < SLOW_STEPS and not math.isinf(self.factor):
            return 1
        steps_per_second = self.steps / SECONDS * min(self.factor, 1e3)
        return max(1, round(steps_per_second / FRAMES_PER_SECOND))

    def _interval(self, step: int) -> float:
        """Seconds from the frame of `step` to the next."""
        if step < SLOW_STEPS:
            return 1 / SLOW_FRAMES_PER_SECOND / self.factor
        return self._stride(step) * SECONDS / (self.steps * self.factor)
