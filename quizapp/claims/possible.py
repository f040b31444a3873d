"""What a claim's numbers can be: they are computed for numbers drawn in the place of all that is measured.

What is measured of a network is drawn within its range, layers of one measure together: near 1, over many decades, all
alike, and at the ends. What comes out the same for all of these comes out so in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.operators import APPLY, ARITHMETIC, COMPARE, REDUCE
from quizapp.claims.tree import SCALARS, UNTIL, Arithmetic, Call, Constant, Measure, Negative, Number
from sim.experiment import Experiment

Values = NDArray[np.float64]
#: By what a measure is known, and of which experiment it is: (measure, experiment), equal for two that are the same.
#: Layers are counted from the front, or else are apart from those that are.
Known = Callable[[Measure], tuple[Measure, Experiment]]
#: How many numbers are drawn for each way of drawing, how many must be numbers in the end, and the share by which
#: rounding may move one.
DRAWS, FEWEST, ROUNDING = 64, 8, 1e-9
#: Measures that lie between 0 and 1.
SHARES = ("accuracy", "test_accuracy", "saturated", "dead")
#: The most units that the last layer of a task has.
MOST_OUTPUTS = 10


@dataclass(frozen=True)
class Way:
    """How to draw: from so many decades on either side of 1, all layers alike or not, or from the ends of a range."""

    decades: float
    alike: bool = False
    ends: bool = False


NEAR, WIDE = Way(3), Way(40)
ENDS = Way(300, ends=True)
WAYS = (*(way for each in (NEAR, WIDE, ENDS) for way in (each, replace(each, alike=True))), Way(300))


def range_of(measure: Measure, experiment: Experiment) -> tuple[float, float]:
    """Between which numbers something that is measured lies; a step that never comes is the one after the last."""
    if measure.name in SHARES:
        return 0.0, 1.0
    if measure.until is not None:
        return 0.0, float(experiment.steps + 1)
    if measure.name == "example_cosine":
        return -1.0, 1.0
    if measure.name in ("distinct_units", "effective_rank"):
        return float(measure.name == "distinct_units"), float(max(experiment.width, MOST_OUTPUTS))
    return 0.0, np.inf


@np.errstate(all="ignore")
def only_value(number: Number, known: Known) -> float | None:
    """The one value that a number has whatever is measured, as `2 * loss / loss` has; None if it has more."""
    found = [np.atleast_1d(computed_from(number, _Drawn(known, way))) for way in (NEAR, WIDE)]
    values = np.concatenate([each[np.isfinite(each)] for each in found])
    if len(values) < FEWEST or np.ptp(values) > ROUNDING * np.abs(values).max():
        return None
    return float(values[0])


@np.errstate(all="ignore")
def likely_values(number: Number, known: Known) -> Values:
    """What a number comes out as for all sorts of measured numbers, none of them extreme."""
    values = np.ravel(computed_from(number, _Drawn(known, NEAR)))
    return values[np.isfinite(values)]


@np.errstate(all="ignore")
def only_outcome(left: Number, operator: str, right: Number, known: Known) -> bool | None:
    """How a comparison comes out whatever is measured, as `accuracy <= 1` does; None if it can come out either way."""
    signs: set[float] = set()
    numbers = 0
    for differences in _differences(left, right, known):
        found = np.sign(differences[np.isfinite(differences)])
        signs, numbers = signs | set(found.tolist()), numbers + len(found)
        outcomes = {_outcome(operator, sign) for sign in signs}
        if len(outcomes) > 1 or (operator in ("==", "!=") and len(signs) > 1):
            return None
    return outcomes.pop() if numbers >= FEWEST else None


def _outcome(operator: str, sign: float) -> bool:
    return bool(COMPARE[operator](sign, 0.0))


def _differences(left: Number, right: Number, known: Known) -> Iterator[Values]:
    for way in WAYS:
        drawn = _Drawn(known, way)
        values = computed_from(left, drawn), computed_from(right, drawn)
        usable = np.isfinite(values[0]) & np.isfinite(values[1])
        yield np.atleast_1d(np.where(usable, values[0] - values[1], np.nan))


@dataclass
class _Drawn:
    """What was drawn, by measure and experiment: (layers and the input, draws), or (1, draws)."""

    known: Known
    way: Way
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))
    drawn: dict[tuple[Measure, Experiment], Values] = field(default_factory=dict)

    def __call__(self, measure: Measure) -> Values:
        which, experiment = self.known(measure)
        from_the_end = -1 if (which.layer or 0) < 0 else None
        key, alone = (replace(which, layer=from_the_end), experiment), which.name in (*SCALARS, UNTIL)
        if key not in self.drawn:
            rows = 1 if alone else experiment.depth + 1
            self.drawn[key] = self._draw(which, experiment, (rows, DRAWS))
        values = np.broadcast_to(self.drawn[key], (experiment.depth + 1, DRAWS))
        if which.layer is not None:
            return np.asarray(values[which.layer])
        return np.asarray(values[0] if alone else values[1:])

    def _draw(self, measure: Measure, experiment: Experiment, shape: tuple[int, int]) -> Values:
        low, high = range_of(measure, experiment)
        if measure.name in ("depth", "width"):
            return np.full(shape, float(getattr(experiment, measure.name)))
        rows, draws = shape
        shape = (1 if self.way.alike else rows), draws
        if self.way.ends:
            ends = (0.0, 1e-300, 1.0, 1e300) if np.isinf(high) else (low, high)
            return np.asarray(self.rng.choice(ends, shape))
        if np.isinf(high):
            return 10.0 ** self.rng.uniform(-self.way.decades, self.way.decades, shape)
        drawn = self.rng.uniform(low, high, shape)
        return np.round(drawn) if measure.name in ("distinct_units", UNTIL) else drawn


def computed_from(number: Number, measured: Callable[[Measure], Values]) -> Values:
    """A number, by what all that it measures comes out as."""
    match number:
        case Measure():
            return measured(number)
        case Constant(value):
            return np.asarray(value)
        case Negative(operand):
            return -computed_from(operand, measured)
        case Arithmetic("**", base, power):
            return np.asarray(
                ARITHMETIC["**"](_crossing_0(computed_from(base, measured)), computed_from(power, measured))
            )
        case Call("abs", (operand,)):
            return np.abs(_crossing_0(computed_from(operand, measured)))
        case Arithmetic(operator, left, right):
            return np.asarray(ARITHMETIC[operator](computed_from(left, measured), computed_from(right, measured)))
        case Call(function, arguments) if function in APPLY:
            return np.asarray(APPLY[function](computed_from(arguments[0], measured)))
        case Call(function, arguments):
            values = [
                np.atleast_2d(np.broadcast_to(each, (*each.shape[:-1], DRAWS)))
                for each in (computed_from(argument, measured) for argument in arguments)
            ]
            return np.asarray(REDUCE[function](np.concatenate(values), axis=0))


def _crossing_0(values: Values) -> Values:
    """Numbers of which one is 0 if they lie on both sides of it: what changes its sign passes through 0."""
    finite = np.where(np.isfinite(values), values, np.inf)
    if finite.ndim and (finite < 0).any() and ((finite > 0) & (finite < np.inf)).any():
        values = np.where(np.abs(finite) == np.abs(finite).min(), 0.0, values)
    return values
