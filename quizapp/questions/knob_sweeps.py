"""Trying a goal along a knob: where next, and what came of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.charts.numbers import precise

#: Places along a knob at which `check` tries the goal.
STOPS = 25
#: Every how many of these are tried first.
COARSE = 4
#: The share of all settings that may reach the goal.
EASIEST = 0.5


def nearest(place: int, known: Iterable[int]) -> int:
    """The place that is next to this one among those that are known."""
    return min(known, key=lambda other: abs(other - place))


def between(known: Mapping[int, bool]) -> Iterator[int]:
    """The places half-way between neighbours that come out differently and are not next to one another."""
    for low, high in itertools.pairwise(sorted(known)):
        if known[low] is not known[high] and high - low > 1:
            yield (low + high) // 2


def drawn(stops: Sequence[float], passes: Sequence[bool]) -> str:
    """A knob's range with a mark wherever the goal holds, and the share of it."""
    passing = [value for value, each in zip(stops, passes, strict=True) if each]
    strip = "".join("#" if each else "." for each in passes)
    where = f", {precise(passing[0])} to {precise(passing[-1])}" if passing else ""
    return f"{stops[0]:g} {strip} {stops[-1]:g}  {len(passing) / len(stops):.0%} of the range passes{where}"


def too_easy(sweeps: Sequence[Sequence[bool]]) -> str | None:
    """What is wrong where most settings reach the goal, by the sweeps of all knobs, whose shares are multiplied."""
    share = math.prod(sum(passes) / len(passes) for passes in sweeps)
    if share <= EASIEST:
        return None
    return (
        f"the goal holds on {share:.0%} of what the {'knob' if len(sweeps) == 1 else 'knobs'} can be set to, so that "
        "most settings are right without a thought; sharpen the goal, or let the knobs reach further"
    )
