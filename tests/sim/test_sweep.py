"""Sweeps: the same results on any executor, counted, and nothing left behind however they end."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from typing import Any

import numpy as np
import pytest

from sim import Experiment, run
from sim.sweep import MAX_SUBMITTED, Ends, first_and_last, sweep
from tests.support.every_program.sitecustomize import LOOPBACK

SMALL = Experiment(depth=3, width=4, samples=8, steps=3, seeds=2)
#: A minute of training each: a test that waits for one of them is found out.
LONG = [Experiment(depth=20, width=64, steps=1000, seed=seed) for seed in range(4)]
GRID = [SMALL.replace(depth=depth, init=init) for depth in (1, 2, 3) for init in ("xavier_normal", "he_uniform")]


def loss_at_the_end(experiment: Experiment) -> np.ndarray[Any, Any]:
    return list(run(experiment))[-1].loss


def refuse_depth_2(experiment: Experiment) -> int:
    if experiment.depth == 2:
        raise ArithmeticError(f"depth {experiment.depth}")
    return experiment.depth


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = set(multiprocessing.active_children())
    yield
    assert set(multiprocessing.active_children()) == before


def assert_each_as_when_run_alone(found: list[tuple[Experiment, Ends]]) -> None:
    assert sorted(map(repr, dict(found))) == sorted(map(repr, GRID))
    for experiment, (first, last) in found:
        frames = list(run(experiment))
        np.testing.assert_array_equal(first.loss, frames[0].loss)
        np.testing.assert_array_equal(last.loss, frames[-1].loss)
        np.testing.assert_array_equal(last.layers.delta, frames[-1].layers.delta)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2, None])
def test_processes_give_what_each_experiment_gives_alone(jobs: int | None) -> None:
    assert_each_as_when_run_alone(list(sweep(GRID, jobs=jobs)))


@pytest.mark.parametrize("make", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_does_the_same_and_is_left_open(make: type[ThreadPoolExecutor | ProcessPoolExecutor]) -> None:
    options: dict[str, Any] = {} if make is ThreadPoolExecutor else {"mp_context": multiprocessing.get_context("spawn")}
    with make(1, **options) as executor:
        assert_each_as_when_run_alone(list(sweep(GRID, executor=executor)))
        assert executor.submit(abs, -1).result() == 1


def test_the_work_may_be_any_function_of_an_experiment() -> None:
    for experiment, loss in sweep(GRID, loss_at_the_end, jobs=1):
        np.testing.assert_array_equal(loss, first_and_last(experiment)[1].loss)


def test_experiments_may_come_from_a_generator_and_may_come_twice() -> None:
    assert [experiment for experiment, _ in sweep((each for each in [SMALL, SMALL]), jobs=1)] == [SMALL, SMALL]
    assert list(sweep([])) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_counts_every_experiment_before_its_result(jobs: int) -> None:
    seen: list[tuple[int, int]] = []
    for done, _ in enumerate(sweep(GRID, jobs=jobs, progress=lambda *counts: seen.append(counts)), start=1):
        assert seen[-1] == (done, len(GRID))
    assert seen == [(done, len(GRID)) for done in range(len(GRID) + 1)]


@pytest.mark.parametrize("jobs", [0, -1])
def test_fewer_than_one_process_is_a_mistake_that_is_named_at_once(jobs: int) -> None:
    with pytest.raises(ValueError, match=rf"jobs must be at least 1, not {jobs}"):
        sweep(GRID, jobs=jobs)


def test_an_error_in_the_work_comes_out_and_ends_the_sweep() -> None:
    for jobs in (1, 2):
        with pytest.raises(ArithmeticError, match="depth 2"):
            list(sweep([*GRID, *LONG] if jobs == 2 else GRID, refuse_depth_2, jobs=jobs))


def test_cancelling_ends_processes_that_are_at_work() -> None:
    found: list[Experiment] = []
    for experiment, _ in sweep([SMALL, *LONG], jobs=2, cancelled=lambda: bool(found)):
        found.append(experiment)
    assert found == [SMALL]


def test_cancelling_needs_no_result_to_be_ready() -> None:
    asked: list[int] = []

    def at_the_third_time() -> bool:
        asked.append(0)
        return len(asked) > 2

    assert list(sweep(LONG, jobs=2, cancelled=at_the_third_time)) == []


def test_cancelling_in_one_process_leaves_the_rest_out() -> None:
    found: list[Experiment] = []
    for experiment, _ in sweep([SMALL, *LONG], jobs=1, cancelled=lambda: bool(found)):
        found.append(experiment)
    assert found == [SMALL]


def test_closing_a_sweep_ends_its_processes_and_no_others() -> None:
    other = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(600,))
    other.start()
    try:
        with closing(sweep([SMALL, *LONG], jobs=2)) as coming:
            next(coming)
        assert other.is_alive()
    finally:
        other.terminate()
        other.join()


def test_another_executor_is_handed_a_part_of_many_experiments_and_the_next_as_it_goes() -> None:
    with ThreadPoolExecutor(2) as executor:
        found = list(sweep([SMALL] * (MAX_SUBMITTED + 10), refuse_depth_2, executor=executor))
    assert found == [(SMALL, SMALL.depth)] * (MAX_SUBMITTED + 10)
    waiting = Never()
    assert list(sweep([SMALL] * (MAX_SUBMITTED + 10), executor=waiting, cancelled=lambda: bool(waiting.given))) == []
    assert len(waiting.given) == MAX_SUBMITTED


def test_another_executor_is_rid_of_what_it_has_not_begun() -> None:
    waiting = Never()
    with closing(sweep([SMALL, *LONG], executor=waiting, cancelled=lambda: len(waiting.given) > 4)) as coming:
        assert list(coming) == []
    assert [future.cancelled() for future in waiting.given] == [True] * 5


class Never(Executor):
    """An executor that takes work and never begins it."""

    def __init__(self) -> None:
        self.given: list[Future[Any]] = []

    def submit(self, *arguments: Any, **options: Any) -> Future[Any]:
        self.given.append(Future())
        return self.given[-1]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A Dask cluster of one process on the loopback interface."""
    distributed = pytest.importorskip("distributed")
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as folder,
    ):
        patch.setenv(LOOPBACK, "1")
        with (
            distributed.LocalCluster(
                n_workers=1,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                local_directory=folder,
            ) as local,
            distributed.Client(local) as client,
        ):
            yield client


def test_a_dask_client_s_executor_is_taken_unchanged(cluster: Any) -> None:
    assert_each_as_when_run_alone(list(sweep(GRID, executor=cluster.get_executor())))


def test_a_dask_cluster_is_rid_of_what_it_has_not_begun_and_stays_usable(cluster: Any) -> None:
    """All of it would take the worker minutes; it finishes what it has begun, and then takes the next sweep."""
    found: list[Experiment] = []
    second = LONG[0].replace(depth=2, steps=100)
    grid = [SMALL, *[second.replace(seed=seed) for seed in range(20)], *LONG]
    for experiment, _ in sweep(grid, executor=cluster.get_executor(), cancelled=lambda: bool(found)):
        found.append(experiment)
    assert len(found) == 1
    assert_each_as_when_run_alone(list(sweep(GRID, executor=cluster.get_executor())))
