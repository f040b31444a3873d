"""Judging a claim by what was observed, for all networks at once.

Truth has three values: a comparison with a number that is not finite in the sense of nan is undecided, and so is
all that rests on it alone; an undecided claim does not hold. Arrays are (S,), one entry for each network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.tree import (
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
)
from quizapp.runs.observation import Observation
from sim.frames import Frame

Numbers = NDArray[np.float64]

#: A claim holds on an experiment if it does in at least this share of the networks.
HOLDS_IN = 0.9


class Outcome(Enum):
    """What the networks say of a claim, taken together."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Verdict:
    """A claim judged: (S,) where it holds, its margins, and the quantities that it compares with their values.

    A margin is the distance to the threshold as a share of the larger of the two numbers: positive where the claim
    holds, negative where it fails, nan where it is undecided.
    """

    holds: NDArray[np.bool_]
    margin: Numbers
    measured: tuple[tuple[str, Numbers], ...]

    @property
    def count(self) -> int:
        """In how many networks the claim holds."""
        return int(self.holds.sum())

    @property
    def of(self) -> int:
        """How many networks there are."""
        return len(self.holds)

    @property
    def typical(self) -> tuple[tuple[str, float], ...]:
        """The compared quantities with their medians over the networks; what is not a number counts as the largest."""
        return tuple((text, float(np.sort(values)[(len(values) - 1) // 2])) for text, values in self.measured)

    def outcome(self, holds_in: float = HOLDS_IN) -> Outcome:
        """HOLDS or FAILS in at least a share `holds_in` of the networks, else UNDECIDED."""
        if self.count >= holds_in * self.of - 1e-9:
            return Outcome.HOLDS
        return Outcome.FAILS if self.of - self.count >= holds_in * self.of - 1e-9 else Outcome.UNDECIDED

    def weakest_margin(self, expected: bool, holds_in: float = HOLDS_IN) -> float:
        """The margin in the expected direction that the least convincing of the needed networks has."""
        signed = np.sort(np.nan_to_num(self.margin if expected else -self.margin, nan=0.0))
        return float(signed[int(np.floor((1 - holds_in) * self.of + 1e-9))])


def judge(claim: Claim, observed: Mapping[str, Observation], subject: str) -> Verdict:
    """Judge a claim about the experiment `subject` by the latest frames of all that it speaks of."""
    with np.errstate(all="ignore"):
        scope = _Scope(observed, subject)
        true, margin = _truth(claim.truth, scope)
        measured = tuple((text, scope.spread(_number(number, scope))) for text, number in _compared(claim.truth))
    return Verdict(scope.spread(true) == 1.0, scope.spread(margin), measured)


def quantify(quantity: Quantity, observed: Mapping[str, Observation], subject: str) -> Numbers:
    """(S,) the values of a quantity by the latest frames of all that it speaks of; nan where it has none."""
    with np.errstate(all="ignore"):
        scope = _Scope(observed, subject)
        return scope.spread(_number(quantity.number, scope)).astype(float)


@dataclass(frozen=True)
class _Scope:
    observed: Mapping[str, Observation]
    subject: str

    def frame(self, measure: Measure) -> Frame:
        seen = self.observed[measure.experiment or self.subject]
        return seen.initial if measure.initial else seen.latest

    @property
    def networks(self) -> int:
        """How many networks all experiments have: they are paired one by one, and what one has more is left out."""
        return min((len(seen.latest.loss) for seen in self.observed.values()), default=1)

    def spread(self, values: Numbers) -> Numbers:
        return np.broadcast_to(values, np.broadcast_shapes(values.shape, (self.networks,)))


def _truth(node: Truth, scope: _Scope) -> tuple[Numbers, Numbers]:
    """(1, 0 or nan; the margin)."""
    match node:
        case Comparison():
            return _all_of([_compare(*step) for step in _steps(node, scope)])
        case Event(measure):
            happened = scope.frame(measure).diverged[: scope.networks].astype(float)
            return happened, 2 * happened - 1
        case Logic("and", operands):
            return _all_of([_truth(operand, scope) for operand in operands])
        case Logic(_, operands):
            return _opposite(_all_of([_opposite(_truth(operand, scope)) for operand in operands]))
        case Not(operand):
            return _opposite(_truth(operand, scope))
    raise AssertionError(node)


def _steps(node: Comparison, scope: _Scope) -> list[tuple[Numbers, str, Numbers]]:
    values = [_number(operand, scope) for operand in node.operands]
    return list(zip(values[:-1], node.operators, values[1:], strict=True))


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _compare(left: Numbers, operator: str, right: Numbers) -> tuple[Numbers, Numbers]:
    true = _COMPARE[operator](left, right)
    largest = np.maximum(np.abs(left), np.abs(right))
    distance = np.where(largest == 0, 0.0, np.abs(left - right) / np.where(largest == 0, 1.0, largest))
    distance = np.where(np.isinf(largest), 1.0, distance)
    if operator in ("==", "!="):
        distance = np.where(left == right, 1.0, distance)
    unknown = np.isnan(left) | np.isnan(right)
    return np.where(unknown, np.nan, true), np.where(unknown, np.nan, np.where(true, distance, -distance))


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


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}
_REDUCE: dict[str, Callable[..., Any]] = {"min": np.min, "max": np.max, "median": np.median}
_APPLY: dict[str, Callable[[Any], Any]] = {"abs": np.abs, "log10": np.log10, "sqrt": np.sqrt}


def _number(node: Number, scope: _Scope) -> Numbers:
    match node:
        case Constant(value):
            return np.asarray(value)
        case Negative(operand):
            return -_number(operand, scope)
        case Arithmetic(operator, left, right):
            return np.asarray(_ARITHMETIC[operator](_number(left, scope), _number(right, scope)))
        case Call(function, arguments) if function in _REDUCE:
            return np.asarray(_REDUCE[function](_columns(arguments, scope), axis=-1))
        case Call(function, (argument,)):
            return np.asarray(_APPLY[function](_number(argument, scope)))
        case Measure():
            return _measured(node, scope)
    raise AssertionError(node)


def _columns(arguments: tuple[Number, ...], scope: _Scope) -> Numbers:
    """(S, k): a column for each number, and for each layer of a measure of all layers."""
    values = [_number(argument, scope) for argument in arguments]
    columns = [value if value.ndim == 2 else scope.spread(value)[:, None] for value in values]
    return np.concatenate(columns, axis=1)


def _measured(measure: Measure, scope: _Scope) -> Numbers:
    if measure.name in SIZES:
        seen = scope.observed[measure.experiment or scope.subject]
        return np.asarray(float(getattr(seen.experiment, measure.name)))
    frame = scope.frame(measure)
    if measure.name in ("loss", "accuracy"):
        values: Numbers = getattr(frame, measure.name)
        return values[: scope.networks]
    if measure.layer == 0:
        return frame.input_signal[: scope.networks]
    layers: Numbers = getattr(frame.layers, measure.name)[: scope.networks]
    if measure.layer is None:
        return layers
    return layers[:, measure.layer - 1 if measure.layer > 0 else measure.layer]


def _compared(node: Truth) -> list[tuple[str, Number]]:
    """The quantities that a claim compares and that have to be measured, each once."""
    match node:
        case Comparison():
            pairs = zip(node.texts, node.operands, strict=True)
            return [(text, number) for text, number in pairs if not _is_plain(number)]
        case Logic(_, operands):
            found = [pair for operand in operands for pair in _compared(operand)]
            return list(dict(found).items())
        case Not(operand):
            return _compared(operand)
    return []


def _is_plain(number: Number) -> bool:
    match number:
        case Constant():
            return True
        case Measure(name):
            return name in SIZES
        case Negative(operand):
            return _is_plain(operand)
        case Arithmetic(_, left, right):
            return _is_plain(left) and _is_plain(right)
        case Call(_, arguments):
            return all(map(_is_plain, arguments))
    return False
