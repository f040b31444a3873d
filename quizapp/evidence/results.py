"""From evidence and what was seen of it to what can be said about it: the claim, its numbers, and how it came out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from quizapp.claims import (
    Claim,
    Outcome,
    Verdict,
    judge,
    parse_claim,
    parse_quantity,
    quantify,
    said_of,
    spelled_out,
)
from quizapp.claims.tree import without_name
from quizapp.claims.worded import Worded
from quizapp.claims.wording import claim_in_words, compared_in_words, quantity_in_words, value_text
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import Experiments, needed_to_judge, subjects_of, trained_among
from quizapp.evidence.probes import Probe, Values, experiments_for, values
from quizapp.experiments.naming import what_differs
from quizapp.runs.batch import Ends, judged_on
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from sim.experiment import Experiment

Observations = Mapping[str, Observation]
#: The first and the last frame of so many networks of an experiment, as `quizapp.runs.store.RunStore.ends` gives them.
EndsOf = Callable[[Experiment, int], Ends]

#: How many networks are enough to begin with, where many settings are tried.
FEW = 5
BY_THE_MARK = "which the mark goes by"


@dataclass(frozen=True)
class ClaimResult:
    """A claim as it stands now: its text, what was measured, and in how many networks it holds.

    `judged` is the same claim on the networks by which it is judged, once it has been. `at_start` says that all of it
    is measured before training, or that none follows, and so stands from step 0 on. `words` is the claim as a sentence,
    the author's or made from it, `worded` says what each measured quantity is, and `apart` how the control differs from
    the experiment.
    """

    claim: str
    says: str | None
    expected: bool
    verdict: Verdict
    control_name: str | None
    control: Verdict | None
    judged: ClaimResult | None = None
    at_start: bool = False
    words: str = ""
    worded: tuple[Worded, ...] = ()
    worded_control: tuple[Worded, ...] = ()
    apart: str = ""

    @property
    def borne_out(self) -> bool:
        """Whether the simulation says of the claim what the deck says, and the other thing on its control."""
        if self.judged is not None:
            return self.judged.borne_out
        return self.verdict.outcome() is _outcome(self.expected) and self._contrasts

    @property
    def _contrasts(self) -> bool:
        return self.control is None or self.control.outcome() is _outcome(not self.expected)

    @property
    def measured(self) -> tuple[tuple[str, str], ...]:
        """Each compared quantity with its median over the networks, as text."""
        return tuple((text, value_text(text, value)) for text, value in self.verdict.typical)

    @property
    def holds(self) -> str:
        """'holds in 8 of 8 networks', and in how many it is undecided; and the same of those that it is judged on."""
        held = f"holds in {self.verdict.count} of {_networks(self.verdict.of)}"
        if self.judged is None or self.judged.verdict.of == self.verdict.of:
            return held + _undecided(self.verdict)
        many = self.judged.verdict
        return f"{held} shown; in {many.count} of {many.of}, {BY_THE_MARK}{_undecided(many)}"

    @property
    def as_expected(self) -> bool:
        """Whether the claim came out as the marks of the question say, on the networks that it is judged on."""
        verdict = self.judged.verdict if self.judged else self.verdict
        return verdict.outcome() is _outcome(self.expected)

    @property
    def on_control(self) -> str | None:
        """'xavier 0.29, fails in 8 of 8, as it must', or None without a control."""
        if self.control is None:
            return None
        numbers = "".join(f" {value_text(text, value)}," for text, value in self.control.typical)
        return f"{self.control_name}{numbers or ','} {self._on_control(self.control)}"

    def _on_control(self, shown: Verdict) -> str:
        judged = self.judged.control if self.judged else None
        many = judged or shown
        must = f", but must {'fail' if self.expected else 'hold'} there" if judged else ""
        ending = ", as it must" if many.outcome() is _outcome(not self.expected) else must
        if many.of == shown.of:
            return f"{shown.in_words}{ending}"
        word, _, count = many.in_words.partition(" in ")
        same = shown.in_words.startswith(word)
        return f"{shown.in_words} shown; {f'in {count}' if same else many.in_words}, {BY_THE_MARK}{ending}"


@dataclass(frozen=True)
class QuantityResult:
    """A quantity as it stands now, where no claim is made of it: its text and its value in each network.

    `judged` is the same quantity on the networks by which answers are judged, once it has been measured there.
    """

    quantity: str
    values: Values
    judged: QuantityResult | None = None
    worded: Worded | None = None

    @property
    def at_start(self) -> bool:
        """Whether all of it is measured before training, and so is settled when that begins."""
        return self.worded is not None and self.worded.initial

    @property
    def typical(self) -> float:
        """The median over the networks."""
        return float(median(self.values))

    @property
    def median(self) -> str:
        """The median over the networks, as text."""
        return value_text(self.quantity, self.typical)

    @property
    def spread(self) -> str:
        """'0.12 to 0.31 over 8 networks'; and the median by which answers are judged, where it is of more networks."""
        low, high = (value_text(self.quantity, float(end(self.values))) for end in (np.min, np.max))
        alike = "in" if len(self.values) == 1 else "the same in"
        found = f"{alike if low == high else f'{low} to {high} over'} {_networks(len(self.values))}"
        if self.judged is None or len(self.judged.values) == len(self.values):
            return found
        return f"{found} shown; {self.judged.median} over {len(self.judged.values)}, {BY_THE_MARK}"


Result = ClaimResult | QuantityResult


def _outcome(holds: bool) -> Outcome:
    return Outcome.HOLDS if holds else Outcome.FAILS


def _undecided(verdict: Verdict) -> str:
    return f", undecided in {verdict.undecided}: {verdict.why_undecided}" if verdict.undecided else ""


def _networks(number: int) -> str:
    return f"{number} network{'s' * (number != 1)}"


def claim_result(experiments: Experiments, evidence: Evidence, seen: Observations) -> ClaimResult | None:
    """How the claim of evidence stands, by the newest frames seen; None without a claim."""
    if evidence.claim is None:
        return None
    claim = parse_claim(evidence.claim, experiments, evidence.experiment)
    own, control = evidence.experiment, evidence.control
    return ClaimResult(
        claim=spelled_out(evidence.claim, experiments, evidence.experiment),
        says=evidence.says,
        expected=evidence.expected,
        verdict=_judged(claim, experiments, evidence, evidence.experiment, seen),
        control_name=evidence.control,
        control=_judged(claim, experiments, evidence, evidence.control, seen) if evidence.control else None,
        at_start=not any(experiments[each].steps for each in _asked_after_training(experiments, evidence)),
        words=_as_sentence(evidence.says) if evidence.says else claim_in_words(claim, experiments, own),
        worded=_worded(claim, experiments, own, own),
        worded_control=_worded(claim, experiments, own, control) if control else (),
        apart=what_differs(experiments[own], experiments[control]) if control else "",
    )


def _asked_after_training(experiments: Experiments, evidence: Evidence) -> Iterator[str]:
    for subject in subjects_of(evidence):
        yield from trained_among(experiments, evidence, subject)


def _worded(claim: Claim, experiments: Experiments, own: str, subject: str) -> tuple[Worded, ...]:
    """What a claim of the experiment `own` compares, said of a subject."""
    return compared_in_words(replace(claim, truth=without_name(claim.truth, own)), experiments, subject)


def _as_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def quantity_result(experiments: Experiments, evidence: Evidence, seen: Observations) -> QuantityResult | None:
    """How the quantity of Evidence without a claim stands; None if it has none."""
    if evidence.quantity is None:
        return None
    quantity = parse_quantity(evidence.quantity, experiments, evidence.experiment)
    text = spelled_out(evidence.quantity, experiments, evidence.experiment)
    worded = quantity_in_words(quantity, experiments, evidence.experiment)
    return QuantityResult(text, quantify(quantity, seen, evidence.experiment), worded=worded)


def result_of(experiments: Experiments, evidence: Evidence, seen: Observations) -> Result | None:
    """What there is to be said of evidence: its claim, or else its quantity."""
    return claim_result(experiments, evidence, seen) or quantity_result(experiments, evidence, seen)


def _judged(claim: Claim, experiments: Experiments, evidence: Evidence, subject: str, seen: Observations) -> Verdict:
    """The verdict on a claim on its experiment or its control; quantities are called by what they were measured on."""
    verdict = judge(claim, seen, subject)

    def name(text: str) -> str:
        return spelled_out(said_of(text, evidence.experiment, subject, experiments), experiments, subject)

    return replace(verdict, measured=tuple((name(text), numbers) for text, numbers in verdict.measured))


def judged_result(
    experiments: Experiments, evidence: Evidence, ends: EndsOf, watched: Experiments | None = None
) -> Result | None:
    """What came of evidence on the networks that are `watched`, and on those by which it is judged.

    The first of each experiment are watched unless others are named.
    """
    judged = result_of(experiments, evidence, _seen(needed_to_judge(experiments, evidence), ends, judged_on))
    return with_judged(watched_result(experiments if watched is None else watched, evidence, ends), judged)


def with_judged(found: Result | None, judged: Result | None) -> Result | None:
    """A result on the networks that are watched, with the same on those by which it is judged."""
    match found, judged:
        case ClaimResult(), ClaimResult():
            return replace(found, judged=judged)
        case QuantityResult(), QuantityResult():
            return replace(found, judged=judged)
    return found


def watched_result(experiments: Experiments, evidence: Evidence, ends: EndsOf) -> Result | None:
    """What came of evidence on the networks that are watched."""
    needed = needed_to_judge(experiments, evidence)
    return result_of(experiments, evidence, _seen(needed, ends, lambda each: each.seeds))


def _seen(needed: Experiments, ends: EndsOf, networks: Callable[[Experiment], int]) -> Observations:
    return {name: Observation(name, each, ends(each, networks(each))) for name, each in needed.items()}


def probe_values(probes: Iterable[Probe], experiments: Experiments, ends: EndsOf) -> dict[str, Values]:
    """The values of probes, each on the networks by which it is judged."""
    return {
        probe.id: values(probe, experiments, _seen(experiments_for(probe, experiments), ends, judged_on))
        for probe in probes
    }


def value_of(probe: Probe, experiments: Experiments, ends: Mapping[Experiment, Ends]) -> Values:
    """The values of a probe, by the first and last frames of all that was run."""
    needed = experiments_for(probe, experiments)
    return values(probe, experiments, {name: Observation(name, each, ends[each]) for name, each in needed.items()})
