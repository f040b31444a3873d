"""What the branches of a residual network are multiplied by before they are added to the stream, one function each.

A branch scale is built once for each architecture, called with the number of branches: the hidden layers with a skip
around them. To add one, decorate the function that builds it with `@BRANCH_SCALES.register()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from sim.registry import Range, Registry

Array = NDArray[np.floating[Any]]
Factor = Annotated[float, Range(0.0, 1e6)]


@dataclass(frozen=True)
class BranchScale:
    """The factor that all branches begin with, and whether each branch learns its own from there."""

    start: float = 1.0
    learned: bool = False


UNSCALED = BranchScale()
#: A number stands for `constant`.
BRANCH_SCALES: Registry[Callable[..., BranchScale]] = Registry("branch scale", of_number="constant")


@BRANCH_SCALES.register()
def constant(branches: int, value: Factor = 1.0) -> BranchScale:
    """The same number `value` throughout: 1 is a residual network as it was first written (He et al. 2016)."""
    return BranchScale(value)


@BRANCH_SCALES.register()
def inverse_sqrt_depth(branches: int) -> BranchScale:
    """1 / sqrt(L), where L counts the branches: variances that they add sum up to a bounded one (Hayou et al. 2021).

    Means do not: those of ReLUs add up to a stream that grows by sqrt(L).
    """
    return BranchScale(1.0 / max(branches, 1) ** 0.5)


@BRANCH_SCALES.register("skip_init", "rezero")
def learned(branches: int, start: Factor = 0.0) -> BranchScale:
    """A number for each branch that is trained from `start`; from 0 it is SkipInit (De & Smith 2020) and ReZero."""
    return BranchScale(start, learned=True)


def add_branch(branch: Array, below: Array, scale: Array | float, out: Array) -> None:
    """Write below + scale * branch into `out`, all (S, B, n); `scale` is a number or (S, 1, 1)."""
    if isinstance(scale, float) and scale == 1.0:
        np.add(branch, below, out=out)
    else:
        np.multiply(branch, scale, out=out)
        out += below


def add_branch_backward(error: Array, branch: Array, scale: Array | float, of_scale: Array | None) -> None:
    """Turn dloss/dsum in `error` into dloss/dbranch, and write dloss/dscale (S,) into `of_scale` if it is learned."""
    if of_scale is not None:
        np.copyto(of_scale, np.vecdot(error.reshape(len(error), -1), branch.reshape(len(error), -1)))
    if not (isinstance(scale, float) and scale == 1.0):
        error *= scale
