"""What stands in the lab after a repair: whether it helped, as soon as that has been seen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from quizapp.lab.comparison import Side
from quizapp.lab.repairs import outcome
from quizapp.runs.watching import Observations
from quizapp.ui.shared.text import text
from sim.diagnosis import Diagnosis, diagnose
from sim.experiment import Experiment
from sim.frames import Frame


@dataclass(frozen=True)
class Repaired:
    """A repair on a side: the experiment that came of it, and what was wrong with the one before as it was drawn."""

    name: str
    side: Side
    experiment: Experiment
    before: tuple[Diagnosis, ...]

    def content(self, observations: Observations, finished: bool) -> Content | None:
        """What came of it, or None where these are not its networks."""
        seen = observations.get(self.side)
        if seen is None or seen.experiment != self.experiment:
            return None
        drawn = diagnose(self.experiment, seen.initial, seen.initial)
        trained = diagnose(self.experiment, seen.initial, seen.latest) if finished and self.experiment.steps else None
        found = outcome(self.before, drawn, trained)
        said = f"{self.name} on {self.side}: {found.words}."
        if found.helped:
            return text(f"✓ {said}", "$text-success")
        return text(f"✗ {said} u takes it back.", "$text-error")


def repaired(name: str, side: Side, before: tuple[Experiment, Frame], after: Experiment) -> Repaired:
    """A repair that was just done; `before` is the experiment as it was, and its networks as they were drawn."""
    experiment, drawn = before
    return Repaired(name, side, after, diagnose(experiment, drawn, drawn))
