"""Running many experiments at once: on processes of this machine, or wherever an executor takes them.

    for experiment, (first, last) in sweep([Experiment(depth=depth) for depth in range(2, 50)]):
        experiment.depth, last.loss

Results come as they are ready, and each is what running that experiment alone gives. However a sweep ends (by itself,
cancelled, closed, interrupted, or by an error in the work) nothing that it began is left waiting or running: processes
of its own are stopped at once, and end by themselves if this one is killed; what another executor has not begun yet is
called off. As always with processes, a script that calls this does so under `if __name__ == "__main__":`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar, overload

from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import ends_only, run

E = TypeVar("E")
R = TypeVar("R")

#: The frame at initialisation, those of the moments that the experiment asks for, and the last one.
Ends = tuple[Frame, ...]
#: Called with how many experiments are done, and how many there are.
Progress = Callable[[int, int], None]
#: How often a sweep that waits asks whether it is cancelled, in seconds.
POLL_INTERVAL = 0.05
#: The most experiments submitted to another executor at once, because each takes time to cancel again.
MAX_SUBMITTED = 256

_starting = threading.Lock()


def first_and_last(experiment: Experiment) -> Ends:
    """The frames of an experiment at initialisation and at its end, which are one and the same if it has no steps.

    Those of the moments that it asks for come between them.
    """
    first, *others = run(experiment, ends_only)
    return (first, *others) if others else (first, first)


def no_progress(done: int, total: int) -> None:
    """Show no progress."""


def not_cancelled() -> bool:
    """Do not cancel."""
    return False


def cores() -> int:
    """How many processors there are."""
    return os.cpu_count() or 1


@overload
def sweep(
    experiments: Iterable[Experiment],
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = not_cancelled,
) -> Generator[tuple[Experiment, Ends], None, None]: ...
@overload
def sweep(
    experiments: Iterable[E],
    work: Callable[[E], R],
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = not_cancelled,
) -> Generator[tuple[E, R], None, None]: ...
def sweep(
    experiments: Iterable[Any],
    work: Callable[[Any], Any] = first_and_last,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = not_cancelled,
) -> Generator[tuple[Any, Any], None, None]:
    """Each experiment with `work(experiment)`, as they are ready.

    They run on `executor` (any of `concurrent.futures`, or a Dask client's `get_executor()`), which is left open.
    Without one they run on as many processes as `jobs` says, one a processor if it does not, or in this process if
    that is 1. `work` must be a function of a module, so that another process finds it; it may be given anything else
    that makes an experiment, and is best kept small, for it is sent with each of them. `progress` is called at the
    start and before each result; once `cancelled()` is true the sweep ends, at once, or in this process after the
    experiment at hand. ValueError for `jobs` under 1.
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    asked = list(experiments)
    return _with_progress(_results(asked, work, executor, jobs or cores(), cancelled), len(asked), progress)


def _with_progress(
    results: Generator[tuple[E, R], None, None], total: int, progress: Progress
) -> Generator[tuple[E, R], None, None]:
    with closing(results):
        progress(0, total)
        for done, pair in enumerate(results, start=1):
            progress(done, total)
            yield pair


def _results(
    experiments: Sequence[E],
    work: Callable[[E], R],
    executor: Executor | None,
    jobs: int,
    cancelled: Callable[[], bool],
) -> Generator[tuple[E, R], None, None]:
    if executor is not None:
        return _on_executor(experiments, work, executor, cancelled)
    jobs = min(jobs, len(experiments))
    if jobs <= 1:
        return _one_by_one(experiments, work, cancelled)
    return _on_processes(experiments, work, jobs, cancelled)


def _one_by_one(
    experiments: Sequence[E], work: Callable[[E], R], cancelled: Callable[[], bool]
) -> Generator[tuple[E, R], None, None]:
    for experiment in experiments:
        if cancelled():
            return
        yield experiment, work(experiment)


@dataclass(frozen=True)
class _Submission(Generic[E, R]):
    """What was submitted to an executor: the futures whose results are pending, and those of them that are done."""

    executor: Executor
    work: Callable[[E], R]
    pending: dict[Future[R], E] = field(default_factory=dict)
    ready: SimpleQueue[Future[R]] = field(default_factory=SimpleQueue)

    def submit(self, experiments: Iterable[E]) -> None:
        """Submit these experiments."""
        for experiment in experiments:
            future = self.executor.submit(self.work, experiment)
            self.pending[future] = experiment
            future.add_done_callback(self.ready.put)

    def results(self, cancelled: Callable[[], bool]) -> Iterator[tuple[E, R]]:
        """Each experiment with its result, as they are ready, until none is waited for."""
        while self.pending and not cancelled():
            try:
                future = self.ready.get(timeout=POLL_INTERVAL)
            except Empty:
                continue
            result = future.result()
            yield self.pending.pop(future), result


def _on_processes(
    experiments: Sequence[E], work: Callable[[E], R], jobs: int, cancelled: Callable[[], bool]
) -> Generator[tuple[E, R], None, None]:
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_end_with_parent)
    submission = _Submission(pool, work)
    processes: list[BaseProcess] = []
    try:
        with _interrupts_deferred(), _started(processes):
            submission.submit(experiments)
        yield from submission.results(cancelled)
    finally:
        if submission.pending:
            for process in processes:
                process.terminate()
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """End this process as soon as the one that began it has ended, in whatever way and whatever is being computed."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="end with parent", daemon=True).start()


def _on_executor(
    experiments: Sequence[E],
    work: Callable[[E], R],
    executor: Executor,
    cancelled: Callable[[], bool],
) -> Generator[tuple[E, R], None, None]:
    submission = _Submission(executor, work)
    left = iter(experiments)
    try:
        submission.submit(islice(left, MAX_SUBMITTED))
        for pair in submission.results(cancelled):
            submission.submit(islice(left, 1))
            yield pair
    finally:
        for future in submission.pending:
            future.cancel()


@contextmanager
def _started(processes: list[BaseProcess]) -> Iterator[None]:
    """Add the processes that are started within to `processes`."""
    with _starting:
        before = multiprocessing.active_children()
        try:
            yield
        finally:
            processes += [process for process in multiprocessing.active_children() if process not in before]


@contextmanager
def _interrupts_deferred() -> Iterator[None]:
    """Processes started within never see ctrl+c, which waits until they have started: who starts them ends them."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask when it starts
    deferred: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: deferred.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if deferred:
        signal.raise_signal(signal.SIGINT)
