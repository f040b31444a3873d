"""The store of a session's runs: the frames of `sim.training.run`, computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.runs import store as module
from quizapp.runs.batch import ends_of, judged_on
from quizapp.runs.store import RunStore, size_of
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import Wanted, all_steps, ends_only, every, run

NET = Experiment(depth=3, width=8, steps=9, seeds=2, samples=16, activation="relu")


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Counter[Experiment]:
    """How often each experiment is computed by the store."""
    counts: Counter[Experiment] = Counter()

    def counted(experiment: Experiment, wanted: Wanted) -> Iterator[Frame]:
        counts[experiment] += 1
        return run(experiment, wanted)

    monkeypatch.setattr(module, "run", counted)
    return counts


def steps(frames: Iterator[Frame]) -> list[int]:
    return [frame.step for frame in frames]


@pytest.mark.slow
@given(st.lists(st.sets(st.integers(1, 8)), min_size=1, max_size=4))
def test_whatever_was_asked_for_before_the_frames_are_those_of_a_run(asked: list[set[int]]) -> None:
    experiment, store = NET.replace(width=3, samples=4), RunStore()
    for wanted in asked:
        kept = list(store.run(experiment, wanted.__contains__))
        fresh = list(run(experiment, wanted.__contains__))
        assert [frame.step for frame in kept] == [frame.step for frame in fresh]
        for one, other in zip(kept, fresh, strict=True):
            np.testing.assert_array_equal(one.loss, other.loss)
            np.testing.assert_array_equal(one.layers.delta, other.layers.delta)


def test_a_run_seen_to_its_end_is_shown_again_and_not_computed(computed: Counter[Experiment]) -> None:
    store = RunStore()
    seen = list(store.run(NET))
    again = list(store.run(NET, every(2)))
    assert [frame.step for frame in again] == [0, 2, 4, 6, 8, 9]
    assert all(frame is seen[frame.step] for frame in again)
    assert steps(store.run(NET, ends_only)) == [0, 9]
    assert computed[NET] == 1


def test_a_frame_that_was_not_seen_is_computed_and_then_kept(computed: Counter[Experiment]) -> None:
    store = RunStore()
    assert steps(store.run(NET, ends_only)) == [0, 9]
    assert steps(store.run(NET, every(3))) == [0, 3, 6, 9]
    assert steps(store.run(NET, every(3))) == [0, 3, 6, 9]
    assert computed[NET] == 2


def test_of_a_run_that_is_left_in_the_middle_only_its_first_frame_is_kept() -> None:
    store = RunStore()
    left = store.run(NET)
    first = next(left)
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert store.initial(NET) is first
    assert store.get(NET) is None
    np.testing.assert_array_equal(list(store.run(NET, ends_only))[-1].loss, list(run(NET))[-1].loss)


def test_a_run_that_diverges_ends_where_it_did_each_time() -> None:
    exploding = Experiment(depth=3, width=4, samples=8, seeds=2, activation="identity", learning_rate=1e6, steps=200)
    store = RunStore()
    ended = steps(store.run(exploding))
    assert ended[-1] < 200
    assert steps(store.run(exploding)) == ended


def test_batches_take_their_ends_from_the_store(computed: Counter[Experiment]) -> None:
    store = RunStore()
    frames = list(store.run(NET, every(3)))
    (ends,) = ends_of([NET], NET.seeds, cache=store).values()
    np.testing.assert_array_equal(ends[1].loss, frames[-1].loss)
    other = NET.replace(seed=5)
    kept = ends_of([other], NET.seeds, cache=store)[other]
    assert steps(store.run(other, ends_only)) == [0, kept[1].step]
    assert computed == {NET: 1}


def test_no_more_is_kept_than_is_allowed_and_what_was_used_last_is() -> None:
    one = NET.replace(steps=0)
    store = RunStore(most_bytes=3 * size_of(RunStore().initial(one)))
    experiments = [one.replace(seed=seed) for seed in range(4)]
    frames = [store.initial(each) for each in experiments]
    assert store.initial(experiments[-1]) is frames[-1]
    assert store.initial(experiments[0]) is not frames[0]


def test_nothing_is_computed_once_its_reader_says_stop(computed: Counter[Experiment]) -> None:
    store, asked = RunStore(), []

    class Stop(Exception):
        pass

    def stop_at_two(step: int) -> bool:
        asked.append(step)
        if step == 2:
            raise Stop
        return True

    with pytest.raises(Stop):
        list(store.run(NET, stop_at_two))
    assert asked == [1, 2]
    assert steps(store.run(NET, all_steps)) == list(range(10))


def network_steps(computed: Counter[Experiment]) -> int:
    return sum(each.seeds * each.steps * times for each, times in computed.items())


@pytest.mark.parametrize("seeds", [1, 8, 20, 64])
def test_watching_some_networks_and_judging_more_runs_each_network_once(
    computed: Counter[Experiment], seeds: int
) -> None:
    watched, store = NET.replace(seeds=seeds), RunStore()
    list(store.run(watched, every(3)))
    first, last = store.ends(watched, judged_on(watched))
    judged = max(seeds, 20)
    assert len(last.loss) == judged
    assert network_steps(computed) == judged * NET.steps
    alone = list(run(NET.replace(seeds=judged), ends_only))
    np.testing.assert_array_equal(first.layers.delta, alone[0].layers.delta)
    np.testing.assert_array_equal(last.layers.delta, alone[-1].layers.delta)
    store.ends(watched, judged_on(watched))
    store.ends(watched.replace(steps=0), judged_on(watched))
    assert network_steps(computed) == judged * NET.steps


def test_networks_among_others_are_cut_out_of_their_run(computed: Counter[Experiment]) -> None:
    store = RunStore()
    many = list(store.run(NET.replace(seed=3, seeds=9)))
    found = store.get(NET.replace(seed=5, seeds=4))
    assert found is not None
    for ours, theirs in zip(found, (many[0], many[-1]), strict=True):
        np.testing.assert_array_equal(ours.layers.delta, theirs.layers.delta[2:6])
        np.testing.assert_array_equal(ours.loss, theirs.loss[2:6])
        assert len(ours.divergences) == 4
    assert computed == {NET.replace(seed=3, seeds=9): 1}


@pytest.mark.parametrize("other", [{"seed": 2}, {"seed": 6, "seeds": 8}, {"gain": 2}, {"steps": 8}, {"width": 7}])
def test_what_is_not_among_the_networks_that_ran_is_not_cut_out(other: dict[str, float]) -> None:
    store = RunStore()
    list(store.run(NET.replace(seed=3, seeds=9)))
    assert store.get(NET.replace(**{"seed": 5, **other})) is None


def test_the_start_of_networks_that_were_trained_is_their_start(computed: Counter[Experiment]) -> None:
    store = RunStore()
    left = store.run(NET)
    first = next(left)
    left.close()  # type: ignore[attr-defined]
    found = store.get(NET.replace(steps=0))
    assert found is not None
    np.testing.assert_array_equal(found[1].layers.update_ratio, first.layers.update_ratio)
    fresh = next(iter(run(NET.replace(steps=0))))
    np.testing.assert_array_equal(found[1].layers.update_ratio, fresh.layers.update_ratio)
    assert store.get(NET) is None
