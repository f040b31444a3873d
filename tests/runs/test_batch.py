"""Measuring over many networks: in chunks, each distinct experiment once, in the order of the seeds."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from quizapp.runs.batch import default_jobs, ends_of, judged_on
from sim import Experiment, run

NET = Experiment(depth=2, width=4, samples=8, steps=2, seeds=3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_networks_come_in_the_order_of_their_seeds(jobs: int) -> None:
    first, last = ends_of([NET], 7, jobs)[NET]
    whole = list(run(NET.replace(seeds=7)))
    np.testing.assert_allclose(first.loss, whole[0].loss, rtol=1e-12)
    np.testing.assert_allclose(last.loss, whole[-1].loss, rtol=1e-9)
    assert multiprocessing.active_children() == []


def test_an_experiment_that_is_asked_for_twice_runs_once_and_progress_counts_its_chunks() -> None:
    seen: list[tuple[int, int]] = []
    found = ends_of([NET, NET.replace(), NET.replace(width=5)], 4, progress=lambda *counts: seen.append(counts))
    assert list(found) == [NET, NET.replace(width=5)]
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_nothing_to_measure_is_measured_at_once() -> None:
    seen: list[tuple[int, int]] = []
    assert ends_of([], 4, default_jobs(), progress=lambda *counts: seen.append(counts)) == {}
    assert seen == [(0, 0)]


@pytest.mark.parametrize(("own", "judged"), [(1, 20), (8, 20), (20, 20), (21, 21), (64, 64)])
def test_everything_is_judged_on_twenty_networks_or_on_its_own_if_these_are_more(own: int, judged: int) -> None:
    net = NET.replace(seeds=own)
    assert judged_on(net) == judged
    assert judged_on(net, 5) == 5
    first, last = ends_of([net], None)[net]
    assert len(first.loss) == len(last.loss) == judged
