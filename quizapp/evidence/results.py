"""From evidence and what was seen of it to what can be said about it: the claim, its numbers, and how it came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quizapp.charts.numbers import precise
from quizapp.claims import Outcome, Verdict, judge, parse_claim, parse_quantity, quantify, spelled_out
from quizapp.claims.dependence import trained_for
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, Values, experiments_for, values
from quizapp.runs.batch import Cache, Ends, Progress, ends_of, no_progress
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.runs.store import RunStore
from quizapp.runs.watching import watch
from sim.experiment import Experiment
from sim.training import ends_only

Experiments = Mapping[str, Experiment]
Observations = Mapping[str, Observation]

#: On how many networks a claim is judged before anybody relies on it, and how many are enough to begin with.
NETWORKS, FEW = 20, 5


@dataclass(frozen=True)
class ClaimResult:
    """A claim as it stands now: its text, what was measured, and in how many networks it holds.

    `checked` is the verdict on as many networks as `check` judges on, where that on those watched is not as expected.
    `at_start` says that all of it is measured before training, and so stands from step 0 on.
    """

    claim: str
    says: str | None
    expected: bool
    verdict: Verdict
    control_name: str | None
    control: Verdict | None
    checked: Verdict | None = None
    at_start: bool = False

    @property
    def disputed(self) -> bool:
        """Whether the simulation, on as many networks as `check` runs, does not say what the deck says."""
        return self.checked is not None and self.checked.outcome() is not self._expected

    @property
    def _expected(self) -> Outcome:
        return Outcome.HOLDS if self.expected else Outcome.FAILS

    @property
    def measured(self) -> tuple[tuple[str, str], ...]:
        """Each compared quantity with its median over the networks, as text."""
        return tuple((text, precise(value)) for text, value in self.verdict.typical)

    @property
    def holds(self) -> str:
        """'holds in 8 of 8 networks', and in how many it is undecided."""
        held = f"holds in {self.verdict.count} of {self.verdict.of} networks"
        undecided = self.verdict.undecided
        told = f"{held}, undecided in {undecided}: {self.verdict.why_undecided}" if undecided else held
        if self.checked is None or self.checked.of == self.verdict.of:
            return told
        return f"{told}; of {self.checked.of} networks like these it {self.checked.in_words}"

    @property
    def as_expected(self) -> bool:
        """Whether the claim came out as the marks of the question say."""
        return self.verdict.outcome() is self._expected

    @property
    def on_control(self) -> str | None:
        """'xavier 0.29, fails in 8 of 8, as it must', or None without a control."""
        if self.control is None:
            return None
        numbers = "".join(f" {precise(value)}," for _, value in self.control.typical)
        must = Outcome.FAILS if self.expected else Outcome.HOLDS
        ending = ", as it must" if self.control.outcome() is must else ""
        return f"{self.control_name}{numbers or ','} {self.control.in_words}{ending}"


@dataclass(frozen=True)
class QuantityResult:
    """A quantity as it stands now, where no claim is made of it: its text and its value in each network."""

    quantity: str
    values: Values

    @property
    def median(self) -> str:
        """The median over the networks."""
        return precise(float(median(self.values)))

    @property
    def spread(self) -> str:
        """'0.12 to 0.31 over 8 networks'."""
        low, high = precise(float(np.min(self.values))), precise(float(np.max(self.values)))
        return f"{f'{low} to {high} over' if low != high else 'the same in'} {len(self.values)} networks"


def needed_experiments(experiments: Experiments, evidence: Evidence) -> dict[str, Experiment]:
    """The experiments that have to run for evidence: its own first, then its control, then others that it speaks of."""
    names = [evidence.experiment, *([evidence.control] if evidence.control else [])]
    if evidence.claim:
        names += sorted(parse_claim(evidence.claim, experiments, evidence.experiment).references)
    elif evidence.quantity:
        names += sorted(parse_quantity(evidence.quantity, experiments, evidence.experiment).references)
    return {name: experiments[name] for name in dict.fromkeys(names)}


def needed_to_judge(experiments: Experiments, evidence: Evidence) -> dict[str, Experiment]:
    """What has to run to judge evidence: as `needed_experiments`, but untrained where only the start is looked at."""
    needed = needed_experiments(experiments, evidence)
    trained = set().union(*(_trained(experiments, evidence, subject) for subject in _subjects(evidence)))
    return {name: each if name in trained else each.replace(steps=0) for name, each in needed.items()}


def _subjects(evidence: Evidence) -> list[str]:
    return [evidence.experiment, *([evidence.control] if evidence.control else [])]


def _trained(experiments: Experiments, evidence: Evidence, subject: str) -> frozenset[str]:
    if evidence.claim:
        return trained_for(parse_claim(evidence.claim, experiments, evidence.experiment), subject)
    if evidence.quantity:
        return trained_for(parse_quantity(evidence.quantity, experiments, evidence.experiment), subject)
    return frozenset()


def claim_result(experiments: Experiments, evidence: Evidence, seen: Observations) -> ClaimResult | None:
    """How the claim of evidence stands, by the newest frames seen; None without a claim."""
    if evidence.claim is None:
        return None
    claim = parse_claim(evidence.claim, experiments, evidence.experiment)
    return ClaimResult(
        claim=spelled_out(evidence.claim, experiments, evidence.experiment),
        says=evidence.says,
        expected=evidence.expected,
        verdict=_spelled(judge(claim, seen, evidence.experiment), experiments, evidence.experiment),
        control_name=evidence.control,
        control=_spelled(judge(claim, seen, evidence.control), experiments, evidence.control)
        if evidence.control
        else None,
        at_start=not any(_trained(experiments, evidence, subject) for subject in _subjects(evidence)),
    )


def quantity_result(experiments: Experiments, evidence: Evidence, seen: Observations) -> QuantityResult | None:
    """How the quantity of Evidence without a claim stands; None if it has none."""
    if evidence.quantity is None:
        return None
    quantity = parse_quantity(evidence.quantity, experiments, evidence.experiment)
    text = spelled_out(evidence.quantity, experiments, evidence.experiment)
    return QuantityResult(text, quantify(quantity, seen, evidence.experiment))


def result_of(experiments: Experiments, evidence: Evidence, seen: Observations) -> ClaimResult | QuantityResult | None:
    """What there is to be said of evidence: its claim, or else its quantity."""
    return claim_result(experiments, evidence, seen) or quantity_result(experiments, evidence, seen)


def _spelled(verdict: Verdict, experiments: Experiments, subject: str) -> Verdict:
    measured = tuple((spelled_out(text, experiments, subject), values) for text, values in verdict.measured)
    return replace(verdict, measured=measured)


def run_and_judge(experiments: Experiments, evidence: Evidence, store: RunStore) -> ClaimResult | QuantityResult | None:
    """What came of evidence; what the store has of it is not run again."""
    *_, seen = watch(needed_to_judge(experiments, evidence), ends_only, runner=store.run)
    return result_of(experiments, evidence, seen)


def run_and_verify(
    experiments: Experiments, evidence: Evidence, store: RunStore
) -> ClaimResult | QuantityResult | None:
    """What came of evidence, and where that is not as the deck says, what comes of it on more networks."""
    return verified(experiments, evidence, run_and_judge(experiments, evidence, store), store)


def verified(
    experiments: Experiments,
    evidence: Evidence,
    result: ClaimResult | QuantityResult | None,
    cache: Cache | None = None,
) -> ClaimResult | QuantityResult | None:
    """A result which, where it is not as the deck says, is checked on as many networks as `check` judges on."""
    if not isinstance(result, ClaimResult) or result.as_expected:
        return result
    if result.verdict.of >= NETWORKS:
        return replace(result, checked=result.verdict)
    needed = needed_to_judge(experiments, evidence)
    ends = ends_of(needed.values(), NETWORKS, cache=cache)
    seen = {name: Observation(name, each, ends[each]) for name, each in needed.items()}
    checked = claim_result(experiments, evidence, seen)
    return replace(result, checked=checked.verdict if checked else None)


def disputed_options(
    experiments: Experiments, pieces: Iterable[tuple[str, Evidence]], store: RunStore
) -> frozenset[str]:
    """The options, given with their evidence, of which the simulation does not say what the deck says."""
    results = ((option, run_and_verify(experiments, evidence, store)) for option, evidence in pieces)
    return frozenset(option for option, result in results if isinstance(result, ClaimResult) and result.disputed)


def measure_probes(
    probes: Sequence[Probe],
    experiments: Experiments,
    seeds: int | None = None,
    jobs: int = 1,
    progress: Progress = no_progress,
    cache: Cache | None = None,
) -> dict[str, Values]:
    """Run what some probes need and a cache lacks, and give their values.

    Each experiment has `seeds` networks, or as many as it asks for; on networks that nobody has seen as many as a claim
    is checked on, so that what `check` says of a setting is said of it in play.
    """
    sizes = {
        each: seeds or (max(each.seeds, NETWORKS) if probe.unseen else each.seeds)
        for probe in probes
        for each in experiments_for(probe, experiments).values()
    }
    ends: dict[Experiment, Ends] = {}
    for size in sorted(set(sizes.values())):
        ends |= ends_of([each for each in sizes if sizes[each] == size], size, jobs, progress, cache)
    return {probe.id: value_of(probe, experiments, ends) for probe in probes}


def value_of(probe: Probe, experiments: Experiments, ends: Mapping[Experiment, Ends]) -> Values:
    """The values of a probe, by the first and last frames of all that was run."""
    needed = experiments_for(probe, experiments)
    return values(probe, experiments, {name: Observation(name, each, ends[each]) for name, each in needed.items()})
