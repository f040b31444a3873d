"""Whether it matters to a claim which number is written in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from quizapp.claims.evaluation import judge, quantify
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
    measures_in,
)
from quizapp.runs.observation import Observation

#: A number matters to a claim if with so many times of it, or with so small a part, the claim comes out otherwise.
TIMES = 3.0


def hinges_on(
    claim: Claim, wanted: Callable[[float], bool], observed: Mapping[str, Observation], subjects: list[str]
) -> bool:
    """Whether a claim has numbers that are wanted, and comes out otherwise on one of some experiments with others."""
    before = [judge(claim, observed, subject).outcome() for subject in subjects]
    for factor in (TIMES, 1 / TIMES):
        other = replace(claim, truth=_truth(claim.truth, partial(_other, wanted=wanted, factor=factor)))
        if [judge(other, observed, subject).outcome() for subject in subjects] != before:
            return True
    return False


Change = Callable[[Number], Number]


def _other(number: Number, wanted: Callable[[float], bool], factor: float) -> Number:
    value = float(quantify(Quantity("", number, frozenset(), ()), {}, "").item())
    return Constant(value * factor) if wanted(value) else number


def _truth(truth: Truth, change: Change) -> Truth:
    match truth:
        case Comparison(operands):
            return replace(truth, operands=tuple(_number(each, change) for each in operands))
        case Logic(_, parts):
            return replace(truth, operands=tuple(_truth(each, change) for each in parts))
        case Not(part):
            return Not(_truth(part, change))
        case Event():
            return truth
    raise AssertionError(truth)


def _number(number: Number, change: Change) -> Number:
    """A number in which the largest parts that are made of written numbers alone are changed."""
    if not any(measures_in(number)):
        return change(number)
    match number:
        case Arithmetic(_, left, right):
            return replace(number, left=_number(left, change), right=_number(right, change))
        case Negative(operand):
            return Negative(_number(operand, change))
        case Call(_, arguments):
            return replace(number, arguments=tuple(_number(each, change) for each in arguments))
        case Measure(until=condition):
            return number if condition is None else replace(number, until=_truth(condition, change))
        case Constant():
            return number
    raise AssertionError(number)
