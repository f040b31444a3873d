"""One live run: a thread computes it at its pace and leaves the newest observation where the screen can take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.runs.latest import Latest
from quizapp.runs.pace import NORMAL, Pace
from quizapp.runs.watching import Observations, Runner, watch
from sim.experiment import Experiment
from sim.training import run


@dataclass
class LiveRun:
    """What the computing thread and the screen share: the experiments, the pace, and the latest value between them."""

    experiments: Mapping[str, Experiment]
    pace: Pace
    latest: Latest[Observations] = field(default_factory=Latest)
    finished: bool = False
    runner: Runner = run

    def compute(self) -> None:
        """Run the experiments to their end, or until the pace is stopped; called in a thread."""
        for observations in watch(self.experiments, self.pace.wants, lambda: self.pace.stopped, self.runner):
            self.latest.put(observations)
            if not self.pace.wait(newest_step(observations)):
                return
        self.finished = True


def new_run(
    experiments: Mapping[str, Experiment], speed: int = NORMAL, still: bool = False, runner: Runner = run
) -> LiveRun:
    """A run that is ready to be computed; `runner` yields the frames, from memory or anew."""
    steps = max(experiment.steps for experiment in experiments.values())
    return LiveRun(experiments, Pace(steps, speed, still), runner=runner)


def newest_step(observations: Observations) -> int:
    """The training step that a observation has come to."""
    return max(observed.latest.step for observed in observations.values())
