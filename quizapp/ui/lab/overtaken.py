"""Networks that run in a worker for as long as somebody waits for them, and no training step longer."""

from __future__ import annotations

from collections.abc import Callable

from textual.worker import Worker

from quizapp.evidence.results import EndsOf
from quizapp.runs.batch import Ends
from quizapp.runs.store import RunStore
from sim.experiment import Experiment


class Overtaken(Exception):
    """Nobody waits for this any longer."""


def ends_for(worker: Worker[object], store: RunStore) -> EndsOf:
    """Runs networks to their ends, from a store or anew; it raises Overtaken once the worker is cancelled."""

    def ends(experiment: Experiment, networks: int) -> Ends:
        return store.ends(experiment, networks, _unless(lambda: worker.is_cancelled))

    return ends


def _unless(overtaken: Callable[[], bool]) -> Callable[[int], bool]:
    """No step is wanted between the first and the last; and none at all once it is overtaken."""

    def wanted(step: int) -> bool:
        if overtaken():
            raise Overtaken
        return False

    return wanted
