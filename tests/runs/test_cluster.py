"""Runs on a Dask cluster of separate processes: the same numbers, also where a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizapp.runs import cluster as clusters
from quizapp.runs.batch import ends_of
from quizapp.runs.cluster import ClusterError, cluster_at
from quizapp.runs.disk_cache import Cache
from sim.experiment import Experiment
from tests.support.every_program.sitecustomize import LOOPBACK

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

#: Enough for two processes to be busy when one of them is killed.
GRID = [Experiment(depth=depth, width=32, samples=64, steps=60, seeds=4) for depth in range(2, 14)]


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOOPBACK, "1")


@pytest.fixture
def cluster(tmp_path: Path, _loopback: None) -> Iterator[Any]:
    """A scheduler on the loopback interface, and two workers, each a process of its own that is not begun again."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        local_directory=tmp_path,
        silence_logs=50,
    ) as local:
        yield local


def assert_as_here(found: dict[Experiment, Any], experiments: list[Experiment]) -> None:
    here = ends_of(experiments, 8)
    assert set(found) == set(here)
    for experiment, (first, last) in here.items():
        np.testing.assert_array_equal(found[experiment][0].loss, first.loss)
        np.testing.assert_array_equal(found[experiment][1].layers.delta, last.layers.delta)


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    """The first result is the sign that both are at work; what the dead one had begun is begun again elsewhere."""
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        if done == 1 and not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    cache = Cache(tmp_path / "kept")
    with cluster_at(cluster.scheduler_address) as there:
        assert there.workers == 2
        found = ends_of(GRID, 8, progress=kill_one, cache=cache, cluster=there)
    assert killed
    assert_as_here(found, GRID)
    assert all(cache.has(each.replace(seed=seed)) for each in GRID for seed in (each.seed, each.seed + 4))


def test_a_scheduler_that_goes_away_is_told_and_what_has_run_is_kept(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "GIVEN_UP", 0.5)

    def end_it(done: int, total: int) -> None:
        if done == 2:
            cluster.close()

    cache = Cache(tmp_path / "kept")
    with (
        pytest.raises(ClusterError, match="went away; what has run is kept"),
        cluster_at(cluster.scheduler_address) as there,
    ):
        ends_of(GRID, 8, progress=end_it, cache=cache, cluster=there)
    kept = [each for each in GRID if cache.has(each) or cache.has(each.replace(seed=each.seed + 4))]
    assert kept
    assert_as_here(ends_of(GRID, 8, cache=cache), GRID)


def test_a_worker_with_other_code_is_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "expected", lambda: "another simulator")
    with (
        pytest.raises(ClusterError, match="another version of quizapp or NumPy"),
        cluster_at(cluster.scheduler_address),
    ):
        pass


def test_a_worker_with_other_code_that_comes_later_is_refused_too(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster_at(cluster.scheduler_address) as there:
        monkeypatch.setattr(clusters, "expected", lambda: "another simulator")
        with pytest.raises(ClusterError, match="another version of quizapp or NumPy"):
            ends_of(GRID[:2], 8, cluster=there)


def test_a_cluster_without_workers_says_how_to_start_one(cluster: Any) -> None:
    cluster.scale(0)
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        client.retire_workers(list(client.scheduler_info(n_workers=-1)["workers"]))
    with (
        pytest.raises(ClusterError, match="has no workers; start some with `dask worker"),
        cluster_at(cluster.scheduler_address),
    ):
        pass


@pytest.mark.parametrize(
    "address",
    ["nonsense", "", "file:///etc/hosts", "http://127.0.0.1:1", "inproc://x", "tcp://127.0.0.1:99999", "tcp://:8786",
     "tcp://127.0.0.1:0", "tcp://127.0.0.1", "tcp://a b:1"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_a_client_that_looks_for_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "Client", None)
    with pytest.raises(ClusterError, match="is not where a Dask scheduler can be"), cluster_at(address):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "tcp://[::1]:1"])
def test_an_address_without_a_scheduler_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    with pytest.raises(ClusterError, match="no Dask scheduler answers at"), cluster_at(address):
        pass


def test_something_that_answers_and_is_no_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no Dask scheduler answers at"), cluster_at(address):
            pass
