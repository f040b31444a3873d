"""What somebody who watches a piece of evidence should look at: read from its claim, or from its quantity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from quizapp.claims import parse_claim, parse_quantity
from quizapp.claims.folding import Size, value_with
from quizapp.claims.tree import (
    SIZES,
    TURNED,
    Arithmetic,
    Call,
    Comparison,
    Logic,
    Measure,
    Negative,
    Not,
    Number,
    Truth,
    measures_in,
)
from quizapp.evidence.evidence import Evidence
from quizapp.runs.observation import Observation
from quizapp.views import WHOLE, Focus, Goal
from sim.experiment import Experiment

Experiments = Mapping[str, Experiment]


@dataclass(frozen=True)
class _Looked:
    """A measure at a layer, divided by itself at another layer if `below` is one."""

    measure: str
    layer: int | None
    below: int | None = None


def focus_of(evidence: Evidence, experiments: Experiments) -> Focus:
    """What the claim of evidence looks at, or else its quantity."""
    return _focus(evidence, experiments, evidence.experiment, frozenset({None, evidence.experiment}))


def focus_beside(evidence: Evidence, name: str, experiments: Experiments) -> Focus:
    """What there is to look at of an experiment that is drawn beside that of evidence.

    If the claim names it, what is said of it by its name; or else what the claim would look at if it were of this one.
    """
    said = _said(evidence, experiments)
    if name != evidence.experiment and said is not None and name in {each.experiment for each in measures_in(said)}:
        return _focus(evidence, experiments, name, frozenset({name}))
    return focus_of(replace(evidence, experiment=name), experiments)


def _said(evidence: Evidence, experiments: Experiments) -> Truth | Number | None:
    if evidence.claim:
        return parse_claim(evidence.claim, experiments, evidence.experiment).truth
    if evidence.quantity:
        return parse_quantity(evidence.quantity, experiments, evidence.experiment).number
    return None


#: The names by which a claim speaks of one experiment; without a name (None) it speaks of its own.
Names = frozenset[str | None]


def _focus(evidence: Evidence, experiments: Experiments, subject: str, names: Names) -> Focus:
    """What a claim looks at of a subject, of which it speaks by these names."""
    node = _said(evidence, experiments)
    if node is None:
        return WHOLE
    depth = experiments[subject].depth
    named = [each for each in measures_in(node) if each.name not in SIZES]
    first = next((each for each in named if each.layer is not None), next(iter(named), None))
    if first is None:
        return WHOLE
    own = [each for each in named if each.name == first.name and each.experiment in names]
    looked = next(_looked_at(node, names, partial(_size, experiments, evidence.experiment)), None)
    on_view = looked if looked is not None and looked[0].measure == first.name else None
    if on_view and on_view[0].below is not None and _is_compared_as_it_is(node, first.name, names):
        on_view = None
    return Focus(
        measure=first.name,
        layers=frozenset(_from_front(each.layer, depth) for each in own if each.layer is not None),
        relative_to=on_view[0].below if on_view else None,
        goal=_goal(on_view, depth),
        at_start=first.initial if on_view else all(each.initial for each in named if each.name == first.name),
        moment=first.at if on_view and first.layer is not None else None,
    )


def looked_at(observed: Observation, focus: Focus) -> Observation:
    """What had been observed when a claim looks at it."""
    moment = 0 if focus.at_start else focus.moment
    return observed if moment is None else observed.until(moment)


Bounds = tuple[float | None, float | None]


def _goal(found: tuple[_Looked, Bounds] | None, depth: int) -> Goal | None:
    """The bounds of what is looked at; without bounds still the layer that is divided by another."""
    if found is None:
        return None
    (looked, (low, high)) = found
    if looked.layer is None or (low is None and high is None and looked.below is None):
        return None
    return Goal(_from_front(looked.layer, depth), low, high)


def _from_front(layer: int, depth: int) -> int:
    """The layer counted from the input, which is 0."""
    return layer if layer >= 0 else depth + 1 + layer


def _size(experiments: Experiments, subject: str, measure: Measure) -> float | None:
    """How large a network is, where a claim speaks of that."""
    if measure.name not in SIZES:
        return None
    return float(getattr(experiments[measure.experiment or subject], measure.name))


def _looked_at(node: Truth | Number, names: Names, size: Size) -> Iterator[tuple[_Looked, Bounds]]:
    """The parts of a claim or quantity that one bar of a chart can show, each with the bounds set to it."""
    match node:
        case Comparison(operands, operators):
            for index, operand in enumerate(operands):
                looked = _as_looked(operand, names)
                if looked is not None:
                    yield looked, _bounds(operands, operators, index, size)
        case Logic("and", parts):
            for part in parts:
                yield from _looked_at(part, names, size)
        case Measure() | Arithmetic():
            looked = _as_looked(node, names)
            if looked is not None:
                yield looked, (None, None)


def _as_looked(number: Number, names: Names) -> _Looked | None:
    match number:
        case Measure(name, int() as layer, experiment) if experiment in names:
            return _Looked(name, layer)
        case Arithmetic("/", Measure() as above, Measure() as below):
            alike = (above.name, above.moment) == (below.name, below.moment)
            own = {above.experiment, below.experiment} <= names
            if alike and own and above.layer is not None and below.layer is not None:
                return _Looked(above.name, above.layer, below.layer)
    return None


def _is_compared_as_it_is(node: Truth | Number, measure: str, names: Names) -> bool:
    """Whether a measure is compared with that of another experiment: divided by layers, a difference would be lost."""
    match node:
        case Measure(name, int(), experiment):
            return name == measure and experiment not in names
        case Arithmetic("/", Measure() as above, Measure() as below) if above.experiment == below.experiment:
            return False
        case Arithmetic(_, left, right):
            parts: tuple[Truth | Number, ...] = (left, right)
        case Negative(operand) | Not(operand):
            parts = (operand,)
        case Call(_, several) | Comparison(several) | Logic(_, several):
            parts = several
        case _:
            return False
    return any(_is_compared_as_it_is(part, measure, names) for part in parts)


def _bounds(operands: tuple[Number, ...], operators: tuple[str, ...], index: int, size: Size) -> Bounds:
    """The numbers below and above an operand of a chain such as 0.2 < x < 5."""
    low = high = None
    if index > 0:
        before = value_with(operands[index - 1], size)
        low, high = _side(operators[index - 1], before, low, high)
    if index < len(operators):
        after = value_with(operands[index + 1], size)
        low, high = _side(TURNED[operators[index]], after, low, high)
    return low, high


def _side(operator: str, number: float | None, low: float | None, high: float | None) -> Bounds:
    """The bounds of x once `number operator x` is known, too."""
    if number is None:
        return low, high
    if operator.startswith("<"):
        return number, high
    if operator.startswith(">"):
        return low, number
    return (number, number) if operator == "==" else (low, high)
