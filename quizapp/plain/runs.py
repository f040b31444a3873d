"""The networks that were run for a question: each set of them once, with word of it where it takes long."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.plain.console import Console, Patience
from quizapp.runs.live import Sight, watch
from sim.experiment import Experiment
from sim.training import ends_only, every

Experiments = Mapping[str, Experiment]
Key = frozenset[tuple[str, Experiment]]

#: The charts show at most this many frames.
FRAMES = 60


class Runs:
    """What was seen so far; `watched` has frames all along the way, `ends` at least the first and the last."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.seen: dict[Key, Sight] = {}
        self.ended: dict[Key, Sight] = {}

    def watched(self, experiments: Experiments) -> Sight:
        """What there is to be drawn of experiments; they run the first time that they are asked for."""
        key = frozenset(experiments.items())
        if key not in self.seen:
            self.seen[key] = self._run(experiments, max(1, _steps(experiments) // FRAMES))
        return self.seen[key]

    def ends(self, experiments: Experiments, doing: str | None = None) -> Sight:
        """What there is to be judged of experiments; `doing` says why they run, should that take long."""
        key = frozenset(experiments.items())
        if key not in self.seen and key not in self.ended:
            self.ended[key] = self._run(experiments, None, doing)
        return self.seen.get(key) or self.ended[key]

    def forget(self) -> None:
        """Keep no frames of what was watched."""
        self.seen.clear()

    def _run(self, experiments: Experiments, stride: int | None, doing: str | None = None) -> Sight:
        patience = Patience(self.console, doing or f"running {' and '.join(experiments)}")
        steps, wanted = _steps(experiments), every(stride) if stride else ends_only

        def noticed(step: int) -> bool:
            patience.still_at(step, steps)
            return wanted(step)

        *_, sight = watch(experiments, noticed)
        return sight


def _steps(experiments: Experiments) -> int:
    return max(experiment.steps for experiment in experiments.values())
