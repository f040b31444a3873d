"""The lab's memory: the same frames as those of a run, computed once."""

from __future__ import annotations

import numpy as np

from quizapp.lab import comparison as benches
from quizapp.lab.comparison import start
from quizapp.runs.frame_cache import MOST_EXPERIMENTS, Memory
from sim import Experiment, ends_only, run
from sim.training import all_steps, every
from tests.support.experiments_in_the_lab import knob


def test_a_change_after_an_undo_forgets_what_was_undone() -> None:
    gain = knob(start().experiment, "gain")
    bench = benches.undo(benches.turn(start(), gain, up=True))
    assert bench.future
    assert not benches.turn(bench, gain, up=False).future


def test_what_is_remembered_is_what_was_computed() -> None:
    experiment = Experiment(depth=3, width=8, steps=9, seeds=2, samples=16, activation="relu")
    memory = Memory()
    computed = list(run(experiment, every(3)))
    for _ in range(2):
        again = list(memory.run(experiment, every(3)))
        assert [frame.step for frame in again] == [frame.step for frame in computed] == [0, 3, 6, 9]
        for one, other in zip(again, computed, strict=True):
            np.testing.assert_array_equal(one.loss, other.loss)


def test_a_run_seen_to_its_end_is_shown_again_and_not_computed() -> None:
    experiment = Experiment(depth=3, width=8, steps=6, seeds=2, samples=16)
    memory = Memory()
    seen = list(memory.run(experiment, all_steps))
    again = list(memory.run(experiment, every(2)))
    assert [frame.step for frame in again] == [0, 2, 4, 6]
    assert all(frame is seen[frame.step] for frame in again)
    coarse = Memory()
    ends = list(coarse.run(experiment, ends_only))
    assert [frame.step for frame in coarse.run(experiment, every(2))] == [0, 0, 0, 6]
    assert list(coarse.run(experiment, ends_only))[-1] is ends[-1]


def test_a_run_that_is_left_in_the_middle_is_computed_again_from_the_same_networks() -> None:
    experiment = Experiment(depth=3, width=8, steps=6, seeds=2, samples=16)
    memory = Memory()
    left = memory.run(experiment, all_steps)
    first = next(left)
    next(left)
    assert next(memory.run(experiment, all_steps)) is first
    np.testing.assert_array_equal(list(memory.run(experiment, ends_only))[-1].loss, list(run(experiment))[-1].loss)


def test_memory_forgets_what_was_used_longest_ago() -> None:
    memory = Memory()
    experiments = [Experiment(depth=1, samples=2, seeds=1, steps=0, seed=seed) for seed in range(MOST_EXPERIMENTS + 1)]
    frames = [memory.drawn(experiment) for experiment in experiments]
    assert memory.drawn(experiments[-1]) is frames[-1]
    assert memory.drawn(experiments[0]) is not frames[0]
