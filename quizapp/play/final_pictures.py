"""How the networks of evidence looked in the end: what was measured, and the chart of what its claim is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizapp.charts.model import Chart
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of, looked_at
from quizapp.evidence.needs import compared_with, needed_to_judge
from quizapp.evidence.results import EndsOf, Result, result_of
from quizapp.experiments.naming import network_named, rate_named
from quizapp.play.views_for import view_for
from quizapp.runs.observation import Observation
from quizapp.runs.store import RunStore
from quizapp.views import Axes
from sim.experiment import Experiment


@dataclass(frozen=True)
class Picture:
    """What came of evidence on the networks that are watched (None if it measures nothing), its chart, and of whom."""

    result: Result | None
    chart: Chart
    network: str


def has_run(experiments: Mapping[str, Experiment], evidence: Evidence, store: RunStore) -> bool:
    """Whether all that evidence needs was seen to its end, so that its picture is there at once."""
    return all(store.get(each) is not None for each in needed_to_judge(experiments, evidence).values())


def picture(
    experiments: Mapping[str, Experiment],
    evidence: Evidence,
    store: RunStore,
    axes: Callable[[], Axes],
    ends: EndsOf,
) -> Picture:
    """The picture of evidence; nothing that was seen is run again."""
    needed = needed_to_judge(experiments, evidence)
    seen = {name: _observed(name, each, store, ends) for name, each in needed.items()}
    focus = focus_of(evidence, experiments)
    drawn = {name: looked_at(each, focus) for name, each in seen.items()}
    other = next((name for name in compared_with(experiments, evidence) if name in drawn), None)
    control = drawn[other] if other else None
    chart = view_for(evidence, experiments).drawn(drawn[evidence.experiment], control, axes(), focus=focus)
    subject = experiments[evidence.experiment]
    network = f"{evidence.experiment}: {network_named(subject)}{rate_named(subject)}"
    return Picture(result_of(experiments, evidence, seen), chart, network)


def _observed(name: str, experiment: Experiment, store: RunStore, ends: EndsOf) -> Observation:
    frames = ends(experiment, experiment.seeds)
    return Observation(name, experiment, store.seen(experiment) or frames)
