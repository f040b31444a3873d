"""One training step as something to time: the networks' updates and gradients, without any frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.table import Size
from benchmarks.timing import Turns, cpu_seconds_of, in_turn
from sim.experiment import Experiment
from sim.training import Training, use_one_blas_thread

#: The largest network of the comparison asks for a little more than an experiment may.
NO_BOUND = patch("sim.experiment.MAX_FIRST_COST", np.inf)


@dataclass(frozen=True)
class Amount:
    """How many turns there are, and how many seconds each thing is repeated for in each turn."""

    times: int
    seconds: float


def amount_of(size: Size, times: int = 15) -> Amount:
    """`times` turns of 50 ms each in full size, and a single call in tiny size."""
    return size.of(Amount(times, 0.05), tiny=Amount(1, 0.0))


def unbounded(**fields: Any) -> Experiment:
    """An experiment, without the bound on the time before its first frame."""
    with NO_BOUND:
        return Experiment(**fields)


def training_of(experiment: Experiment) -> Training:
    """The networks of an experiment, with their first gradient, on one thread."""
    use_one_blas_thread()
    training = Training(experiment)
    training.evaluate(0)
    return training


def stepper(training: Training) -> Callable[[], None]:
    """One update and the next gradient."""

    def step() -> None:
        training.update()
        training.evaluate(1)

    return step


def seconds_each(works: Mapping[str, Callable[[], object]], amount: Amount) -> Turns:
    """The processor time of one call of each, all measured in turn."""
    counts = {name: _enough(work, amount.seconds) for name, work in works.items()}
    return in_turn({name: _timer(work, counts[name]) for name, work in works.items()}, amount.times)


def _timer(work: Callable[[], object], count: int) -> Callable[[], float]:
    return lambda: cpu_seconds_of(lambda: [work() for _ in range(count)]) / count


def _enough(work: Callable[[], object], seconds: float) -> int:
    """How many calls take that long, after one to warm up."""
    work()
    return max(1, round(seconds / max(cpu_seconds_of(work), 1e-6)))
