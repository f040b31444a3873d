"""What came out at each place of a grid: the numbers of its networks, and what stands for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.claims.wording import value_text
from quizapp.evidence.probes import Probe
from quizapp.evidence.results import value_of
from quizapp.runs.batch import Ends
from quizapp.runs.medians import median
from quizapp.sweeps.grid import NAME, Grid, Place
from sim.experiment import Experiment

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """One measure at one place: (S,) its number in each network, not finite where it has none.

    Of a claim the numbers are 1 where it holds, 0 where it fails, and nan where it is undecided.
    """

    place: Place
    measure: Probe
    values: Numbers

    @property
    def text(self) -> str:
        """The measure as it is written."""
        return text_of(self.measure)

    @property
    def networks(self) -> int:
        """How many networks there are."""
        return len(self.values)

    @property
    def known(self) -> int:
        """In how many of them there is a number."""
        return int(np.isfinite(self.values).sum())

    @property
    def typical(self) -> float:
        """The median over the networks, where what is not finite counts as the largest; of a claim the share."""
        if self.measure.claim is not None:
            return float((self.values == 1).mean())
        return float(median(self.values))

    def quantile(self, share: float) -> float:
        """The number below which such a share of the finite ones lies, or nan without any."""
        finite = self.values[np.isfinite(self.values)]
        return float(np.quantile(finite, share)) if finite.size else float("nan")


def said(measure: Probe, value: float) -> str:
    """A number of a measure in words: 'never' for a step that does not come."""
    return value_text(text_of(measure), value)


def text_of(measure: Probe) -> str:
    """A measure as it is written."""
    return str(measure.claim if measure.claim is not None else measure.quantity)


def measured(grid: Grid, ends: Mapping[Experiment, Ends]) -> tuple[Measured, ...]:
    """Each measure at each place, by the first and last frames of all that had to run; place by place."""
    return tuple(
        Measured(place, measure, value_of(measure, {NAME: place.experiment}, ends))
        for place in grid.places
        for measure in grid.measures
    )
