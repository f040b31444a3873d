"""From a scene and what was seen of it to what can be said about it: the claim, its numbers, and how it came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.charts.numbers import precise
from quizapp.claims import Outcome, Verdict, judge, parse_claim, spelled_out
from quizapp.deck import Deck
from quizapp.live import watch
from quizapp.observed import Observed
from quizapp.scene import Scene
from sim.experiment import Experiment
from sim.training import ends_only


@dataclass(frozen=True)
class Judged:
    """A claim as it stands now: its text, what was measured, and in how many networks it holds."""

    claim: str
    says: str | None
    expected: bool
    verdict: Verdict
    control_name: str | None
    control: Verdict | None

    @property
    def measured(self) -> tuple[tuple[str, str], ...]:
        """Each compared quantity with its median over the networks, as text."""
        return tuple((text, precise(value)) for text, value in self.verdict.typical)

    @property
    def holds(self) -> str:
        """'holds in 8 of 8 networks'."""
        return f"holds in {self.verdict.count} of {self.verdict.of} networks"

    @property
    def as_expected(self) -> bool:
        """Whether the claim came out as the marks of the question say."""
        return self.verdict.outcome() is (Outcome.HOLDS if self.expected else Outcome.FAILS)

    @property
    def on_control(self) -> str | None:
        """'xavier 0.29, fails in 8 of 8, as it must', or None without a control."""
        if self.control is None:
            return None
        numbers = "".join(f" {precise(value)}," for _, value in self.control.typical)
        fails = 2 * self.control.count < self.control.of
        count = self.control.of - self.control.count if fails else self.control.count
        must = Outcome.FAILS if self.expected else Outcome.HOLDS
        ending = ", as it must" if self.control.outcome() is must else ""
        came_out = f"{'fails' if fails else 'holds'} in {count} of {self.control.of}"
        return f"{self.control_name}{numbers or ','} {came_out}{ending}"


def experiments_of(deck: Deck, scene: Scene) -> dict[str, Experiment]:
    """The experiments that have to run for a scene: its own first, then its control, then others that it speaks of."""
    names = [scene.experiment, *([scene.control] if scene.control else [])]
    if scene.claim:
        names += sorted(parse_claim(scene.claim, deck.experiments, scene.experiment).references)
    return {name: deck.experiments[name] for name in dict.fromkeys(names)}


def judged(deck: Deck, scene: Scene, seen: Mapping[str, Observed]) -> Judged | None:
    """How the claim of a scene stands, by the newest frames seen; None without a claim."""
    if scene.claim is None:
        return None
    claim = parse_claim(scene.claim, deck.experiments, scene.experiment)
    return Judged(
        claim=spelled_out(scene.claim, deck.experiments, scene.experiment),
        says=scene.says,
        expected=scene.expected,
        verdict=_spelled(judge(claim, seen, scene.experiment), deck, scene),
        control_name=scene.control,
        control=judge(claim, seen, scene.control) if scene.control else None,
    )


def _spelled(verdict: Verdict, deck: Deck, scene: Scene) -> Verdict:
    measured = tuple(
        (spelled_out(text, deck.experiments, scene.experiment), values) for text, values in verdict.measured
    )
    return Verdict(verdict.holds, verdict.margin, measured)


def measure(deck: Deck, scene: Scene) -> Judged | None:
    """Run all that a scene needs to its end, and judge its claim; None without a claim."""
    *_, seen = watch(experiments_of(deck, scene), ends_only)
    return judged(deck, scene, seen)
