"""What the simulation has to say about a deck: every evidence run to its end, its claim judged, and its chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizapp.charts.model import Chart
from quizapp.claims import Verdict
from quizapp.claims.wording import value_text
from quizapp.deck.model import Deck
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of, looked_at
from quizapp.evidence.needs import compared_with, needed_experiments, needed_to_judge
from quizapp.evidence.results import ClaimResult, QuantityResult, result_of
from quizapp.exchange.format import Progress
from quizapp.experiments.naming import network_named, rate_named
from quizapp.play.views_for import view_for
from quizapp.questions.types import Question
from quizapp.questions.types.order import Order
from quizapp.runs.batch import Ends
from quizapp.runs.observation import Observation
from quizapp.views import axes_for
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


def judged_experiments(deck: Deck, question: Question) -> Iterator[Experiment]:
    """What has to run for the claims of a question to be judged, and for what it measures."""
    for _, evidence in question.evidence_by_option():
        yield from needed_to_judge(deck.experiments_for(question), evidence).values()


def run_all(experiments: Iterable[Experiment], progress: Progress) -> FramesByExperiment:
    """Every one of some experiments, run once."""
    runs: dict[Experiment, tuple[Frame, ...]] = {}
    needed = dict.fromkeys(experiments)
    for done, experiment in enumerate(needed):
        progress(done, len(needed))
        runs[experiment] = tuple(run(experiment, every(max(1, experiment.steps // CHART_FRAMES))))
    progress(len(needed), len(needed))
    return runs


def shown(
    deck: Deck, question: Question, runs: FramesByExperiment, ends: Mapping[Experiment, Ends]
) -> dict[str, Shown]:
    """The evidence of each option of a question that has one, by the option's id.

    Charts show the networks that are watched; numbers and counts are of all those by which answers are marked.
    """
    networks, pieces = deck.experiments_for(question), question.evidence_by_option()
    together = _moments(networks, [evidence for _, evidence in pieces], runs) if isinstance(question, Order) else None
    return {option: _shown(networks, evidence, runs, ends, together) for option, evidence in pieces}


def _moments(
    networks: Mapping[str, Experiment], pieces: Iterable[Evidence], runs: FramesByExperiment
) -> tuple[Frame, ...]:
    """The frames that are drawn: of claims about the start the first, of others the last."""
    needed = ((evidence, each) for evidence in pieces for each in needed_experiments(networks, evidence).values())
    return tuple(runs[each][0 if focus_of(evidence, networks).at_start else -1] for evidence, each in needed)


def _shown(
    networks: Mapping[str, Experiment],
    evidence: Evidence,
    runs: FramesByExperiment,
    ends: Mapping[Experiment, Ends],
    together: tuple[Frame, ...] | None,
) -> Shown:
    focus = focus_of(evidence, networks)
    seen = {
        name: looked_at(Observation(name, each, runs[each]), focus)
        for name, each in needed_experiments(networks, evidence).items()
    }
    other = next((name for name in compared_with(networks, evidence) if name in seen), None)
    control = seen[other] if other else None
    axes = axes_for(together or _moments(networks, [evidence], runs))
    chart = view_for(evidence, networks).drawn(seen[evidence.experiment], control, axes, focus=focus)
    judged = {name: Observation(name, each, ends[each]) for name, each in needed_to_judge(networks, evidence).items()}
    return Shown(evidence, *_in_words(result_of(networks, evidence, judged), evidence, networks), chart)


def _in_words(
    result: ClaimResult | QuantityResult | None, evidence: Evidence, networks: Mapping[str, Experiment]
) -> tuple[str, tuple[str, ...]]:
    """The claim or the quantity, and how it came out on the experiment and on the control, said what these are."""
    subject = networks[evidence.experiment]
    ran = f"{evidence.experiment} ({network_named(subject)}{rate_named(subject)})"
    if isinstance(result, ClaimResult):
        control = f"{evidence.control} ({result.apart})" if result.apart else str(evidence.control)
        outcomes = [_outcome(ran, result.verdict)]
        return f"Claim: {result.claim}", (*outcomes, *([_outcome(control, result.control)] if result.control else []))
    if isinstance(result, QuantityResult):
        return f"Measured: {result.quantity}", (f"{result.median} on {ran} ({result.spread})",)
    return "", ()


def _outcome(name: str, verdict: Verdict) -> str:
    """'9.5e-6 on tiny (weights N(0, 0.05²)), holds in 8 of 8 networks'."""
    numbers = ", ".join(value_text(text, value) for text, value in verdict.typical)
    count = f"holds in {verdict.count} of {verdict.of} network{'s' * (verdict.of != 1)}"
    return f"{numbers} on {name}, {count}" if numbers else f"on {name}, {count}"
