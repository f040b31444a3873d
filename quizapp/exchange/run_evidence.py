"""What the simulation has to say about a deck: every evidence run to its end, its claim judged, and its chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizapp.charts.model import Chart
from quizapp.charts.numbers import precise
from quizapp.claims import Verdict
from quizapp.deck.model import Deck
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of
from quizapp.evidence.results import ClaimResult, QuantityResult, compared_with, needed_experiments, result_of
from quizapp.exchange.format import Progress
from quizapp.play.views_for import view_for
from quizapp.questions.types import Question
from quizapp.runs.observation import Observation
from quizapp.views import Axes, axes_for
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import every, run

#: A chart over training steps has about this many points.
CHART_FRAMES = 24
FramesByExperiment = Mapping[Experiment, tuple[Frame, ...]]


@dataclass(frozen=True)
class Shown:
    """A evidence as it can be put on paper: its claim or quantity, how that came out, and its chart."""

    evidence: Evidence
    claim: str
    outcomes: tuple[str, ...]
    chart: Chart


def evidence_experiments(deck: Deck, question: Question) -> Iterator[Experiment]:
    """What has to run for all that is watched in a question."""
    for _, evidence in question.evidence_by_option():
        yield from needed_experiments(deck.experiments_for(question), evidence).values()


def run_all(experiments: Iterable[Experiment], progress: Progress) -> FramesByExperiment:
    """Every one of some experiments, run once."""
    runs: dict[Experiment, tuple[Frame, ...]] = {}
    needed = dict.fromkeys(experiments)
    for done, experiment in enumerate(needed):
        progress(done, len(needed))
        runs[experiment] = tuple(run(experiment, every(max(1, experiment.steps // CHART_FRAMES))))
    progress(len(needed), len(needed))
    return runs


def shown(deck: Deck, question: Question, runs: FramesByExperiment) -> dict[str, Shown]:
    """The evidence of each option of a question that has one, by the option's id."""
    networks = deck.experiments_for(question)
    axes = axes_for([runs[each][0] for each in dict.fromkeys(evidence_experiments(deck, question))])
    return {option: _shown(networks, evidence, runs, axes) for option, evidence in question.evidence_by_option()}


def _shown(networks: Mapping[str, Experiment], evidence: Evidence, runs: FramesByExperiment, axes: Axes) -> Shown:
    seen = {name: Observation(name, each, runs[each]) for name, each in needed_experiments(networks, evidence).items()}
    focus = focus_of(evidence, networks)
    drawn = {name: each.until(0) for name, each in seen.items()} if focus.at_start else seen
    other = next(iter(compared_with(networks, evidence)), None)
    control = drawn.get(other) if other else None
    chart = view_for(evidence, networks).drawn(drawn[evidence.experiment], control, axes, focus=focus)
    return Shown(evidence, *_in_words(result_of(networks, evidence, seen), evidence), chart)


def _in_words(result: ClaimResult | QuantityResult | None, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """The claim or the quantity, and how it came out on the experiment and on the control."""
    if isinstance(result, ClaimResult):
        measured = [_outcome(evidence.experiment, result.verdict)]
        return f"Claim: {result.claim}", (
            *measured,
            *([_outcome(str(evidence.control), result.control)] if result.control else []),
        )
    if isinstance(result, QuantityResult):
        return f"Measured: {result.quantity}", (f"{result.median} on {evidence.experiment} ({result.spread})",)
    return "", ()


def _outcome(name: str, verdict: Verdict) -> str:
    """'9.5e-6 on tiny, holds in 8 of 8 networks'."""
    numbers = ", ".join(precise(value) for _, value in verdict.typical)
    count = f"holds in {verdict.count} of {verdict.of} networks"
    return f"{numbers} on {name}, {count}" if numbers else f"on {name}, {count}"
