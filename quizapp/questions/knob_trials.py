"""Where along a knob its goal is reached: which places to try next, and what is known once enough were tried.

Places are tried coarsely first, on a few networks; then between places that come out differently, and on all networks
where a few disagree.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.charts.numbers import precise
from quizapp.evidence.probes import ProbeValues, holds

#: Places along a knob at which `check` tries the goal, and every how many of them are tried first.
STOPS, COARSE = 25, 4
#: The share of all settings that may reach the goal.
EASIEST = 0.5


@dataclass(frozen=True)
class KnobTrials:
    """The places along a knob from one end to the other, at which the goal is tried with the others at the solution."""

    name: str
    low: float
    high: float
    stops: tuple[float, ...]
    solution: float

    def probe_id(self, place: int, few: bool) -> str:
        """The id of the probe of a place, on a few networks or on all."""
        return f"{self.name}/{place}{'/few' if few else ''}"

    def next_places(self, measured: ProbeValues) -> Iterator[tuple[int, bool]]:
        """What to try next, and whether on a few networks."""
        tried = [place for place in range(len(self.stops)) if self.probe_id(place, True) in measured]
        yield from ((place, False) for place in tried if self._passes(place, measured) is None)
        for place in _between(self._known(measured)) if tried else self._first_places():
            if self.probe_id(place, True) not in measured:
                yield place, True

    def _first_places(self) -> list[int]:
        """Every fourth place along the knob, the last, and that which is nearest to the solution."""
        nearest = min(range(len(self.stops)), key=lambda place: abs(self.stops[place] - self.solution))
        return sorted({*range(0, len(self.stops), COARSE), len(self.stops) - 1, nearest})

    def _passes(self, place: int, measured: ProbeValues) -> bool | None:
        """Whether the goal holds at a place; None where it was not tried, or a few networks disagree."""
        if (every := measured.get(self.probe_id(place, False))) is not None:
            return holds(every)
        few = measured.get(self.probe_id(place, True))
        if few is None or (few == 1).all() != (few == 1).any():
            return None
        return holds(few)

    def _known(self, measured: ProbeValues) -> dict[int, bool]:
        found = {place: self._passes(place, measured) for place in range(len(self.stops))}
        return {place: passes for place, passes in found.items() if passes is not None}

    def passing(self, measured: ProbeValues) -> list[bool]:
        """Whether the goal holds at each place, of those not tried by the nearest; empty where nothing was tried."""
        known = self._known(measured)
        return [known[_nearest(place, known)] for place in range(len(self.stops))] if known else []

    def sweep(self, measured: ProbeValues) -> str | None:
        """How much of the knob's range passes, drawn and in numbers; None where nothing was tried."""
        passes = self.passing(measured)
        if not passes:
            return None
        passing = [value for value, each in zip(self.stops, passes, strict=True) if each]
        strip = "".join("#" if each else "." for each in passes)
        where = f", {precise(passing[0])} to {precise(passing[-1])}" if passing else ""
        return f"{self.low:g} {strip} {self.high:g}  {len(passing) / len(self.stops):.0%} of the range passes{where}"


def _nearest(place: int, known: Iterable[int]) -> int:
    return min(known, key=lambda other: abs(other - place))


def _between(known: Mapping[int, bool]) -> Iterator[int]:
    """The places half-way between neighbours that come out differently and are not next to one another."""
    for low, high in itertools.pairwise(sorted(known)):
        if known[low] is not known[high] and high - low > 1:
            yield (low + high) // 2


def too_easy(sweeps: Sequence[Sequence[bool]]) -> str | None:
    """What is wrong where most settings reach the goal, by the sweeps of all knobs, whose shares are multiplied."""
    share = math.prod(sum(passes) / len(passes) for passes in sweeps)
    if share <= EASIEST:
        return None
    return (
        f"the goal holds on {share:.0%} of what the {'knob' if len(sweeps) == 1 else 'knobs'} can be set to, so that "
        "most settings are right without a thought; sharpen the goal, or let the knobs reach further"
    )
