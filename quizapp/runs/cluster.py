"""Runs on the workers of a Dask cluster that somebody has set up, instead of on processes of this machine.

with cluster_at("tcp://lab:8786") as cluster:
    ends_of(experiments, seeds=20, cluster=cluster)

A worker that dies loses nothing but time: what it had begun is begun again elsewhere. A worker has to have the same
simulator, NumPy and kind of processor as this machine, or what it says is refused: the numbers are those of a run here.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from quizapp.runs.disk_cache import circumstances
from sim.registry import shown
from sim.sweep import Progress, no_progress, sweep

E = TypeVar("E")
R = TypeVar("R")

#: Seconds in which a scheduler has to answer, and after which one that went away is given up.
PATIENCE, GIVEN_UP = 10.0, 10.0
#: Seconds between two looks at whether the cluster is still there.
LOOK = 1.0
#: An address that a client can be given: what has another form leaves a client behind that cannot be closed.
ADDRESS = re.compile(r"(?:tcp://)?(?:\[[0-9A-Fa-f:.%\w]+\]|[\w.-]+):(?P<port>\d{1,5})")
LARGEST_PORT = 65535
FORM = "an address is as in tcp://host:8786"
NEEDED = "--scheduler needs Dask: pip install 'quizapp-sim[sweep]'"


class ClusterError(Exception):
    """A cluster that cannot be used, or no longer; the text says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """A connection to a scheduler; `said` is told what whoever waits should know."""

    client: Any
    address: str
    said: Callable[[str], None]

    def sweep(
        self, given: Iterable[E], work: Callable[[E], R], progress: Progress = no_progress
    ) -> Generator[tuple[E, R], None, None]:
        """Each of `given` with `work` of it, as they are ready; ClusterError if the cluster goes away meanwhile."""
        executor = self.client.get_executor(pure=False)
        remote = partial(_done_as, expected(), work)
        watched = _Watch(self)
        coming = sweep(given, remote, executor=executor, progress=progress, cancelled=watched)
        with closing(coming), _told_apart(self.address):
            yield from coming

    @property
    def workers(self) -> int:
        """How many workers there are."""
        return len(self.client.scheduler_info(n_workers=-1)["workers"])


class _Watch:
    """Asked now and then while results are awaited: raises ClusterError once the scheduler is gone for good."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.looked = self.seen = time.monotonic()
        self.told = False

    def __call__(self) -> bool:
        now = time.monotonic()
        if now - self.looked < LOOK:
            return False
        self.looked = now
        if self.cluster.client.status == "running":
            self.seen = now
            self._tell(self.cluster.workers)
        elif now - self.seen > GIVEN_UP or self.cluster.client.status == "closed":
            raise ClusterError(_lost(self.cluster.address))
        return False

    def _tell(self, workers: int) -> None:
        """Say once that no worker is left, and again only after there was one."""
        if not workers and not self.told:
            self.cluster.said(f"{self.cluster.address} has no workers at the moment; waiting for one (ctrl+c stops)")
        self.told = not workers


def expected() -> str:
    """What a worker has to run on: the circumstances of this machine."""
    return circumstances()


class OtherNumbersError(Exception):
    """Raised on a worker whose simulator, NumPy or processor is not that of the machine that asks."""


def _done_as(wanted: str, work: Callable[[E], R], given: E) -> R:
    """What a worker does: the work, if its numbers are those of the machine that asks for it."""
    if circumstances() != wanted:
        raise OtherNumbersError
    return work(given)


@contextmanager
def cluster_at(address: str, said: Callable[[str], None] = lambda text: None) -> Iterator[Cluster]:
    """A connection to the scheduler at an address; ClusterError if there is none, or none that can be used."""
    with closing(_client(address)) as client:
        cluster = Cluster(client, address, said)
        if not cluster.workers:
            raise ClusterError(f"{address} has no workers; start some with `dask worker {address}`")
        with _told_apart(address):
            _refuse_others(client, address)
        yield cluster


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(NEEDED) from None
    given = ADDRESS.fullmatch(address)
    if given is None or not 0 < int(given["port"]) <= LARGEST_PORT:
        raise ClusterError(f"{shown(address)} is not where a Dask scheduler can be; {FORM}")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        asyncio.run(_answers(address))
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        reason = str(error).partition("\n")[0][:200]
        because = f" ({reason})" if reason else ""
        raise ClusterError(f"no Dask scheduler answers at {address[:100]}{because}; {FORM}") from None


async def _answers(address: str) -> None:
    """Return if a scheduler answers; TimeoutError or OSError if not: of anything else a client would wait for ever."""
    from distributed.core import rpc

    async with asyncio.timeout(PATIENCE):
        async with rpc(address) as there:  # type: ignore[no-untyped-call]
            await there.identity()


def _refuse_others(client: Any, address: str) -> None:
    found = client.run(circumstances, on_error="return")
    for worker, theirs in sorted(found.items()):
        if isinstance(theirs, ImportError):
            raise ClusterError(_without(worker))
        if isinstance(theirs, Exception):
            raise ClusterError(f"worker {worker} cannot be asked what it runs on: {theirs}")
        if theirs != expected():
            raise ClusterError(_other(worker))


@contextmanager
def _told_apart(address: str) -> Iterator[None]:
    """Turn what goes wrong on a cluster into ClusterError."""
    with suppress(ImportError):
        from distributed import KilledWorker

        fatal: tuple[type[BaseException], ...] = (KilledWorker,)
    try:
        yield
    except OtherNumbersError:
        raise ClusterError(_other(f"of {address}")) from None
    except ImportError:
        raise ClusterError(_without(f"of {address}")) from None
    except fatal:
        raise ClusterError(f"one run after another ended the worker of {address} that had it; see its log") from None
    except (CancelledError, OSError) as error:
        raise ClusterError(_lost(address)) from error


def _other(worker: str) -> str:
    return (
        f"worker {worker} has another version of quizapp or NumPy, or another kind of processor, so that its numbers "
        "would not be those of this machine; install there what is installed here"
    )


def _without(worker: str) -> str:
    return f"worker {worker} has no quizapp; install there what is installed here"


def _lost(address: str) -> str:
    return f"the scheduler at {address} went away; what has run is kept, and the same command goes on from there"
