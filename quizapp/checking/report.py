"""What came of a deck whose claims were judged: each claim, each finding beside them, and where they are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.checking.disagreements import disagreement, is_the_other_way, no_contrast, outcome_of, undone
from quizapp.claims import Outcome, Verdict
from quizapp.deck.reader.problems import Problem
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult
from quizapp.questions.alternatives import Elsewhere
from quizapp.questions.types import FairnessResult
from quizapp.runs.observation import Observation

#: A margin under this is brittle: what holds by so little may not hold on another processor.
BRITTLE = 0.1


@dataclass(frozen=True)
class CheckedClaim:
    """The claim of one option, and how it came out on its experiment and on its control.

    `at_start` is how it comes out before any training, as it would with a learning rate of 0; None where there is no
    control, or where nothing that it compares is measured later. `idle` are the parts that decide nothing, and `seen`
    is what was observed of all that it speaks of. `also` is how it comes out on each alternative.
    """

    question: str
    variant: str
    option: str
    evidence: Evidence
    judged: ClaimResult
    at_start: ClaimResult | None = None
    idle: tuple[str, ...] = ()
    seen: Mapping[str, Observation] = field(default_factory=dict, repr=False)
    also: tuple[tuple[str, Verdict], ...] = ()

    @property
    def undone_on(self) -> tuple[str | None, ...]:
        """For each alternative what is wrong if the claim does not come out there as on its experiment, or None."""
        if not self.judged.as_expected:
            return (None,) * len(self.also)
        return tuple(undone(self.evidence, name, verdict) for name, verdict in self.also)

    @property
    def needs_no_training(self) -> bool:
        """Whether the same comes out on experiment and control before any training as in the end."""
        if self.at_start is None or self.problems:
            return False
        return _outcomes(self.judged) == _outcomes(self.at_start)

    @property
    def margin(self) -> float:
        """How far the least convincing network that counts is from the threshold, 0 to 1; negative if it disagrees."""
        return self.judged.verdict.weakest_margin(self.evidence.expected)

    @property
    def control_margin(self) -> float | None:
        """The margin on the control, where the claim must come out the other way; None without one."""
        control = self.judged.control
        return None if control is None else control.weakest_margin(not self.evidence.expected)

    @property
    def brittle_on(self) -> tuple[tuple[str, float], ...]:
        """The experiments on which the claim comes out as it should by a margin that is too small to rely on."""
        if self.problems:
            return ()
        margins = [(self.evidence.experiment, self.margin)]
        if self.control_margin is not None:
            margins.append((str(self.evidence.control), self.control_margin))
        return tuple((name, margin) for name, margin in margins if margin < BRITTLE)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, in words: nothing if author, simulation and control agree."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[str]:
        if not self.judged.as_expected:
            yield disagreement(self.evidence, self.judged)
        control = self.judged.control
        if is_the_other_way(self.evidence, self.judged):
            return
        if control is not None and control.outcome() is not outcome_of(not self.evidence.expected):
            yield no_contrast(self.evidence, self.judged)


@dataclass(frozen=True)
class CheckedFairness:
    """What was found out about a question beside its claims."""

    question: str
    variant: str
    finding: FairnessResult


@dataclass(frozen=True)
class CheckedAlternative:
    """What came of a question on an alternative, beside its claims."""

    question: str
    variant: str
    found: Elsewhere


@dataclass(frozen=True)
class Report:
    """What became of all claims of a deck, and of all else that its questions rest on.

    `seeds` are the networks that each claim is judged on, of an experiment that has more itself all of these.
    `unclaimed` counts the options that are watched without a claim or a quantity. A question that varies is called by
    its id and the values drawn.
    """

    path: Path
    title: str
    questions: int
    seeds: int
    claims: tuple[CheckedClaim, ...]
    findings: tuple[CheckedFairness, ...]
    unclaimed: int
    problems: tuple[Problem, ...]
    elsewhere: tuple[CheckedAlternative, ...] = ()

    @property
    def alternatives(self) -> int:
        """How often it was seen whether the same comes out on an alternative."""
        return sum(len(claim.also) for claim in self.claims) + len(self.elsewhere)

    @property
    def undone(self) -> int:
        """On how many alternatives it came out otherwise."""
        claims = sum(wrong is not None for claim in self.claims for wrong in claim.undone_on)
        return claims + sum(each.found.problem is not None for each in self.elsewhere)

    @property
    def controls(self) -> int:
        """How many claims have a control."""
        return sum(claim.judged.control is not None for claim in self.claims)


def _outcomes(result: ClaimResult) -> tuple[Outcome, Outcome | None]:
    return result.verdict.outcome(), None if result.control is None else result.control.outcome()
