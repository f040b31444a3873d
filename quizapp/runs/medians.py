"""The one number that stands for many networks, in bars, sentences, verdicts and keys alike: their median."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def median(values: Numbers) -> Numbers:
    """The median along the first axis, over the networks; what is not finite counts as the largest.

    Of an even number of networks it is half-way between the two in the middle, as everywhere in statistics.
    """
    return median_of_sorted(np.sort(np.asarray(values, float), axis=0))


@np.errstate(all="ignore")
def median_of_sorted(ordered: Numbers) -> Numbers:
    """The median along the first axis of numbers in order, inf and nan last."""
    lower, upper = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return np.asarray(np.where(lower == upper, lower, lower / 2 + upper / 2))
