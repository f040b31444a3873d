"""Judging a claim by what was observed, for all networks at once.

Truth has three values (Kleene's logic): a comparison with a number that does not exist is undecided, and so is all
that rests on it alone; an undecided claim neither holds nor fails. A number does not exist where it is 0/0, a division
by 0, the logarithm of 0 or less, too large to be computed, or measured on a network that has diverged; `diverged`
itself can always be told. Arrays are (S,), one entry for each network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.margins import Measured, distance, distance_of_values
from quizapp.claims.operators import APPLY, ARITHMETIC, COMPARE, REDUCE, Numbers, computed, reduced
from quizapp.claims.seen import Seen, Steps, is_traced
from quizapp.claims.tree import (
    Arithmetic,
    Call,
    Claim,
    Comparison,
    Constant,
    Event,
    Logic,
    Measure,
    Negative,
    Not,
    Number,
    Quantity,
    Truth,
    compared,
    measures_in,
)
from quizapp.claims.wording import why_no_value
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation

Values = Seen | Steps
#: A claim holds on an experiment if it does in at least this share of the networks.
HOLDS_IN = 0.9


class Outcome(Enum):
    """What the networks say of a claim, taken together."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Verdict:
    """A claim judged: (S,) its truth, its margins, and the quantities that it compares with their values.

    Truth is 1 where the claim holds, 0 where it fails, nan where it is undecided. A margin is the distance to the
    threshold as a share of the larger of the two numbers (`quizapp.claims.margins` says how that is meant of a
    difference): positive where the claim holds, negative where it fails.
    `diverged` are the networks in which something that the claim compares was measured after they had diverged.
    """

    truth: Numbers
    margin: Numbers
    measured: tuple[tuple[str, Numbers], ...]
    diverged: NDArray[np.bool_]

    @property
    def holds(self) -> NDArray[np.bool_]:
        """(S,) in which networks the claim holds."""
        return np.asarray(self.truth == 1)

    @property
    def count(self) -> int:
        """In how many networks the claim holds."""
        return int(self.holds.sum())

    @property
    def failing(self) -> int:
        """In how many networks the claim fails."""
        return int((self.truth == 0).sum())

    @property
    def undecided(self) -> int:
        """In how many networks a number that the claim compares does not exist, so that it neither holds nor fails."""
        return self.of - self.count - self.failing

    @property
    def of(self) -> int:
        """How many networks there are."""
        return len(self.truth)

    @property
    def typical(self) -> tuple[tuple[str, float], ...]:
        """The compared quantities with their medians over the networks; what is not finite counts as the largest."""
        return tuple((text, float(median(values))) for text, values in self.measured)

    @property
    def missing(self) -> tuple[str, ...]:
        """The compared quantities that have no value where the claim is undecided."""
        unknown = np.isnan(self.truth)
        return tuple(text for text, values in self.measured if (unknown & ~np.isfinite(values)).any())

    def outcome(self, holds_in: float = HOLDS_IN) -> Outcome:
        """HOLDS or FAILS in at least a share `holds_in` of the networks, else UNDECIDED."""
        needed = holds_in * self.of - 1e-9
        if self.count >= needed:
            return Outcome.HOLDS
        return Outcome.FAILS if self.failing >= needed else Outcome.UNDECIDED

    @property
    def in_words(self) -> str:
        """'holds in 8 of 8', 'fails in 7 of 8' or 'is undecided in 8 of 8': what most networks say."""
        counts = {"holds": self.count, "fails": self.failing, "is undecided": self.undecided}
        word = max(counts, key=lambda each: counts[each])
        return f"{word} in {counts[word]} of {self.of}"

    @property
    def why_undecided(self) -> str:
        """What does not exist in the networks in which the claim is undecided, and why not, as a sentence."""
        unknown = np.isnan(self.truth)
        if (unknown & self.diverged).sum() * 2 > unknown.sum():
            return "they diverged, which counts as undecided unless the claim asks `diverged`"
        quantities = " and ".join(self.missing) or "what it compares"
        return f"{quantities} has no value there, {why_no_value(*self.missing)}"

    def too_many_undecided(self, holds_in: float = HOLDS_IN) -> bool:
        """Whether it is for want of numbers, and not because networks disagree, that there is no outcome."""
        return self.undecided > (1 - holds_in) * self.of + 1e-9

    def weakest_margin(self, expected: bool, holds_in: float = HOLDS_IN) -> float:
        """The margin in the expected direction that the least convincing of the needed networks has."""
        signed = np.sort(np.nan_to_num(self.margin if expected else -self.margin, nan=0.0))
        return float(signed[int(np.floor((1 - holds_in) * self.of + 1e-9))])


def judge(claim: Claim, observed: Mapping[str, Observation], subject: str) -> Verdict:
    """Judge a claim about the experiment `subject` by the latest frames of all that it speaks of."""
    with np.errstate(all="ignore"):
        scope = _scope(observed, subject, claim.truth)
        true, margin = _truth(claim.truth, scope)
        measured = tuple((text, scope.spread(_number(number, scope))) for text, number in compared(claim.truth))
        diverged = _any_diverged(claim.truth, scope)
    return Verdict(scope.spread(true), scope.spread(margin), measured, diverged)


def quantify(quantity: Quantity, observed: Mapping[str, Observation], subject: str) -> Numbers:
    """(S,) the values of a quantity by the latest frames of all that it speaks of; nan where it has none."""
    with np.errstate(all="ignore"):
        scope = _scope(observed, subject, quantity.number)
        return scope.spread(_number(quantity.number, scope)).astype(float)


def _scope(observed: Mapping[str, Observation], subject: str, said: Truth | Number) -> Seen:
    """What is looked at: the subject, and whatever else is measured; not what was seen beside them."""
    measured = {measure.experiment or subject for measure in measures_in(said)}
    return Seen({name: seen for name, seen in observed.items() if name in measured | {subject}}, subject)


def apart(quantity: Quantity, one: Numbers, other: Numbers) -> Numbers:
    """(S,) how far two values of a quantity are apart, as a share of the larger; of logarithms, of what they are of."""
    known = Measured(lambda number: _number(number, Seen({}, "")), 1)
    try:
        return distance_of_values(quantity.number, one, other, known)
    except KeyError:  # the size of a network, which two may not have in common
        return np.ones(one.shape)


def _truth(node: Truth, scope: Values) -> tuple[Numbers, Numbers]:
    """(1, 0 or nan; the margin)."""
    match node:
        case Comparison():
            return _all_of([_compare(*step, scope) for step in _steps(node)])
        case Event(measure):
            happened = scope.happened(measure)
            return happened, 2 * happened - 1
        case Logic("and", operands):
            return _all_of([_truth(operand, scope) for operand in operands])
        case Logic(_, operands):
            return _opposite(_all_of([_opposite(_truth(operand, scope)) for operand in operands]))
        case Not(operand):
            return _opposite(_truth(operand, scope))
    raise AssertionError(node)


def _steps(node: Comparison) -> Iterator[tuple[Number, str, Number]]:
    return zip(node.operands[:-1], node.operators, node.operands[1:], strict=True)


def _compare(left: Number, operator: str, right: Number, scope: Values) -> tuple[Numbers, Numbers]:
    values = _at_least(left, scope), _at_least(right, scope)
    unknown = ~(_is_beyond(left, values[1], scope) & _is_beyond(right, values[0], scope))
    true = COMPARE[operator](*values)
    apart = distance(left, right, Measured(lambda number: _at_least(number, scope), scope.networks))
    if operator in ("==", "!="):
        apart = np.where(values[0] == values[1], 1.0, apart)
    return np.where(unknown, np.nan, true), np.where(unknown, np.nan, np.where(true, apart, -apart))


def _is_beyond(number: Number, other: Numbers, scope: Values) -> NDArray[np.bool_]:
    """Where a number exists; or is a step that has not come so far, and so certainly comes after `other`."""
    values, least = _number(number, scope), _at_least(number, scope)
    return np.asarray(np.isfinite(values) | (np.isfinite(least) & (other < least)))


def _all_of(parts: list[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """Kleene's `and`: false if any is false, else undecided if any is, else true."""
    true, margin = parts[0]
    for other, other_margin in parts[1:]:
        unknown = np.isnan(true) | np.isnan(other)
        false = (true == 0) | (other == 0)
        true, margin = (
            np.where(false, 0.0, np.where(unknown, np.nan, 1.0)),
            np.where(unknown & ~false, np.nan, np.fmin(margin, other_margin)),
        )
    return true, margin


def _opposite(part: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    return 1.0 - part[0], -part[1]


def _number(node: Number, scope: Values) -> Numbers:
    match node:
        case Constant(value):
            return np.asarray(value)
        case Negative(operand):
            return -_number(operand, scope)
        case Arithmetic(operator, left, right):
            return computed(ARITHMETIC[operator], _number(left, scope), _number(right, scope))
        case Call(function, arguments) if function in REDUCE:
            return reduced(function, _columns(arguments, scope))
        case Call(function, (argument,)):
            return computed(APPLY[function], _number(argument, scope))
        case Measure(until=None):
            return scope.value(node)
        case Measure() if isinstance(scope, Seen):
            return _first_step(node, scope)
    raise AssertionError(node)


def _first_step(measure: Measure, scope: Seen) -> Numbers:
    """(S,) the first step at which a condition holds: inf where it has not held so far, nan where that is not known."""
    steps = scope.steps(measure)
    if measure.until is None or not is_traced(measure, steps):
        return np.full(scope.networks, np.nan)
    return steps.first(_truth(measure.until, steps)[0])


def _at_least(number: Number, scope: Values) -> Numbers:
    """A number; of a step that has not come so far the first that it can still be."""
    values = _number(number, scope)
    if isinstance(number, Measure) and number.until is not None and isinstance(scope, Seen):
        return np.where(np.isposinf(values), scope.steps(number).reached + 1, values)
    return values


def _columns(arguments: tuple[Number, ...], scope: Values) -> Numbers:
    """(S, k): a column for each number, and for each layer of a measure of all layers."""
    values = [_number(argument, scope) for argument in arguments]
    columns = [value if value.ndim == 2 else scope.spread(value)[:, None] for value in values]
    return np.concatenate(columns, axis=1)


def _any_diverged(truth: Truth, scope: Seen) -> NDArray[np.bool_]:
    """(S,) in which networks something was measured in a frame in which they had diverged."""
    found = [scope.had_diverged(measure) for measure in measures_in(truth)]
    return np.asarray(np.logical_or.reduce([np.zeros(scope.networks, bool), *found]))
