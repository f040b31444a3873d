"""Whether a claim can come out one way or the other: what no run can change is found before anything runs.

Two quantities are the same if they are written alike once names stand for experiments and layers are counted from the
front: `tiny.delta[-1]` and `delta[9]` are one, on `tiny` of 9 layers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.operators import APPLY, ARITHMETIC, REDUCE
from quizapp.claims.parsing import ClaimError
from quizapp.claims.tree import (
    SCALARS,
    SIZES,
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
from sim.experiment import Experiment

#: What a number is known by: equal for two that must have the same value in every run.
Identity = Hashable
Values = NDArray[np.float64]
ALWAYS = {
    "/": "this divides a quantity by itself, which is always 1",
    "-": "this subtracts a quantity from itself, which is always 0",
}
#: How many numbers are drawn for what is measured, from how many decades on either side of 1, how many of them must
#: make a number, and the share by which rounding may move one.
DRAWS, DECADES, FEWEST, ROUNDING = 16, (3, 40), 8, 1e-9
#: Measures that lie between 0 and 1.
SHARES = ("accuracy", "saturated", "dead")
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
    for comparison in _comparisons(claim.truth):
        pairs = zip(comparison.operands, comparison.operands[1:], comparison.texts, comparison.texts[1:], strict=False)
        for left, right, left_text, right_text in pairs:
            whole = _between(claim.text, left_text, right_text)
            if not (_is_measured(left) or _is_measured(right)):
                raise _error(claim.text, whole, KNOWN_BEFORE)
            if _identity(left, scope) == _identity(right, scope):
                raise _error(claim.text, whole, f"on {subject} both sides of this are one and the same quantity")
        for operand, text in zip(comparison.operands, comparison.texts, strict=True):
            _check_number(operand, claim.text, text, scope)


def check_quantity(quantity: Quantity, experiments: Mapping[str, Experiment], subject: str) -> None:
    """Raise ClaimError where a quantity of `subject` is one that no run of it can change."""
    if not _is_measured(quantity.number):
        raise _error(quantity.text, quantity.text, "nothing in this is measured; write one like delta[1] / delta[-1]")
    _check_number(quantity.number, quantity.text, quantity.text, Scope(experiments, subject))


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


def looks_at_training(claim: Claim, experiments: Mapping[str, Experiment], subject: str) -> bool:
    """Whether something that a claim compares is measured after the start of a network that trains."""
    return any(experiments[name].steps > 0 for name in trained_for(claim, subject))


def trained_for(asked: Claim | Quantity, subject: str) -> frozenset[str]:
    """The experiments that have to be trained for a claim or a quantity; of the others only the start is looked at."""
    node = asked.truth if isinstance(asked, Claim) else asked.number
    later = (measure for measure in measures_in(node) if measure.name not in SIZES and not measure.initial)
    return frozenset(measure.experiment or subject for measure in later)


def _check_number(number: Number, whole: str, text: str, scope: Scope) -> None:
    for part in _arithmetic_in(number):
        words = ALWAYS.get(part.operator)
        sides = (_identity(side, scope) for side in (part.left, part.right))
        if words and _is_measured(part.left) and next(sides) == next(sides):
            raise _error(whole, text, f"on {scope.subject} {words}")
    always = _only_value(number, scope) if _is_measured(number) else None
    if always is not None:
        raise _error(whole, text, f"this is always {always:g}, whatever is measured")


@np.errstate(all="ignore")
def _only_value(number: Number, scope: Scope) -> float | None:
    """The one value that a number has whatever is measured, as `2 * loss / loss` has; None if it has more.

    It is computed for numbers drawn at random in the place of all that is measured, near 1 and over many decades.
    """
    found = [_values_drawn(number, scope, decades) for decades in DECADES]
    values = np.concatenate([np.atleast_1d(each)[np.isfinite(np.atleast_1d(each))] for each in found])
    if len(values) < FEWEST or np.ptp(values) > ROUNDING * np.abs(values).max():
        return None
    return float(values[0])


def _values_drawn(number: Number, scope: Scope, decades: float) -> Values:
    rng, drawn = np.random.default_rng(0), dict[Identity, Values]()

    def measured(measure: Measure) -> Values:
        key = _identity(measure, scope)
        if key not in drawn:
            layers = scope.of(measure).depth if measure.layer is None else 1
            scalar = measure.name in SCALARS
            shape = (1 if scalar else layers, DRAWS)
            if measure.name in SHARES:
                drawn[key] = rng.uniform(size=shape)
            else:
                drawn[key] = 10.0 ** rng.uniform(-decades, decades, size=shape)
        return drawn[key][0] if len(drawn[key]) == 1 else drawn[key]

    return _value_of(number, measured)


def _value_of(number: Number, measured: Callable[[Measure], Values]) -> Values:
    match number:
        case Measure():
            return measured(number)
        case Constant(value):
            return np.asarray(value)
        case Negative(operand):
            return -_value_of(operand, measured)
        case Arithmetic(operator, left, right):
            return np.asarray(ARITHMETIC[operator](_value_of(left, measured), _value_of(right, measured)))
        case Call(function, arguments) if function in APPLY:
            return np.asarray(APPLY[function](_value_of(arguments[0], measured)))
        case Call(function, arguments):
            values = [
                np.atleast_2d(np.broadcast_to(each, (*each.shape[:-1], DRAWS)))
                for each in (_value_of(argument, measured) for argument in arguments)
            ]
            return np.asarray(REDUCE[function](np.concatenate(values), axis=0))


def _identity(number: Number, scope: Scope) -> Identity:
    match number:
        case Measure():
            return _measure_identity(number, scope)
        case Arithmetic(operator, left, right):
            sides = _identity(left, scope), _identity(right, scope)
            return operator, frozenset(sides) if operator in "+*" and len(operator) == 1 else sides
        case Negative(operand):
            return "minus", _identity(operand, scope)
        case Call(function, arguments):
            return function, tuple(_identity(each, scope) for each in arguments)
        case Constant(value):
            return value


def _measure_identity(measure: Measure, scope: Scope) -> Identity:
    experiment = scope.of(measure)
    if scope.stands_in:
        return replace(measure, experiment=None), experiment
    initial = measure.initial or experiment.steps == 0
    layer = measure.layer if measure.layer is None or measure.layer >= 0 else experiment.depth + 1 + measure.layer
    return replace(measure, layer=layer, experiment=None, initial=initial), experiment


def _comparisons(truth: Truth) -> Iterator[Comparison]:
    match truth:
        case Comparison():
            yield truth
        case Logic(_, parts):
            for part in parts:
                yield from _comparisons(part)
        case Not(part):
            yield from _comparisons(part)
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


def _is_measured(number: Number) -> bool:
    return any(measure.name not in SIZES for measure in measures_in(number))


def _between(text: str, left: str, right: str) -> str:
    """The piece of a claim from the left operand of a comparison to the end of the right one."""
    start = text.find(left)
    end = text.find(right, start + len(left))
    return text[start : end + len(right)] if start >= 0 and end >= 0 else text


def _error(whole: str, part: str, message: str) -> ClaimError:
    return ClaimError(message, max(whole.find(part), 0), len(part))
