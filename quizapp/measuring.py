"""Running many experiments over many networks, on several processes if wanted, and keeping their first and last frames.

An experiment is run in chunks of as many networks as it asks for itself, so that no run is larger than it permits.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from quizapp.observed import joined
from sim.experiment import RANGES, Experiment
from sim.sweep import Ends, Progress, cores, first_and_last, sweep, unwatched

__all__ = ["Ends", "Progress", "chunks_of", "default_jobs", "ends_of", "first_and_last", "unwatched"]


def default_jobs() -> int:
    """Two processes, or one on a machine with one core."""
    return min(2, cores())


def ends_of(
    experiments: Iterable[Experiment], seeds: int, jobs: int = 1, progress: Progress = unwatched
) -> dict[Experiment, Ends]:
    """Run each distinct experiment with `seeds` networks to its end; `progress` counts its chunks."""
    chunks = {experiment: chunks_of(experiment, seeds) for experiment in dict.fromkeys(experiments)}
    every = [chunk for parts in chunks.values() for chunk in parts]
    with closing(sweep(every, jobs=jobs, progress=progress)) as coming:
        ends = dict(coming)
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


def _whole(parts: list[Ends]) -> Ends:
    firsts, lasts = zip(*parts, strict=True)
    return joined(firsts), joined(lasts)
