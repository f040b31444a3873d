"""One training step as something to time: the networks' updates and gradients, without any frame."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.table import in_turn
from sim.experiment import Experiment
from sim.training import Training, use_one_blas_thread

#: How long each measurement goes on, in seconds.
ENOUGH = 0.05
#: The largest network of the comparison asks for a little more than an experiment may.
NO_BOUND = patch("sim.experiment.MAX_FIRST_COST", np.inf)


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


def seconds_each(works: Mapping[str, Callable[[], object]], times: int = 15) -> dict[str, float]:
    """The processor time of one call of each, all measured in turn: the median over `times` turns."""
    counts = {name: _enough(work) for name, work in works.items()}
    return in_turn({name: _timer(work, counts[name]) for name, work in works.items()}, times)


def _timer(work: Callable[[], object], count: int) -> Callable[[], float]:
    def measure() -> float:
        began = time.process_time()
        for _ in range(count):
            work()
        return (time.process_time() - began) / count

    return measure


def _enough(work: Callable[[], object]) -> int:
    """How many calls take long enough to be timed, after one to warm up."""
    work()
    return max(1, round(ENOUGH / max(_timer(work, 1)(), 1e-6)))
