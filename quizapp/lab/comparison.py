"""The comparison: experiments A and B side by side, which of them the knobs turn, and all that was done, to be undone.

A Comparison is frozen; every action is a function that gives the next one, and raises BadValue where that cannot be.
A change of one knob by many turns is undone as one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from quizapp.experiments import field_knobs as knobs
from quizapp.experiments.field_knobs import SHARED, FieldKnob, common_knobs, knobs_of
from quizapp.lab.repairs import repairs
from sim.experiment import Experiment
from sim.registry import BadValue

#: As many changes as this can be undone.
LONGEST_PAST = 500


class Side(StrEnum):
    """One of the two experiments."""

    A = "A"
    B = "B"

    @property
    def other(self) -> Side:
        """The one that it is compared with."""
        return Side.B if self is Side.A else Side.A


@dataclass(frozen=True)
class Pair:
    """Two experiments that are made of the same draws."""

    a: Experiment
    b: Experiment

    def of(self, side: Side) -> Experiment:
        """The experiment of a side."""
        return self.a if side is Side.A else self.b

    def with_side(self, side: Side, experiment: Experiment) -> Pair:
        """The pair with another experiment on a side; the other side takes over its seeds."""
        shared = {name: getattr(experiment, name) for name in SHARED}
        try:
            other = self.of(side.other).replace(**shared)
        except BadValue as error:
            raise BadValue(f"{side.other} cannot follow: {error}", error.path) from None
        return Pair(experiment, other) if side is Side.A else Pair(other, experiment)


@dataclass(frozen=True)
class Comparison:
    """The pair, the side that the knobs turn, and the pairs to go back and forward to.

    `turning` is the path of the knob that the last change turned, if it was a turn.
    """

    pair: Pair
    side: Side = Side.A
    past: tuple[Pair, ...] = ()
    future: tuple[Pair, ...] = ()
    turning: str | None = None

    @property
    def experiment(self) -> Experiment:
        """The experiment that the knobs turn."""
        return self.pair.of(self.side)

    @property
    def other(self) -> Experiment:
        """The experiment that it is compared with."""
        return self.pair.of(self.side.other)

    def knobs(self, all_of_them: bool = True) -> tuple[FieldKnob, ...]:
        """The knobs of the experiment that is turned."""
        return knobs_of(self.experiment) if all_of_them else common_knobs(self.experiment)


Change = Callable[[Experiment], Experiment]


def start() -> Comparison:
    """Weights too small and weights too large, in otherwise equal networks: between them lies what works."""
    network = Experiment(
        depth=12, width=32, activation="relu", init={"name": "normal", "std": 0.1}, learning_rate=0.05, steps=200
    )
    return Comparison(Pair(network, network.replace(init={"name": "normal", "std": 0.5})))


def brought(last: Comparison, a: Experiment, b: Experiment | None = None) -> Comparison:
    """The comparison with other experiments, B from the same draws as A; what lay there can be had back by undo.

    Without a B it is A with the weights that suit its activation, and so it is where the B there is cannot follow A.
    """
    suited = repairs(a)[0].change(a)
    try:
        pair = Pair(a, suited if b is None else b).with_side(Side.A, a)
    except BadValue:
        pair = Pair(a, suited)
    return Comparison(pair, past=(*last.past, last.pair)[-LONGEST_PAST:])


def changed(comparison: Comparison, change: Change, turning: str | None = None) -> Comparison:
    """The comparison after a change to the experiment that is turned."""
    return _moved(comparison, comparison.pair.with_side(comparison.side, change(comparison.experiment)), turning)


def turn(comparison: Comparison, knob: FieldKnob, up: bool, big: bool = False) -> Comparison:
    """Turn a knob by one stop."""
    return changed(comparison, lambda experiment: knobs.stepped(experiment, knob, up, big), knob.path)


def type_in(comparison: Comparison, knob: FieldKnob, text: str) -> Comparison:
    """Set a knob to what was typed or picked."""
    return changed(comparison, lambda experiment: knobs.typed(experiment, knob, text))


def reset(comparison: Comparison, knob: FieldKnob) -> Comparison:
    """Set a knob to its default."""
    return changed(comparison, lambda experiment: knobs.with_value(experiment, knob, knob.default))


def put(comparison: Comparison, experiment: Experiment) -> Comparison:
    """Put another experiment in place of the one that is turned, drawn from the same seeds."""
    shared = {name: getattr(comparison.experiment, name) for name in SHARED}
    return changed(comparison, lambda _: experiment.replace(**shared))


def switch(comparison: Comparison) -> Comparison:
    """Turn the other experiment from now on."""
    return replace(comparison, side=comparison.side.other, turning=None)


def copy_a_to_b(comparison: Comparison) -> Comparison:
    """Make B what A is."""
    return _moved(comparison, Pair(comparison.pair.a, comparison.pair.a))


def undo(comparison: Comparison) -> Comparison:
    """Go back to before the last change, if there was one."""
    if not comparison.past:
        return comparison
    *past, pair = comparison.past
    return Comparison(pair, comparison.side, tuple(past), (comparison.pair, *comparison.future))


def redo(comparison: Comparison) -> Comparison:
    """Change again what was undone last, if anything was."""
    if not comparison.future:
        return comparison
    pair, *future = comparison.future
    return Comparison(pair, comparison.side, (*comparison.past, comparison.pair), tuple(future))


def _moved(comparison: Comparison, pair: Pair, turning: str | None = None) -> Comparison:
    if pair == comparison.pair:
        return comparison
    same_knob = turning is not None and turning == comparison.turning
    past = comparison.past if same_knob else (*comparison.past, comparison.pair)[-LONGEST_PAST:]
    return Comparison(pair, comparison.side, past, (), turning)


def differs(comparison: Comparison, knob: FieldKnob) -> bool:
    """Whether the two experiments have this knob set differently, or one of them does not have it."""
    other = knobs.knob_at(comparison.other, knob.path)
    return other is None or knobs.value_of(comparison.other, other) != knobs.value_of(comparison.experiment, knob)


def setting(comparison: Comparison, side: Side, path: str) -> str:
    """What a knob is set to on a side, or nothing where that experiment does not have it."""
    knob = knobs.knob_at(comparison.pair.of(side), path)
    return "" if knob is None else knobs.shown(comparison.pair.of(side), knob)
