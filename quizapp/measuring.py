"""Running many experiments over many networks, on several processes if wanted, and keeping their first and last frames.

An experiment is run in chunks of as many networks as it asks for itself, so that no run is larger than it permits.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing, contextmanager
from multiprocessing import resource_tracker

from quizapp.observed import joined
from sim.experiment import RANGES, Experiment
from sim.frames import Frame
from sim.training import ends_only, run

#: Called with how many chunks are done, and how many there are.
Progress = Callable[[int, int], None]
#: What was seen of an experiment: the frame at initialisation and the last one, of all its networks.
Ends = tuple[Frame, Frame]


def unwatched(done: int, total: int) -> None:
    """Show no progress."""


def default_jobs() -> int:
    """Two processes, or one on a machine with one core."""
    return min(2, os.cpu_count() or 1)


def ends_of(
    experiments: Iterable[Experiment], seeds: int, jobs: int = 1, progress: Progress = unwatched
) -> dict[Experiment, Ends]:
    """Run each distinct experiment with `seeds` networks to its end."""
    chunks = {experiment: chunks_of(experiment, seeds) for experiment in dict.fromkeys(experiments)}
    every = [chunk for parts in chunks.values() for chunk in parts]
    with closing(_each(every, jobs)) as coming:
        ends = dict(_reported(coming, len(every), progress))
    return {experiment: _whole([ends[chunk] for chunk in parts]) for experiment, parts in chunks.items()}


def chunks_of(experiment: Experiment, seeds: int) -> list[Experiment]:
    """The experiment in parts of at most its own number of networks, `seeds` of them in all."""
    starts = range(0, seeds, experiment.seeds)
    return [
        experiment.replace(
            seed=(experiment.seed + start) % (int(RANGES["seed"].high) + 1),
            seeds=min(experiment.seeds, seeds - start),
        )
        for start in starts
    ]


def first_and_last(experiment: Experiment) -> Ends:
    """The frames of an experiment at initialisation and at its end, which are one and the same if it has no steps."""
    frames = list(run(experiment, ends_only))
    return frames[0], frames[-1]


def _whole(parts: list[Ends]) -> Ends:
    firsts, lasts = zip(*parts, strict=True)
    return joined(firsts), joined(lasts)


def _reported(
    ends: Iterator[tuple[Experiment, Ends]], total: int, progress: Progress
) -> Iterator[tuple[Experiment, Ends]]:
    progress(0, total)
    for done, pair in enumerate(ends, start=1):
        progress(done, total)
        yield pair


def _each(experiments: list[Experiment], jobs: int) -> Generator[tuple[Experiment, Ends], None, None]:
    if jobs <= 1 or len(experiments) <= 1:
        return ((experiment, first_and_last(experiment)) for experiment in experiments)
    return _on_processes(experiments, jobs)


def _on_processes(experiments: list[Experiment], jobs: int) -> Generator[tuple[Experiment, Ends], None, None]:
    """Each experiment with its ends as they come; whatever stops this one stops the processes at once."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(experiments)), mp_context=context)
    try:
        with _interrupts_held_back():
            waiting = {pool.submit(first_and_last, experiment): experiment for experiment in experiments}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started within never see ctrl+c, which waits until they are: whoever started them ends them."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask when it starts
    held_back: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: held_back.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if held_back:
        signal.raise_signal(signal.SIGINT)
