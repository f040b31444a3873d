"""Whether a claim can come out one way or the other: what no run can change is found before anything runs.

Two quantities are the same if they are written alike once names stand for networks and layers are counted from the
front: `tiny.delta[-1]` and `delta[9]` are one, on `tiny` of 9 layers or on what is `tiny` written otherwise.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.parsing import ClaimError
from quizapp.claims.possible import only_outcome, only_value
from quizapp.claims.tree import (
    JACOBIAN,
    SIZES,
    TESTED,
    UNTIL,
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
    measures_in,
)
from sim.asked import TRACED, Asked, together
from sim.experiment import Experiment
from sim.sameness import plain_start, plainly

#: What a number is known by: equal for two that must have the same value in every run.
Identity = Hashable
Values = NDArray[np.float64]
ALWAYS = {
    "/": "this divides a quantity by itself, which is always 1",
    "-": "this subtracts a quantity from itself, which is always 0",
}
KNOWN_BEFORE = "this is known before anything runs; compare something that is measured"


@dataclass(frozen=True)
class Scope:
    """What the names in a claim mean, on `subject`; `stands_in` says that this stands in for the claim's experiment."""

    experiments: Mapping[str, Experiment]
    subject: str
    stands_in: bool = False

    def of(self, measure: Measure) -> Experiment:
        """The experiment on which something is measured."""
        return self.experiments[measure.experiment or self.subject]


def check_claim(claim: Claim, experiments: Mapping[str, Experiment], subject: str, stands_in: bool = False) -> None:
    """Raise ClaimError where a claim about `subject` compares what no run of it can change.

    On what stands in for the experiment, as a control does, only what has become the same by name counts: a network
    that does not train, or has fewer layers, is a fair contrast.
    """
    scope = Scope(experiments, subject, stands_in)
    _check_conditions(claim.truth, claim.text, scope)
    for comparison in comparisons(claim.truth):
        for step in steps(comparison):
            whole = between(claim.text, *step.texts)
            if not any(map(is_measured, step.operands)):
                raise _error(claim.text, whole, KNOWN_BEFORE)
            if len({identity(each, scope) for each in step.operands}) == 1:
                raise _error(claim.text, whole, f"on {subject} both sides of this are one and the same quantity")
        for operand, text in zip(comparison.operands, comparison.texts, strict=True):
            _check_number(operand, claim.text, text, scope)


def check_quantity(quantity: Quantity, experiments: Mapping[str, Experiment], subject: str) -> None:
    """Raise ClaimError where a quantity of `subject` is one that no run of it can change."""
    check_measured(quantity)
    _check_conditions(quantity.number, quantity.text, Scope(experiments, subject))
    _check_number(quantity.number, quantity.text, quantity.text, Scope(experiments, subject))


def _check_conditions(said: Truth | Number, whole: str, scope: Scope) -> None:
    """Refuse steps counted until something holds that no run can change."""
    for measure in measures_in(said):
        if measure.until is not None:
            of = replace(scope, subject=measure.experiment or scope.subject)
            for step in (step for each in comparisons(measure.until) for step in steps(each)):
                text = between(whole, *step.texts)
                if len({identity(each, of) for each in step.operands}) == 1:
                    raise _error(whole, text, "both sides of this are one and the same quantity")
                if condition_outcome(step, of) is not None:
                    raise _error(whole, text, "this is the same at every step, whatever is measured")


def condition_outcome(step: Comparison, scope: Scope) -> bool | None:
    """How a comparison comes out whatever is measured; None if it can come out either way."""
    left, right = step.operands
    return only_outcome(left, step.operators[0], right, lambda measure: measure_identity(measure, scope))


def check_measured(quantity: Quantity) -> None:
    """Raise ClaimError where all of a quantity is known before anything runs."""
    if not is_measured(quantity.number):
        raise _error(quantity.text, quantity.text, "nothing in this is measured; write one like delta[1] / delta[-1]")


def check_control(claim: Claim, subject: str, control: str) -> None:
    """Raise ClaimError if a claim about `subject` measures only others, and so is the same claim on its control."""
    others = {measure.experiment for measure in measures_in(claim.truth) if measure.name not in SIZES}
    if None not in others:
        names = " and ".join(sorted(str(name) for name in others))
        example = next(measures_in(claim.truth)).name
        raise _error(
            claim.text,
            claim.text,
            f"this speaks of {names} alone, and so comes out the same on the control {control}; write {example} "
            f"without a name where {subject} is meant, and {control} can stand in for it",
        )


def is_known_before(claim: Claim, experiments: Mapping[str, Experiment], subject: str) -> bool:
    """Whether all that a claim compares has one value whatever is measured, though it may have another elsewhere."""
    scope = Scope(experiments, subject)
    operands = (operand for each in comparisons(claim.truth) for operand in each.operands)
    known = all(not is_measured(each) or _always(each, scope) is not None for each in operands)
    return known and not any(events(claim.truth))


def looks_at_training(claim: Claim, experiments: Mapping[str, Experiment], subject: str) -> bool:
    """Whether something that a claim compares is measured after the start of a network that trains."""
    return any(experiments[name].steps > 0 for name in trained_for(claim, subject))


def trained_for(asked: Claim | Quantity, subject: str) -> frozenset[str]:
    """The experiments that have to be trained for a claim or a quantity; of the others only the start is looked at."""
    node = asked.truth if isinstance(asked, Claim) else asked.number
    later = (measure for measure in measures_in(node) if measure.name not in SIZES and not measure.initial)
    return frozenset(measure.experiment or subject for measure in later)


def asked_by(said: Claim | Quantity, subject: str) -> dict[str, Asked]:
    """What a claim or a quantity of `subject` asks of the runs of the experiments that it speaks of, by their names."""
    node = said.truth if isinstance(said, Claim) else said.number
    found: dict[str, list[Asked]] = {}
    for measure in measures_in(node):
        found.setdefault(measure.experiment or subject, []).append(_asked(measure))
    return {name: together(each) for name, each in found.items()}


def _asked(measure: Measure) -> Asked:
    moments = () if measure.at is None else (measure.at,)
    traced = {each.name for each in measures_in(measure.until)} & set(TRACED) if measure.until else ()
    return Asked(moments, tuple(traced), measure.name in JACOBIAN)


def _check_number(number: Number, whole: str, text: str, scope: Scope) -> None:
    for part in _arithmetic_in(number):
        words = ALWAYS.get(part.operator)
        sides = (identity(side, scope) for side in (part.left, part.right))
        if words and is_measured(part.left) and next(sides) == next(sides):
            raise _error(whole, text, f"on {scope.subject} {words}")
    always = _always(number, scope) if is_measured(number) else None
    if always is not None:
        raise _error(whole, text, f"this is always {always:g}, whatever is measured")


def _always(number: Number, scope: Scope) -> float | None:
    return only_value(number, lambda measure: measure_identity(measure, scope))


def events(truth: Truth) -> Iterator[Event]:
    """All that a claim tells of networks without a comparison, as that they diverged."""
    match truth:
        case Event():
            yield truth
        case Logic(_, parts):
            for part in parts:
                yield from events(part)
        case Not(part):
            yield from events(part)


def steps(comparison: Comparison) -> Iterator[Comparison]:
    """The comparisons of two that a chain is made of."""
    for at, operator in enumerate(comparison.operators):
        yield Comparison(comparison.operands[at : at + 2], (operator,), comparison.texts[at : at + 2])


def identity(number: Number, scope: Scope) -> Identity:
    """What a number is known by."""
    match number:
        case Measure():
            return measure_identity(number, scope)
        case Arithmetic(operator, left, right):
            sides = identity(left, scope), identity(right, scope)
            return operator, frozenset(sides) if operator in "+*" and len(operator) == 1 else sides
        case Negative(operand):
            return "minus", identity(operand, scope)
        case Call(function, arguments):
            return function, tuple(identity(each, scope) for each in arguments)
        case Constant(value):
            return value


def measure_identity(measure: Measure, scope: Scope) -> tuple[Measure, Experiment]:
    """What a measure is known by, and the experiment that it is one of."""
    experiment = scope.of(measure)
    if scope.stands_in:
        return replace(measure, experiment=None), experiment
    initial = measure.initial or experiment.steps == 0
    plain = plain_start if initial and measure.name != "update_ratio" else plainly
    at = None if initial or measure.at == experiment.steps else measure.at
    layer = measure.layer if measure.layer is None or measure.layer >= 0 else experiment.depth + 1 + measure.layer
    if measure.name not in (*TESTED, UNTIL):
        experiment = experiment.replace(test_samples=0)
    return replace(measure, layer=layer, experiment=None, initial=initial, at=at), plain(experiment)


def comparisons(truth: Truth) -> Iterator[Comparison]:
    """All comparisons of a claim, from left to right."""
    match truth:
        case Comparison():
            yield truth
        case Logic(_, parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)
        case Event():
            return


def _arithmetic_in(number: Number) -> Iterator[Arithmetic]:
    match number:
        case Arithmetic(_, left, right):
            yield number
            yield from _arithmetic_in(left)
            yield from _arithmetic_in(right)
        case Negative(operand):
            yield from _arithmetic_in(operand)
        case Call(_, arguments):
            for argument in arguments:
                yield from _arithmetic_in(argument)


def is_measured(number: Number) -> bool:
    """Whether something in a number is known only once it was run."""
    return any(measure.name not in SIZES for measure in measures_in(number))


def between(text: str, left: str, right: str) -> str:
    """The piece of a claim from the left operand of a comparison to the end of the right one."""
    found = re.search(rf"(?<![\w.]){re.escape(left)}[\s()]*[<>=!]=?[\s()]*{re.escape(right)}(?![\w.])", text)
    if found is None:
        return text
    depths = list(itertools.accumulate((each == "(") - (each == ")") for each in found[0]))
    before, after = max(0, -min(depths)), depths[-1] + max(0, -min(depths))
    opening, closing = rf"(?:\(\s*){{{before}}}$", rf"(?:\s*\)){{{after}}}"
    opened, closed = re.search(opening, text[: found.start()]), re.match(closing, text[found.end() :])
    return f"{opened[0] if opened else ''}{found[0]}{closed[0] if closed else ''}"


def _error(whole: str, part: str, message: str) -> ClaimError:
    return ClaimError(message, max(whole.find(part), 0), len(part))
