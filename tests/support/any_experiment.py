"""Any experiment that can be run, drawn field by field from what each field may be."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from quizapp.lab.comparison import Pair
from sim.experiment import FIELDS, Experiment
from sim.fields import ExperimentField, FlagField, NamedField, NumberField, WordField
from sim.layer_starts import PARTS, LayersField
from sim.registry import BadValue, Named, Range


def _number(range_: Range, whole: bool) -> st.SearchStrategy[Any]:
    if whole:
        return st.integers(int(range_.low), int(range_.high))
    return st.floats(range_.low, range_.high)


@st.composite
def _named(draw: st.DrawFn, field: NamedField) -> Named:
    name = draw(st.sampled_from(field.registry.all_names))
    parameters = draw(st.permutations(field.registry.parameters(name)))
    kept = parameters[: draw(st.integers(0, len(parameters)))]
    return Named(name, tuple((each.name, draw(_number(each.range, False))) for each in kept))


def _value(field: ExperimentField) -> st.SearchStrategy[Any]:
    match field:
        case NumberField():
            numbers = _number(field.range, field.whole)
            return st.none() | numbers if field.optional else numbers
        case WordField():
            return st.sampled_from(field.allowed)
        case FlagField():
            return st.booleans()
        case NamedField():
            return _named(field)
        case LayersField():
            return _layers()


@st.composite
def _layers(draw: st.DrawFn) -> dict[str, Any]:
    """Starts of the first and of the last layer, which all depths but 1 have."""
    parts = {name: _value(FIELDS[name]) for name in PARTS}
    start = st.fixed_dictionaries({}, optional=parts).filter(bool)
    return draw(st.fixed_dictionaries({}, optional={"1": start, draw(st.sampled_from(["output", "-1"])): start}))


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """An experiment, of which some fields are at their defaults."""
    values: dict[str, Any] = {"seeds": draw(st.integers(1, 3)), "steps": draw(st.integers(0, 50))}
    for name in draw(st.lists(st.sampled_from(list(FIELDS)), unique=True)):
        values[name] = draw(_value(FIELDS[name]))
    try:
        return Experiment(**values)
    except BadValue:  # too large altogether
        assume(False)
        raise


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Two experiments, the second either any or the first with some fields changed."""
    return Pair(draw(experiments()), draw(experiments()))
