"""What to look at in a chart: the layers that a claim names, what it divides by, where its threshold lies, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """The numbers between which a claim wants a layer's bar to be; None where it sets no bound on that side."""

    layer: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Focus:
    """What somebody who reads a claim wants to see of `measure`.

    Layers are those of h_l, so 0 is the input. Numbers are divided by that of the layer `relative_to`, if there is one.
    With `at_start` all that the claim looks at is measured before training.
    """

    measure: str = ""
    layers: frozenset[int] = frozenset()
    relative_to: int | None = None
    goal: Goal | None = None
    at_start: bool = False


#: All of a chart, at any time.
WHOLE = Focus()
