"""Running an experiment to its end, and comparing what two runs showed."""

import numpy as np

from sim import Experiment, Frame, ends_only, run


def last(experiment: Experiment) -> Frame:
    """The last frame of a run."""
    return list(run(experiment, ends_only))[-1]


def numbers(frame: Frame) -> dict[str, np.ndarray]:
    """Every array of a frame, by name."""
    traced = {f"trace {name}": each for name, each in frame.trace.items()}
    arrays = {**vars(frame), **vars(frame.layers), "shares": frame.histograms.shares, **traced}
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


def same(one: Frame, two: Frame) -> bool:
    left, right = numbers(one), numbers(two)
    alike = left.keys() == right.keys() and one.step == two.step
    return alike and all(np.array_equal(left[name], right[name], equal_nan=True) for name in left)
