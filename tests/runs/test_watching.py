"""Runs side by side: they show what running alone shows, stop at once, and go as fast as they are told."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest

from quizapp.runs import watching as live
from quizapp.runs.latest import Latest
from quizapp.runs.pace import FRAMES_PER_SECOND, MIN_FRAME_GAP, SPEEDS, Pace
from quizapp.runs.watching import MAX_FRAMES, watch
from sim import Experiment, Frame, Layers, ends_only, every, run
from sim.training import all_steps

SMALL = Experiment(depth=2, width=4, samples=8, seeds=2, steps=12)
OTHER = SMALL.replace(init="he_normal", activation="relu")
SHORT = SMALL.replace(steps=5)
EXPLODING = SMALL.replace(depth=8, activation="identity", init="normal(std=1000000)", steps=12)


def assert_same(left: Frame, right: Frame) -> None:
    assert left.step == right.step
    for name in ("loss", "accuracy", "input_signal"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))
    for field in fields(Layers):
        np.testing.assert_array_equal(getattr(left.layers, field.name), getattr(right.layers, field.name))


@pytest.mark.parametrize("interval", [1, 3, 5, 100])
def test_running_in_step_gives_the_frames_of_running_alone(interval: int) -> None:
    experiments = {"main": SMALL, "control": OTHER}
    *_, observations = watch(experiments, every(interval))
    for name, experiment in experiments.items():
        alone = list(run(experiment, every(interval)))
        assert len(observations[name].frames) == len(alone)
        for seen, expected in zip(observations[name].frames, alone, strict=True):
            assert_same(seen, expected)


def test_every_sight_shows_all_experiments_at_the_same_step() -> None:
    for observations in watch({"main": SMALL, "control": OTHER}, all_steps):
        assert observations["main"].latest.step == observations["control"].latest.step


def test_one_experiment_alone_is_seen_from_start_to_end() -> None:
    all_observations = list(watch({"main": SMALL}, ends_only))
    assert [observations["main"].latest.step for observations in all_observations] == [0, 12]


def test_a_shorter_experiment_waits_at_its_end_for_the_longer_one() -> None:
    all_observations = list(watch({"short": SHORT, "long": SMALL}, all_steps))
    assert [observations["short"].latest.step for observations in all_observations] == [
        0,
        1,
        2,
        3,
        4,
        5,
        5,
        5,
        5,
        5,
        5,
        5,
        5,
    ]
    assert all_observations[-1]["long"].latest.step == 12


def test_an_experiment_that_diverges_ends_early_and_the_other_goes_on() -> None:
    *_, observations = watch({"main": EXPLODING, "control": SMALL}, all_steps)
    assert observations["main"].latest.diverged.all()
    assert observations["main"].latest.step < 12
    assert observations["control"].latest.step == 12


def test_no_steps_is_one_sight() -> None:
    assert [
        observations["main"].latest.step for observations in watch({"main": SMALL.replace(steps=0)}, all_steps)
    ] == [0]


def test_what_is_wanted_is_decided_once_for_all_experiments() -> None:
    asked: list[int] = []

    def wanted(step: int) -> bool:
        asked.append(step)
        return True

    list(watch({"main": SMALL, "control": OTHER}, wanted))
    assert asked == list(range(1, 12))


def test_a_cancelled_run_computes_no_further_step() -> None:
    cancelled, steps = False, []

    def wanted(step: int) -> bool:
        nonlocal cancelled
        steps.append(step)
        cancelled = step == 4
        return False

    all_observations = list(watch({"main": SMALL, "control": OTHER}, wanted, lambda: cancelled))
    assert steps == [1, 2, 3, 4]
    assert [observations["main"].latest.step for observations in all_observations] == [0]


def test_a_run_that_was_cancelled_before_it_began_shows_nothing() -> None:
    assert list(watch({"main": SMALL}, all_steps, lambda: True)) == []


def test_a_long_run_keeps_its_beginning_its_end_and_not_too_many_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MAX_FRAMES", 6)
    *_, observations = watch({"main": SMALL}, all_steps)
    steps = [frame.step for frame in observations["main"].frames]
    assert len(steps) <= 6 < MAX_FRAMES
    assert (steps[0], steps[-1]) == (0, 12)
    assert steps == sorted(set(steps))


def test_the_mailbox_holds_the_newest_letter_once() -> None:
    mailbox: Latest[str] = Latest()
    assert mailbox.take() is None
    mailbox.put("old")
    mailbox.put("new")
    assert mailbox.take() == "new"
    assert mailbox.take() is None


class Clock:
    """Time that passes only where a pace waits for it, and what else happens at a certain moment."""

    def __init__(self, pace: Pace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.waited: list[float] = []
        self.then: Callable[[], None] | None = None
        monkeypatch.setattr(pace._changed, "wait", self.wait)

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float | None) -> None:
        self.waited.append(math.inf if seconds is None else seconds)
        if self.then is not None:
            self.then()
            self.then = None
        else:
            assert seconds is not None, "nobody is there to wake it"
            self.now += seconds


def length(pace: Pace, clock: Clock, steps: int) -> tuple[float, int]:
    """How long a run of so many steps takes at a pace, and how many frames it shows."""
    frames = 0
    for step in range(steps + 1):
        if step == 0 or step == steps or pace.wants(step):
            frames += 1
            assert pace.wait(step, clock)
    return clock.now, frames


@pytest.mark.parametrize("steps", [50, 200, 1000, 5000])
def test_a_run_takes_three_to_six_seconds_at_normal_speed(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(steps)
    seconds, frames = length(pace, Clock(pace, monkeypatch), steps)
    assert 3 < seconds < 6
    assert frames <= seconds * FRAMES_PER_SECOND * 1.5 + 2


@pytest.mark.parametrize("speed", range(len(SPEEDS) - 1))
def test_a_speed_is_so_many_times_normal_speed(speed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pace, normal = Pace(1000, speed), Pace(1000)
    seconds, _ = length(pace, Clock(pace, monkeypatch), 1000)
    normally, _ = length(normal, Clock(normal, monkeypatch), 1000)
    assert seconds * SPEEDS[speed] == pytest.approx(normally, rel=0.1)


def test_full_speed_only_takes_breath_between_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(1000, len(SPEEDS) - 1)
    clock = Clock(pace, monkeypatch)
    _, frames = length(pace, clock, 1000)
    assert clock.waited == pytest.approx([MIN_FRAME_GAP] * frames)


def test_the_screen_has_its_breath_after_every_frame_at_any_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    for speed in range(len(SPEEDS)):
        pace = Pace(200, speed)
        clock = Clock(pace, monkeypatch)
        before = clock.now
        pace.wait(0, clock)
        assert clock.now - before >= MIN_FRAME_GAP * 0.999


def test_speed_stays_within_its_notches() -> None:
    pace = Pace(100)
    pace.change_speed(+99)
    assert math.isinf(pace.factor)
    pace.change_speed(-99)
    assert pace.factor == SPEEDS[0]


def test_a_paused_run_waits_until_it_is_told_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(100)
    clock = Clock(pace, monkeypatch)
    pace.toggle_pause()
    clock.then = pace.toggle_pause
    assert pace.wait(0, clock)
    assert clock.waited[0] == math.inf


def test_a_single_step_shows_the_very_next_step_and_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(1000)
    clock = Clock(pace, monkeypatch)
    pace.step_once()
    assert pace.wait(7, clock)
    assert pace.paused
    assert not pace.wants(7)
    assert pace.wants(8)
    clock.then = pace.step_once
    assert pace.wait(8, clock)
    assert pace.wants(9)


def test_a_stopped_run_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    for prepare in (Pace.toggle_pause, lambda pace: None):
        pace = Pace(100)
        clock = Clock(pace, monkeypatch)
        prepare(pace)
        clock.then = pace.stop
        assert not pace.wait(0, clock)
        assert not pace.wait(0, clock)


def test_stopping_wakes_a_thread_that_waits() -> None:
    pace = Pace(100)
    pace.toggle_pause()
    results: list[bool] = []
    waiting = threading.Thread(target=lambda: results.append(pace.wait(0)))
    waiting.start()
    pace.stop()
    waiting.join(timeout=20)
    assert results == [False]


def test_a_still_run_shows_no_frame_between_the_first_and_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(200, still=True)
    seconds, frames = length(pace, Clock(pace, monkeypatch), 200)
    assert frames == 2
    assert seconds < 0.1


@pytest.mark.parametrize(("speed", "steps"), [(0, 200), (2, 200), (2, 5), (3, 1000)])
def test_the_time_that_is_left_is_what_the_run_then_takes(
    speed: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Pace(steps, speed)
    foretold = pace.seconds_left(0)
    seconds, _ = length(pace, Clock(pace, monkeypatch), steps)
    assert seconds == pytest.approx(foretold, rel=0.05, abs=0.25)
    assert pace.seconds_left(steps) == 0


def test_the_time_that_is_left_goes_by_the_computer_where_that_is_slower_than_the_pace() -> None:
    pace = Pace(100, len(SPEEDS) - 1)
    ticks = iter(float(second) for second in range(1000))
    for step in (0, 1, 2, 3):
        pace.wait(step, lambda: next(ticks))
    assert pace.seconds_left(3) == pytest.approx(97, rel=0.06)
    assert not pace.can_be_faster


@pytest.mark.parametrize("speed", range(len(SPEEDS)))
def test_a_loss_that_leaps_up_and_down_in_turn_is_never_seen_at_its_lows_alone(speed: int) -> None:
    strides = {Pace(steps, speed).stride(step) for steps in range(1, 5001) for step in (0, 20, 4000)}
    assert all(stride % 2 for stride in strides)
