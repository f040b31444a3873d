"""What to look at in a chart: the layers that a claim names, what it divides by, where its threshold lies, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Goal:
    """The numbers between which a claim wants a layer's bar to be; None where it sets no bound on that side."""

    layer: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Focus:
    """What somebody who reads a claim wants to see of `measure`.

    Layers are those of h_l, so 0 is the input. Numbers are divided by that of the layer `relative_to`, if there is one;
    below 0 it is counted from the output, -1, as networks of several depths may be looked at. With `at_start` what the
    chart shows of the claim is measured before training, whatever else it asks for; with a `moment` after that step.
    """

    measure: str = ""
    layers: frozenset[int] = frozenset()
    relative_to: int | None = None
    goal: Goal | None = None
    at_start: bool = False
    moment: int | None = None

    def on(self, measure: str, times: float = 1.0, can_divide: bool = False) -> Focus:
        """What it wants of bars that show so many times `measure`, on whose axis other thresholds have no place."""
        if self.measure != measure or (self.relative_to is not None and not can_divide):
            return replace(self, relative_to=None, goal=None)
        if self.goal is None or self.relative_to is not None:
            return self
        low, high = (bound if bound is None else times * bound for bound in (self.goal.low, self.goal.high))
        return replace(self, goal=replace(self.goal, low=low, high=high))


def column_of(layer: int, first: int, columns: int) -> int:
    """Where in an array of so many layers, counted from `first` on, a layer stands; the nearest if it is not there."""
    index = layer - first if layer >= 0 else columns + layer
    return min(max(index, 0), columns - 1)


#: All of a chart, at any time.
WHOLE = Focus()
