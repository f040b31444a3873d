"""How far two compared numbers are apart, as a share of the larger: the same however the comparison is written.

`x > 2 * y`, `x - 2 * y > 0`, `x / y - 2 > 0`, `log10(x) - log10(y) > log10(2)` and `x ** 9 > (2 * y) ** 9` say the same
of two measured numbers, and so have one distance, that of x and 2 * y. Where the larger number is a difference, its
terms are compared in its place; where it is a logarithm or a power, what that is taken of. The smaller number counts
as it is: a difference that is small beside its threshold is so however it came about. So it is of the size of a
difference, as in `abs(x / y - 1) < 0.01`, on both sides of the threshold: that says how much is let pass.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from quizapp.claims.operators import REDUCE, Numbers
from quizapp.claims.tree import SIZES, Arithmetic, Call, Constant, Negative, Number, measures_in

#: What a number is the difference of: the sums of its terms above 0 and of those below, neither of them negative.
Terms = tuple[Numbers, Numbers]
#: The largest exponent of e of which the power is computed.
LARGEST_EXPONENT = 700
#: What is let pass of a difference, relative to its terms, must be more than this to say what is close.
NEGLIGIBLE = 1e-6
#: The multiple of a natural logarithm that each function gives.
LOGARITHMS = {"ln": 1.0, "log2": 1 / math.log(2), "log10": 1 / math.log(10)}


@dataclass(frozen=True)
class Measured:
    """What a claim measured: the value of each of its numbers, in so many networks."""

    value: Callable[[Number], Numbers]
    networks: int

    def written(self, number: Number) -> float:
        """The value of a number of which nothing is measured, the same in all networks."""
        return float(np.ravel(self.value(number))[0])

    def columns(self, numbers: Numbers) -> Numbers:
        """(S, k): as they are if they have layers, and else as one column."""
        return numbers if numbers.ndim == 2 else np.broadcast_to(numbers, (self.networks,))[:, None]


def distance(left: Number, right: Number, measured: Measured) -> Numbers:
    """How far two numbers are apart, from 0, if they are equal, to 1."""
    undone = _undone(left, right, measured)
    if undone is not None:
        return distance(*undone, measured)
    share = _share(left, right, measured)
    logarithm = _largest(_multiple_of_logarithm(each, measured) for each in (left, right))
    if logarithm > 0:
        apart = -np.expm1(-np.abs(measured.value(left) - measured.value(right)) / logarithm)
        scale, strict = (
            np.ones(()),
            np.where(_is_threshold_larger(left, right, measured), np.maximum(share, apart), apart),
        )
    else:
        scale, strict = _scale(left, right, measured), 1 - (1 - share) ** (1 / _common_power(left, right, measured))
    tolerance = _tolerance(left, right, measured)
    if tolerance is None:
        return np.asarray(strict)
    return np.where(tolerance > NEGLIGIBLE * scale, _plain_share(left, right, measured), strict)


def _undone(left: Number, right: Number, measured: Measured) -> tuple[Number, Number] | None:
    """What is compared where two powers of one number are, or two logarithms of which one is that of a sum."""
    for inner in (_exponent, _argument_of_sum):
        pair = inner(left, measured), inner(right, measured)
        if pair[0] is not None and pair[1] is not None and not (is_known(left) and is_known(right)):
            return pair[0], pair[1]
    return None


def _exponent(number: Number, measured: Measured) -> Number | None:
    """The x of exp(x), of c ** x and of a number that is written; None for anything else."""
    match number:
        case Call("exp", (exponent,)):
            return exponent
        case Arithmetic("**", base, exponent) if is_known(base) and not is_known(exponent):
            base_logarithm = _logarithm(base, measured)
            return base_logarithm and Arithmetic("*", base_logarithm, exponent)
    return _logarithm(number, measured) if is_known(number) else None


def _logarithm(number: Number, measured: Measured) -> Constant | None:
    size = measured.written(number)
    return Constant(math.log(size)) if size > 0 else None


def _argument_of_sum(number: Number, measured: Measured) -> Number | None:
    """The x of ln(x) where that is a sum, and exp(x) of an x that is written; None for anything else."""
    match number:
        case Call(function, (Arithmetic("+" | "-") as argument,)) if function in LOGARITHMS:
            return Arithmetic("**", argument, Constant(LOGARITHMS[function]))
    size = measured.written(number) if is_known(number) else math.inf
    return Constant(math.exp(size)) if size < LARGEST_EXPONENT else None


def distance_of_values(number: Number, one: Numbers, other: Numbers, known: Measured) -> Numbers:
    """How far two values of one number are apart, by what is `known` of it without a run."""
    logarithm = _multiple_of_logarithm(number, known)
    if logarithm > 0:
        return -np.expm1(-np.abs(one - other) / logarithm)
    return _of_larger(one, other)


def _tolerance(left: Number, right: Number, measured: Measured) -> Numbers | None:
    """The threshold where the size of something is compared with one: how much of a difference is let pass."""
    for size, threshold in ((left, right), (right, left)):
        if isinstance(size, Call) and size.function == "abs" and is_known(threshold):
            return measured.value(threshold)
    return None


def _scale(left: Number, right: Number, measured: Measured) -> Numbers:
    return np.maximum(*(np.maximum(*_terms(each, measured)) for each in (left, right)))


def _plain_share(left: Number, right: Number, measured: Measured) -> Numbers:
    return _of_larger(measured.value(left), measured.value(right))


def _of_larger(one: Numbers, other: Numbers) -> Numbers:
    larger = np.maximum(np.abs(one), np.abs(other))
    return np.where(larger > 0, np.abs(one - other) / np.where(larger > 0, larger, 1.0), 0.0)


def _is_threshold_larger(left: Number, right: Number, measured: Measured) -> Numbers:
    """Where the larger of two numbers is one that is not measured."""
    larger_is_left = np.abs(measured.value(left)) >= np.abs(measured.value(right))
    return np.where(larger_is_left, is_known(left), is_known(right))


def _share(left: Number, right: Number, measured: Measured) -> Numbers:
    """The distance of two numbers as a share of the larger, or of the larger of its terms where it is a difference."""
    values = measured.value(left), measured.value(right)
    larger_is_left = np.abs(values[0]) >= np.abs(values[1])
    of_left, of_right = (
        _less(_terms(number, measured), other) for number, other in ((left, values[1]), (right, values[0]))
    )
    above, below = (np.where(larger_is_left, *each) for each in zip(of_left, of_right, strict=True))
    scale = np.maximum(above, below)
    usable = np.isfinite(scale) & (scale > 0)
    apart = np.abs(values[0] - values[1]) / np.where(usable, scale, 1.0)
    return np.where(usable, np.clip(apart, 0.0, 1.0), 0.0)


def _less(terms: Terms, other: Numbers) -> Terms:
    return terms[0] + np.maximum(-other, 0.0), terms[1] + np.maximum(other, 0.0)


def _terms(number: Number, measured: Measured) -> Terms:
    value = measured.value(number)
    if is_known(number):
        return np.maximum(value, 0.0), np.maximum(-value, 0.0)
    match number:
        case Negative(operand):
            return _terms(operand, measured)[::-1]
        case Arithmetic("**", base) | Call("abs" | "sqrt", (base,)):
            return _as_close(_terms(base, measured), measured.value(base), value)
        case Arithmetic(operator, left, right):
            return _of_arithmetic(operator, _terms(left, measured), _terms(right, measured), measured.value(right))
        case Call(function, arguments) if function in REDUCE:
            return _of_one(function, arguments, measured)
    return np.maximum(value, 0.0), np.maximum(-value, 0.0)


def _of_arithmetic(operator: str, left: Terms, right: Terms, divisor: Numbers) -> Terms:
    if operator == "+":
        return left[0] + right[0], left[1] + right[1]
    if operator == "-":
        return left[0] + right[1], left[1] + right[0]
    if operator == "/":
        size = np.abs(divisor)
        left, right = (left[0] / size, left[1] / size), (right[0] / size, right[1] / size)
    return left[0] * right[0] + left[1] * right[1], left[0] * right[1] + left[1] * right[0]


def _as_close(terms: Terms, value: Numbers, made: Numbers) -> Terms:
    """Terms that are to one another as those of `value` are, and whose difference is what was `made` of it."""
    factor = np.where(value == 0, 1.0, np.abs(made) / np.where(value == 0, 1.0, np.abs(value)))
    turned = (value < 0) != (made < 0)
    above, below = terms[0] * factor, terms[1] * factor
    return np.where(turned, below, above), np.where(turned, above, below)


def _of_one(function: str, arguments: tuple[Number, ...], measured: Measured) -> Terms:
    """The terms of the smallest, the largest or the middle one of some numbers, or of the middle two."""
    values = np.concatenate([measured.columns(measured.value(each)) for each in arguments], axis=1)
    terms = [_terms(each, measured) for each in arguments]
    order, many = np.argsort(values, axis=1), values.shape[1]
    places = {"min": [0], "max": [many - 1], "median": [(many - 1) // 2, many // 2]}[function]
    sides = (np.concatenate([measured.columns(each[side]) for each in terms], axis=1) for side in (0, 1))
    above, below = (np.take_along_axis(side, order[:, places], axis=1).mean(axis=1) for side in sides)
    return above, below


def _multiple_of_logarithm(number: Number, measured: Measured) -> float:
    """The largest multiple of a natural logarithm in a sum of logarithms and numbers; nan for anything else."""
    if is_known(number):
        return 0.0
    match number:
        case Negative(operand) | Call("abs", (operand,)):
            return _multiple_of_logarithm(operand, measured)
        case Call(function, (argument,)) if function in LOGARITHMS:
            return LOGARITHMS[function] * _common_power(argument, Constant(1.0), measured)
        case Arithmetic("+" | "-", left, right):
            return _largest(_multiple_of_logarithm(each, measured) for each in (left, right))
        case Arithmetic("*" | "/" as operator, left, right) if is_known(right) or (operator == "*" and is_known(left)):
            known, other = (right, left) if is_known(right) else (left, right)
            factor = abs(measured.written(known))
            if not factor:
                return math.nan
            return _multiple_of_logarithm(other, measured) * (factor if operator == "*" else 1 / factor)
        case Call(function, arguments) if function in REDUCE:
            return _largest(_multiple_of_logarithm(each, measured) for each in arguments)
    return math.nan


def _largest(multiples: Iterable[float]) -> float:
    found = list(multiples)
    return math.nan if any(map(math.isnan, found)) else max(found)


def _common_power(left: Number, right: Number, measured: Measured) -> float:
    """The power to which all that two numbers measure is raised at least: 9 for x ** 9 and y ** 10, 1 for x / y."""
    powers = [*_powers(left, measured).values(), *_powers(right, measured).values()]
    return min((abs(power) for power in powers if power), default=1.0)


def _powers(number: Number, measured: Measured) -> dict[Number, float]:
    """The power to which each measure, or what else is taken as one number, is raised; in a sum the largest."""
    if is_known(number):
        return {}
    match number:
        case Negative(operand) | Call("abs", (operand,)):
            return _powers(operand, measured)
        case Call("sqrt", (operand,)):
            return _times(_powers(operand, measured), 0.5)
        case Arithmetic("**", base, power) if is_known(power):
            return _times(_powers(base, measured), measured.written(power))
        case Arithmetic("*" | "/" as operator, left, right):
            divided = _times(_powers(right, measured), 1.0 if operator == "*" else -1.0)
            return _together(_powers(left, measured), divided, lambda one, other: one + other)
        case Arithmetic("+" | "-", left, right):
            return _together(_powers(left, measured), _powers(right, measured), _further_from_0)
        case Call(function, arguments) if function in REDUCE:
            return reduce(
                lambda one, other: _together(one, other, _further_from_0),
                (_powers(each, measured) for each in arguments),
            )
    return {number: 1.0}


def _times(powers: dict[Number, float], factor: float) -> dict[Number, float]:
    return {number: power * factor for number, power in powers.items()}


def _together(
    one: dict[Number, float], other: dict[Number, float], merge: Callable[[float, float], float]
) -> dict[Number, float]:
    return {number: merge(one.get(number, 0.0), other.get(number, 0.0)) for number in {**one, **other}}


def _further_from_0(one: float, other: float) -> float:
    return max(one, other, key=abs)


def is_known(number: Number) -> bool:
    """Whether nothing in a number is measured."""
    return all(measure.name in SIZES for measure in measures_in(number))
