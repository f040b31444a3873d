"""Claims of which a part, or all, comes out the same whatever is measured."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from quizapp.claims.dependence import (
    Identity,
    Scope,
    between,
    comparisons,
    condition_outcome,
    events,
    identity,
    is_measured,
    steps,
)
from quizapp.claims.operators import COMPARE
from quizapp.claims.possible import computed_from, range_of
from quizapp.claims.tree import SIZES, TURNED, Claim, Comparison, Event, Logic, Measure, Not, Number, Truth
from sim.experiment import Experiment

#: With more combinations than this of what the quantities of a claim may be, it is not asked whether it can fail.
MOST_CASES = 5000
CURE = "leave it out, or compare with what a run can reach"


@np.errstate(all="ignore")
def decided(claim: Claim, experiments: Mapping[str, Experiment], subject: str) -> tuple[tuple[str, str], ...]:
    """Each part of a claim that comes out the same whatever is measured, as it is written, with what is said of it."""
    scope = Scope(experiments, subject)
    said = (_said(step, claim, scope) for each in comparisons(claim.truth) for step in steps(each))
    found = tuple(each for each in said if each)
    always = None if found else _only_truth(claim.truth, _Cases(scope))
    if always is None:
        return found
    how = "hold" if always else "fail"
    return ((claim.text, f"this must {how}, whatever its quantities come out as; say what only some networks do"),)


def _said(step: Comparison, claim: Claim, scope: Scope) -> tuple[str, str] | None:
    outcome = condition_outcome(step, scope)
    if outcome is None:
        return None
    how = "always" if outcome else "never"
    return between(claim.text, *step.texts), f"this is {how} so, whatever is measured{_why(step)}; {CURE}"


def _why(step: Comparison) -> str:
    """', as accuracy lies from 0 to 1', of a measure that stands alone beside a number."""
    alone = [each for each in step.operands if isinstance(each, Measure) and each.name not in SIZES]
    if any(each.until is not None for each in alone):
        return ", as no step comes after the last"
    if len(alone) != 1 or sum(map(is_measured, step.operands)) != 1:
        return ""
    name, (low, high) = alone[0].name, range_of(alone[0], Experiment())
    if name in ("distinct_units", "effective_rank"):
        return f", as {name} lies from {low:g} to the number of units"
    return f", as {name} is never below {low:g}" if math.isinf(high) else f", as {name} lies from {low:g} to {high:g}"


@dataclass
class _Cases:
    """What the quantities of a claim are compared with: the thresholds of each, and of events whether they happen."""

    scope: Scope
    thresholds: dict[Identity, set[float]] = field(default_factory=dict)

    def quantity(self, step: Comparison) -> tuple[Identity, str, float]:
        """A comparison as one of a single quantity with a number: a < b is a - b < 0."""
        (left, right), operator = step.operands, step.operators[0]
        if not is_measured(right):
            return identity(left, self.scope), operator, self.value(right)
        if not is_measured(left):
            return identity(right, self.scope), TURNED[operator], self.value(left)
        one, other = (identity(each, self.scope) for each in (left, right))
        if ("less", other, one) in self.thresholds:
            return ("less", other, one), TURNED[operator], 0.0
        self.thresholds.setdefault(("less", one, other), set())
        return ("less", one, other), operator, 0.0

    def value(self, number: Number) -> float:
        """A number of which nothing is measured."""
        value = computed_from(number, lambda size: np.asarray(float(getattr(self.scope.of(size), size.name))))
        return float(np.ravel(value)[0])


def _only_truth(truth: Truth, cases: _Cases) -> bool | None:
    """Whether a claim holds, or fails, for any numbers at all; None if it can do either."""
    for step in (step for each in comparisons(truth) for step in steps(each)):
        what, _, threshold = cases.quantity(step)
        cases.thresholds.setdefault(what, set()).add(threshold)
    for event in events(truth):
        cases.thresholds[identity(event.measure, cases.scope)] = {0.0, 1.0}
    if not all(math.isfinite(each) for thresholds in cases.thresholds.values() for each in thresholds):
        return None
    places = [_places(each) for each in cases.thresholds.values()]
    if math.prod(map(len, places)) > MOST_CASES:
        return None
    chosen = (dict(zip(cases.thresholds, each, strict=True)) for each in itertools.product(*places))
    found = {_holds(truth, each, cases) for each in chosen}
    return found.pop() if len(found) == 1 else None


def _places(thresholds: set[float]) -> list[float]:
    """The thresholds of a quantity, a number between each two, and one beyond each end."""
    rising = sorted(thresholds)
    middles = [(low + high) / 2 for low, high in itertools.pairwise(rising)]
    return [rising[0] - 1 - abs(rising[0]), *rising, *middles, rising[-1] + 1 + abs(rising[-1])]


def _holds(truth: Truth, chosen: Mapping[Identity, float], cases: _Cases) -> bool:
    match truth:
        case Comparison():
            read = (cases.quantity(step) for step in steps(truth))
            return all(bool(COMPARE[operator](chosen[what], threshold)) for what, operator, threshold in read)
        case Event(measure):
            return chosen[identity(measure, cases.scope)] == 1
        case Logic(operator, parts):
            return (all if operator == "and" else any)(_holds(part, chosen, cases) for part in parts)
        case Not(part):
            return not _holds(part, chosen, cases)
    raise AssertionError(truth)
