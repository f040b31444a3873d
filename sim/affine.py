"""The scale and shift that are learned on top of a normalisation: gamma * normalised + beta, for each unit its own.

A function here says where gamma begins; beta begins at 0. They belong to a normalisation (Ioffe & Szegedy 2015,
algorithm 1; Ba, Kiros & Hinton 2016). To add one, decorate it with `@AFFINES.register()`.
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
class Affine:
    """Whether scale and shift are learned, and where gamma begins: on the branches of residual networks, and else."""

    learned: bool = False
    on_branches: float = 1.0
    elsewhere: float = 1.0


NOT_LEARNED = Affine()
AFFINES: Registry[Callable[[], Affine]] = Registry("affine part")


@AFFINES.register()
def none() -> Affine:
    """Nothing is learned in a normalisation: its scale stays 1 and its shift 0."""
    return NOT_LEARNED


@AFFINES.register()
def learned(gamma: Factor = 1.0) -> Affine:
    """A scale and a shift for each unit, trained from `gamma` and from 0 (Ioffe & Szegedy 2015, algorithm 1)."""
    return Affine(True, gamma, gamma)


@AFFINES.register()
def zero_gamma() -> Affine:
    """As learned, but scales on the branches of a residual network start at 0 (Goyal et al. 2017, section 5.1).

    A branch has one normalisation here, which is the last of the branch too.
    """
    return Affine(True, on_branches=0.0)


def scale_and_shift(normalized: Array, gamma: Array, beta: Array | None) -> None:
    """Turn (S, B, n) into gamma * normalized + beta, each (S, n); without a beta there is no shift."""
    normalized *= gamma[:, None, :]
    if beta is not None:
        normalized += beta[:, None, :]


def scale_and_shift_backward(
    delta: Array, normalized: Array, gamma: Array, of_gamma: Array, of_beta: Array | None
) -> None:
    """Turn dloss/dout in `delta` into dloss/dnormalized, and write dloss/dgamma and dloss/dbeta, each (S, n)."""
    np.copyto(of_gamma, (delta * normalized).sum(axis=1))
    if of_beta is not None:
        np.copyto(of_beta, delta.sum(axis=1))
    delta *= gamma[:, None, :]
