"""Running an experiment to its end, and comparing what two runs showed."""

import numpy as np

from sim import Experiment, Frame, ends_only, run


def last(experiment: Experiment) -> Frame:
    """The last frame of a run."""
    return list(run(experiment, ends_only))[-1]


def numbers(frame: Frame) -> dict[str, np.ndarray]:
    """Every array of a frame, by name."""
    arrays = {**vars(frame), **vars(frame.layers), "shares": frame.histograms.shares}
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


def same(one: Frame, two: Frame) -> bool:
    pairs = zip(numbers(one).values(), numbers(two).values(), strict=True)
    return one.step == two.step and all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)
