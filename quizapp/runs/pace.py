"""How fast a run goes, so that people can follow it: speed, pause, single steps and stopping."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from sim.training import Wanted

#: Seconds that a run takes at normal speed, if the computer can keep up.
SECONDS = 4.0
FRAMES_PER_SECOND = 12
#: The first steps are shown one by one and slower, because much is decided in them.
SLOW_STEPS, SLOW_FRAMES_PER_SECOND = 8, 5
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, math.inf)
NORMAL = SPEEDS.index(1.0)
#: Seconds for which a run rests after each frame at any speed, so that the screen stays quick.
MIN_FRAME_GAP = 0.002
#: Seconds that a frame may cost beside its steps, for measuring and drawing.
FRAME = 0.05
#: The share of what is known of the cost of a step that the next frame leaves as it is.
SMOOTH = 0.7


def shown_at_normal_speed(steps: int) -> Wanted:
    """Which steps of a run are shown to somebody who lets it run as it does by itself."""
    pace, shown = Pace(steps), [0]
    while shown[-1] < steps:
        shown.append(shown[-1] + pace.stride(shown[-1]))
    return frozenset(shown).__contains__


class Pace:
    """How fast a run goes, set by one thread and kept to by another."""

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
        self._released: tuple[int, float] | None = None
        self._seconds_a_step = 0.0
        self._changed = threading.Condition()

    @property
    def factor(self) -> float:
        """How many times normal speed; inf is as fast as the computer can."""
        return SPEEDS[self.speed]

    @property
    def can_be_faster(self) -> bool:
        """Whether there is a faster speed."""
        return self.speed < len(SPEEDS) - 1

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
        self._note_cost(step, shown)
        with self._changed:
            while not self.stopped:
                now = clock()
                if self.paused and self._single_steps:
                    self._single_steps -= 1
                    return self._go(step, step + 1, now)
                due = max(self._last + self._interval(step), shown + MIN_FRAME_GAP)
                if not self.paused and (now >= due or self.still):
                    return self._go(step, step + self.stride(step), now)
                self._changed.wait(None if self.paused else due - now)
        return False

    def _go(self, step: int, next_frame: int, now: float) -> bool:
        self._next_frame, self._last, self._released = next_frame, now, (step, now)
        return True

    def _note_cost(self, step: int, ready: float) -> None:
        """Note what a step costs the computer: what it took now, and for a share what it took before."""
        if self._released is None or step <= self._released[0]:
            return
        before, since = self._released
        latest = max(ready - since - FRAME, 0.0) / (step - before)
        known = self._seconds_a_step or latest
        self._seconds_a_step = SMOOTH * known + (1 - SMOOTH) * latest

    def seconds_left(self, step: int) -> float:
        """How long the rest of the run after the frame of `step` takes at this speed, as far as that is known."""
        slow = max(min(SLOW_STEPS, self.steps) - step, 0)
        usual = max(self.steps - step - slow, 0)
        per_slow = max(1 / SLOW_FRAMES_PER_SECOND / self.factor, self._seconds_a_step)
        per_usual = max(SECONDS / (self.steps * self.factor), self._seconds_a_step)
        return slow * per_slow + usual * per_usual

    def stride(self, step: int) -> int:
        """Training steps from the frame of `step` to the next.

        They are odd: by an even number a loss that leaps up and down in turn would be seen at its lows alone.
        """
        if step < SLOW_STEPS and not math.isinf(self.factor):
            return 1
        steps_per_second = self.steps / SECONDS * min(self.factor, 1e3)
        return 2 * int(steps_per_second / FRAMES_PER_SECOND / 2) + 1

    def _interval(self, step: int) -> float:
        """Seconds from the frame of `step` to the next."""
        if step < SLOW_STEPS:
            return 1 / SLOW_FRAMES_PER_SECOND / self.factor
        return self.stride(step) * SECONDS / (self.steps * self.factor)
