"""How far a check has come, by what its runs cost: a few long ones count for more than many short ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quizapp.runs.batch import Progress
from sim.costs import whole_cost
from sim.experiment import Experiment


class Meter:
    """What is done, and what was planned, of one check, which runs its experiments in rounds."""

    def __init__(self, progress: Progress, planned: int) -> None:
        self.done, self.planned, self.rounds = 0, planned, 0
        self.progress = progress

    @contextmanager
    def round(self) -> Iterator[None]:
        """Count a round of runs, and tell that it begins."""
        self.progress(self.done, self.planned)
        yield
        self.rounds += 1

    def ran(self, experiment: Experiment) -> None:
        """Count a run; one that was not planned makes the whole longer."""
        self.done += whole_cost(experiment)
        self.planned = max(self.planned, self.done)
        self.progress(self.done, self.planned)

    def end(self) -> None:
        """Tell that there is nothing more to run, however much was planned."""
        self.progress(self.done, self.done)
