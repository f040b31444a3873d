"""The networks of a question, run as fast as they can be; somebody who waits at a terminal is told how far they are."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.plain.console import Console, SlowNotice
from quizapp.runs.store import RunStore
from quizapp.runs.watching import Observations, watch
from sim.experiment import Experiment
from sim.sweep import Ends
from sim.training import Wanted, ends_only, every

Experiments = Mapping[str, Experiment]

#: The charts show about this many frames, and each of the first steps, in which runs that explode are over.
CHART_FRAMES, EARLY = 60, 10


def drawn(steps: int) -> Wanted:
    """Which steps of a run are drawn."""
    usual = every(max(1, steps // CHART_FRAMES))
    return lambda step: step <= EARLY or usual(step)


class Runs:
    """Runs experiments, as far as the store of the session does not have them already."""

    def __init__(self, console: Console, store: RunStore) -> None:
        self.console, self.store = console, store

    def watched(self, experiments: Experiments) -> Observations:
        """What there is to be drawn of experiments: frames all along the way."""
        return self._run(experiments, drawn(_steps(experiments)), f"running {' and '.join(experiments)}")

    def ends(self, experiments: Experiments, doing: str) -> Observations:
        """What there is to be judged of experiments: the first and the last frames; `doing` says why they run."""
        return self._run(experiments, ends_only, doing)

    def judged(self, experiment: Experiment, networks: int, doing: str, shift: int = 0) -> Ends:
        """The first and the last frame of so many networks; `doing` says why they run.

        Those that are watched begin `shift` networks on.
        """
        patience = SlowNotice(self.console, doing)

        wanted = drawn(experiment.steps)

        def noticed(step: int) -> bool:
            patience.still_at(step, experiment.steps)
            return wanted(step)

        return self.store.ends(experiment, networks, noticed, shift)

    def _run(self, experiments: Experiments, wanted: Wanted, doing: str) -> Observations:
        patience, steps = SlowNotice(self.console, doing), _steps(experiments)

        def noticed(step: int) -> bool:
            patience.still_at(step, steps)
            return wanted(step)

        *_, observations = watch(experiments, noticed, runner=self.store.run)
        return observations


def _steps(experiments: Experiments) -> int:
    return max(experiment.steps for experiment in experiments.values())
