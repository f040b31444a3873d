"""What the simulation has to say about a deck: every scene run to its end, its claim judged, and its chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizapp.charts.model import Chart
from quizapp.charts.numbers import precise
from quizapp.claims import Verdict
from quizapp.deck.model import Deck
from quizapp.evidence.evidence import Scene
from quizapp.evidence.judging import Judged, Measurement, experiments_of, found
from quizapp.exchange.format import Progress
from quizapp.play.choosing_views import view_for
from quizapp.questions.types import Question
from quizapp.runs.observation import Observed
from quizapp.views import Axes, axes_for
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import every, run

#: A chart over training steps has about this many points.
FRAMES = 24
Runs = Mapping[Experiment, tuple[Frame, ...]]


@dataclass(frozen=True)
class Shown:
    """A scene as it can be put on paper: its claim or quantity, how that came out, and its chart."""

    scene: Scene
    claim: str
    outcomes: tuple[str, ...]
    chart: Chart


def scene_experiments(deck: Deck, question: Question) -> Iterator[Experiment]:
    """What has to run for all that is watched in a question."""
    for _, scene in question.scenes():
        yield from experiments_of(deck.networks(question), scene).values()


def run_all(experiments: Iterable[Experiment], progress: Progress) -> Runs:
    """Every one of some experiments, run once."""
    runs: dict[Experiment, tuple[Frame, ...]] = {}
    needed = dict.fromkeys(experiments)
    for done, experiment in enumerate(needed):
        progress(done, len(needed))
        runs[experiment] = tuple(run(experiment, every(max(1, experiment.steps // FRAMES))))
    progress(len(needed), len(needed))
    return runs


def shown(deck: Deck, question: Question, runs: Runs) -> dict[str, Shown]:
    """The scene of each option of a question that has one, by the option's id."""
    networks = deck.networks(question)
    axes = axes_for([runs[each][0] for each in dict.fromkeys(scene_experiments(deck, question))])
    return {option: _shown(networks, scene, runs, axes) for option, scene in question.scenes()}


def _shown(networks: Mapping[str, Experiment], scene: Scene, runs: Runs, axes: Axes) -> Shown:
    seen = {name: Observed(name, each, runs[each]) for name, each in experiments_of(networks, scene).items()}
    control = seen[scene.control] if scene.control else None
    chart = view_for(scene).drawn(seen[scene.experiment], control, axes)
    return Shown(scene, *_in_words(found(networks, scene, seen), scene), chart)


def _in_words(result: Judged | Measurement | None, scene: Scene) -> tuple[str, tuple[str, ...]]:
    """The claim or the quantity, and how it came out on the experiment and on the control."""
    if isinstance(result, Judged):
        measured = [_outcome(scene.experiment, result.verdict)]
        return f"Claim: {result.claim}", (
            *measured,
            *([_outcome(str(scene.control), result.control)] if result.control else []),
        )
    if isinstance(result, Measurement):
        return f"Measured: {result.quantity}", (f"{result.median} on {scene.experiment} ({result.spread})",)
    return "", ()


def _outcome(name: str, verdict: Verdict) -> str:
    """'9.5e-6 on tiny, holds in 8 of 8 networks'."""
    numbers = ", ".join(precise(value) for _, value in verdict.typical)
    count = f"holds in {verdict.count} of {verdict.of} networks"
    return f"{numbers} on {name}, {count}" if numbers else f"on {name}, {count}"
