"""One live run: a thread computes it at its pace and leaves the newest sight where the screen can take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.runs.live import NORMAL, Mailbox, Pace, Runner, Sight, watch
from sim.experiment import Experiment
from sim.training import run


@dataclass
class Run:
    """What the computing thread and the screen share: the experiments, the pace, and the mailbox between them."""

    experiments: Mapping[str, Experiment]
    pace: Pace
    mailbox: Mailbox[Sight] = field(default_factory=Mailbox)
    finished: bool = False
    runner: Runner = run

    def compute(self) -> None:
        """Run the experiments to their end, or until the pace is stopped; called in a thread."""
        for sight in watch(self.experiments, self.pace.wants, lambda: self.pace.stopped, self.runner):
            self.mailbox.put(sight)
            if not self.pace.wait(newest_step(sight)):
                return
        self.finished = True


def new_run(
    experiments: Mapping[str, Experiment], speed: int = NORMAL, still: bool = False, runner: Runner = run
) -> Run:
    """A run that is ready to be computed; `runner` yields the frames, from memory or anew."""
    steps = max(experiment.steps for experiment in experiments.values())
    return Run(experiments, Pace(steps, speed, still), runner=runner)


def newest_step(sight: Sight) -> int:
    """The training step that a sight has come to."""
    return max(observed.latest.step for observed in sight.values())
