"""Running many experiments over many networks, on several processes if wanted, and keeping their first and last frames.

An experiment is run in chunks of as many networks as it asks for itself, so that no run is larger than it permits; the
first of them are those that people watch. Chunks that a cache has are not run again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, TypeVar

from quizapp.runs.observation import joined
from sim.asked import NOTHING, together
from sim.experiment import RANGES, Experiment
from sim.frames import Frame
from sim.sweep import Ends, Progress, cores, first_and_last, no_progress, sweep
from sim.training import run

E = TypeVar("E")
R = TypeVar("R")

__all__ = [
    "NETWORKS",
    "Cache",
    "Ends",
    "Progress",
    "Sweeper",
    "chunks_of",
    "default_jobs",
    "ends_of",
    "first_and_last",
    "judged_on",
    "no_progress",
    "nobody_told",
    "whole",
]

#: On how many networks anything is judged at least.
NETWORKS = 20


def judged_on(experiment: Experiment, seeds: int | None = None) -> int:
    """On how many of its networks anything about an experiment is judged, by `check` and in play alike.

    They are NETWORKS, or as many as the experiment has itself if these are more; or `seeds`, where somebody asks for
    that. Those that are watched are among them.
    """
    return max(NETWORKS, experiment.seeds) if seeds is None else seeds


def nobody_told(experiment: Experiment) -> None:
    """Tell nobody."""


class Cache(Protocol):
    """Where first and last frames are kept: `quizapp.runs.disk_cache`, or the store of a session."""

    def get(self, experiment: Experiment) -> Ends | None:
        """The first and the last frame of a run, or None if they are not there."""

    def put(self, experiment: Experiment, ends: Ends) -> None:
        """Keep the first and the last frame of a run."""

    def has(self, experiment: Experiment) -> bool:
        """Whether there seem to be frames of a run, without a look at them."""

    def evict(self) -> None:
        """Throw out what is too much."""


class Sweeper(Protocol):
    """Where runs are made: `Processes` of this machine, or `quizapp.runs.cluster`."""

    def sweep(
        self, given: Iterable[E], work: Callable[[E], R], progress: Progress = no_progress
    ) -> Generator[tuple[E, R], None, None]:
        """Each of `given` with `work` of it, as they are ready."""


@dataclass(frozen=True)
class Processes:
    """So many processes of this machine, or this one."""

    jobs: int = 1

    def sweep(
        self, given: Iterable[E], work: Callable[[E], R], progress: Progress = no_progress
    ) -> Generator[tuple[E, R], None, None]:
        """Each of `given` with `work` of it, as they are ready."""
        return sweep(given, work, jobs=self.jobs, progress=progress)


def default_jobs() -> int:
    """Two processes, or one on a machine with one core."""
    return min(2, cores())


def ends_of(
    experiments: Iterable[Experiment],
    seeds: int | None,
    jobs: int = 1,
    progress: Progress = no_progress,
    cache: Cache | None = None,
    ran: Callable[[Experiment], None] = nobody_told,
    cluster: Sweeper | None = None,
) -> dict[Experiment, Ends]:
    """Run each distinct experiment to its end, with `seeds` networks or, if that is None, with those it is judged on.

    They run on as many processes as `jobs` says, or on a cluster. `progress` counts the runs, of which those that
    differ in their steps alone share one; `ran` is told of each chunk.
    """
    chunks = {each: chunks_of(each, judged_on(each, seeds)) for each in dict.fromkeys(experiments)}
    every = [chunk for parts in chunks.values() for chunk in parts]
    ends = _kept(every, cache) if cache else {}
    missing = [chunk for chunk in every if chunk not in ends]
    ends |= _run(missing, cluster or Processes(jobs), progress, cache, ran)
    return {experiment: whole([ends[chunk] for chunk in parts]) for experiment, parts in chunks.items()}


def _kept(chunks: Iterable[Experiment], cache: Cache) -> dict[Experiment, Ends]:
    found = ((chunk, cache.get(chunk)) for chunk in chunks)
    return {chunk: ends for chunk, ends in found if ends is not None}


def _run(
    chunks: Sequence[Experiment],
    sweeper: Sweeper,
    progress: Progress,
    cache: Cache | None,
    ran: Callable[[Experiment], None],
) -> dict[Experiment, Ends]:
    """Run chunks, and keep what each gives as soon as it is there."""
    ends: dict[Experiment, Ends] = {}
    runs = beginnings_of(chunks).items()
    with closing(sweeper.sweep(runs, ends_of_beginnings, progress=progress)) as coming:
        for _, found in coming:
            for chunk, each in found.items():
                ends[chunk] = each
                if cache:
                    cache.put(chunk, each)
                ran(chunk)
    if cache and ends:
        cache.evict()
    return ends


def beginnings_of(experiments: Iterable[Experiment]) -> dict[Experiment, tuple[Experiment, ...]]:
    """The runs that some experiments need, each with those experiments of which it has all frames.

    Experiments that differ in nothing but their steps, and in what is asked of them, are the beginnings of one run.
    """
    alike: dict[Experiment, dict[Experiment, None]] = {}
    for experiment in experiments:
        alike.setdefault(experiment.replace(steps=0, asked=NOTHING), {})[experiment] = None
    return {_run_of(each): tuple(each) for each in alike.values()}


def _run_of(beginnings: Collection[Experiment]) -> Experiment:
    """The run that has all frames of some beginnings; the Jacobian at the last steps of each, if it is asked for."""
    longest = max(beginnings, key=lambda each: each.steps)
    asked = together(each.asked for each in beginnings)
    last = {each.steps for each in beginnings if each.asked.jacobian and 0 < each.steps < longest.steps}
    return longest.replace(asked=replace(asked, moments=tuple(sorted({*asked.moments, *last}))))


def ends_of_beginnings(wanted: tuple[Experiment, tuple[Experiment, ...]]) -> dict[Experiment, Ends]:
    """The first and the last frame of every beginning of a run that is wanted, and its moments."""
    experiment, beginnings = wanted
    last = frozenset(each.steps for each in beginnings)
    frames = list(run(experiment, last.__contains__))
    return {each: _beginning(frames, each) for each in beginnings}


def _beginning(frames: Sequence[Frame], experiment: Experiment) -> Ends:
    """What an experiment yields, out of the frames of a run of which it is a beginning."""
    last = [each for each in frames if each.step <= experiment.steps][-1]
    moments = [each for each in frames if each.step in experiment.asked.moments and 0 < each.step < last.step]
    return tuple(as_asked(each, experiment) for each in (frames[0], *moments, last))


def as_asked(frame: Frame, experiment: Experiment) -> Frame:
    """A frame without what another experiment asked for."""
    asked = experiment.asked
    trace = {name: numbers for name, numbers in frame.trace.items() if name in asked.traced}
    jacobian = frame.jacobian if asked.jacobian and frame.step in (0, experiment.steps, *asked.moments) else None
    if len(trace) == len(frame.trace) and jacobian is frame.jacobian:
        return frame
    return replace(frame, trace=trace, jacobian=jacobian)


@lru_cache(4096)
def chunks_of(experiment: Experiment, seeds: int, shift: int = 0) -> tuple[Experiment, ...]:
    """The experiment in parts of at most its own number of networks, `seeds` of them in all.

    One of the parts, the one that is watched, begins `shift` networks on; the first, where these are no longer among
    them.
    """
    own = experiment.seeds
    shift = shift if shift + own <= seeds else 0
    starts = [*range(0, shift, own), *range(shift, seeds, own)]
    ends = [*starts[1:], seeds]
    return tuple(_part(experiment, start, end - start) for start, end in zip(starts, ends, strict=True))


def shifted(experiment: Experiment, shift: int) -> Experiment:
    """The experiment with as many networks, whose seeds come so many later."""
    return _part(experiment, shift, experiment.seeds)


def _part(experiment: Experiment, shift: int, networks: int) -> Experiment:
    return experiment.networks((experiment.seed + shift) % (int(RANGES["seed"].high) + 1), networks)


def whole(parts: Sequence[Ends]) -> Ends:
    """The first and last frames of the parts of an experiment as those of all its networks, and those between them.

    A part that has ended before a moment, as all its networks diverged, stays as it was.
    """
    moments = sorted({frame.step for part in parts for frame in part[1:-1]})
    between = [joined([_at(part, step) for part in parts]) for step in moments]
    return (joined([part[0] for part in parts]), *between, joined([part[-1] for part in parts]))


def _at(part: Ends, step: int) -> Frame:
    return next((frame for frame in part if frame.step >= step), part[-1])
