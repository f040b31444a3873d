"""A few numbers of every step of a run, where somebody asks when something first happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.frames import Numbers

#: From the names of measures to (S,) their numbers at this step.
Measures = Callable[[Sequence[str]], Mapping[str, Numbers]]


class Trace:
    """Measures by name, of all steps so far; nan for a network from the step on at which it diverges."""

    def __init__(self, names: Sequence[str], steps: int, networks: int) -> None:
        self._kept = {name: np.full((steps + 1, networks), np.nan) for name in names}

    def record(self, step: int, measures: Measures, diverged: NDArray[np.bool_]) -> None:
        """Keep the numbers of a step."""
        for name, numbers in measures(tuple(self._kept)).items():
            self._kept[name][step] = np.where(diverged, np.nan, numbers)

    def until(self, step: int) -> dict[str, Numbers]:
        """(step + 1, S) the numbers of each measure, up to this step."""
        found = {name: numbers[: step + 1] for name, numbers in self._kept.items()}
        for numbers in found.values():
            numbers.flags.writeable = False
        return found
