"""How fast this machine is now: a real training step, timed for a few milliseconds."""

from __future__ import annotations

import time

from sim import costs
from sim.experiment import Experiment
from sim.training import Training, use_one_blas_thread

#: How long steps are timed at least, in seconds.
LONG_ENOUGH = 0.005


def seconds_per_cost(experiment: Experiment) -> float:
    """Seconds that a unit of cost takes in the training steps of an experiment, on this machine now."""
    use_one_blas_thread()
    training = Training(experiment)
    training.evaluate(0)
    steps, taken, start = 0, 0.0, time.perf_counter()
    while taken < LONG_ENOUGH:
        training.update()
        training.evaluate(steps := steps + 1)
        taken = time.perf_counter() - start
    return taken / (steps * costs.step_cost(experiment))
