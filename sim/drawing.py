"""How an initialiser is registered: as a formula for its variance, or as a draw with the variance beside it.

sim/initializers.py holds the initialisers, and says how to add one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.registry import Named, Registry

Weights = NDArray[np.float64]
Initializer = Callable[..., Weights]
#: (fan_in, fan_out, **parameters) -> the variance of a weight, or None where it has no formula: the weights are
#: not random around 0, or are fitted to the data.
Variance = Callable[..., float | None]
#: (weights, compute, **parameters): change the weights (S, n, m) of a layer in place; `compute()` returns the layer's
#: z (S, B, m) on the data with the weights as they are now.
Fit = Callable[..., None]
Distribution = Literal["normal", "truncated_normal", "uniform"]

INITIALIZERS: Registry[Initializer] = Registry("initialiser")
#: Called in the same way, with the fans of the layer that the biases belong to; these return (1, fan_out) arrays.
BIAS_INITIALIZERS: Registry[Initializer] = Registry("bias initialiser")

#: Where a standard normal is truncated, and the standard deviation that it has then.
TRUNCATION, TRUNCATED_STD = 2.0, 0.87962566103423978


@dataclass(frozen=True)
class Metadata:
    """What is known of an initialiser beside its draw.

    `variance` is that of a weight; `independent` says whether the weights of a layer are independent of one another.
    `fit`, if any, adapts the drawn weights of a layer to the data. `factors` and `sorts` say whether a draw factors the
    matrix, or sorts its columns, which costs time. `torch`, `keras` and `jax` are the frameworks' names for it, or "".
    """

    variance: Variance
    independent: bool = True
    fit: Fit | None = None
    factors: bool = False
    sorts: bool = False
    torch: str = ""
    keras: str = ""
    jax: str = ""


def metadata_of(init: Named) -> Metadata:
    """The metadata of a weight initialiser; BadValue for an unknown name."""
    metadata: Metadata = INITIALIZERS.metadata(init.name)
    return metadata


def weight_variance(init: Named, fan_in: int, fan_out: int) -> float | None:
    """The variance of a weight by formula, before any gain; None where the weights are not random around 0.

    Raises BadValue for an unknown initialiser or parameter.
    """
    return _variance(INITIALIZERS, init, fan_in, fan_out)


def bias_variance(bias_init: Named, fan_in: int, fan_out: int) -> float | None:
    """The variance of a bias by formula; None where the biases are not random around 0.

    Raises BadValue for an unknown initialiser or parameter.
    """
    return _variance(BIAS_INITIALIZERS, bias_init, fan_in, fan_out)


def _variance(registry: Registry[Initializer], init: Named, fan_in: int, fan_out: int) -> float | None:
    checked = registry.check(init)
    metadata: Metadata = registry.metadata(checked.name)
    return metadata.variance(fan_in, fan_out, **dict(checked.parameters))


def drawn(variance: Variance, *aliases: str, **metadata: Any) -> Callable[[Initializer], Initializer]:
    """Register a function that draws weights of this `variance`; `metadata` are further fields of `Metadata`."""
    return INITIALIZERS.register(*aliases, metadata=Metadata(variance, **metadata))


def scaled(distribution: Distribution, *aliases: str, **metadata: Any) -> Callable[[Callable[..., float]], Initializer]:
    """Register a formula for the variance as the initialiser that draws such weights from `distribution`."""

    def add(variance: Callable[..., float]) -> Initializer:
        @wraps(variance)
        def draw(rng: Generator, fan_in: int, fan_out: int, **parameters: float) -> Weights:
            return DISTRIBUTIONS[distribution](rng, fan_in, fan_out, variance(fan_in, fan_out, **parameters))

        return drawn(variance, *aliases, **metadata)(draw)

    return add


def for_biases(*aliases: str) -> Callable[[Initializer], Initializer]:
    """Register a weight initialiser that does not look at the fans for biases too, with its metadata."""

    def add(draw: Initializer) -> Initializer:
        @wraps(draw)
        def draw_biases(rng: Generator, fan_in: int, fan_out: int, **parameters: float) -> Weights:
            return draw(rng, 1, fan_out, **parameters)

        BIAS_INITIALIZERS.register(*aliases, metadata=INITIALIZERS.metadata(draw.__name__))(draw_biases)
        return draw

    return add


def standard_truncated(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Standard normal numbers (fan_in, fan_out), drawn anew where they are beyond the truncation at 2."""
    numbers = rng.standard_normal((fan_in, fan_out))
    while (beyond := np.abs(numbers) > TRUNCATION).any():
        numbers[beyond] = rng.standard_normal(np.count_nonzero(beyond))
    return numbers


def draw_normal(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    """Normal numbers (fan_in, fan_out) of mean 0 and this variance."""
    return sqrt(variance) * rng.standard_normal((fan_in, fan_out))


def draw_truncated(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    """Truncated normal numbers (fan_in, fan_out) of mean 0 and, after the truncation, this variance."""
    return sqrt(variance) / TRUNCATED_STD * standard_truncated(rng, fan_in, fan_out)


def draw_uniform(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    """Uniform numbers (fan_in, fan_out) of mean 0 and this variance."""
    limit = sqrt(3.0 * variance)
    return 2.0 * limit * rng.random((fan_in, fan_out)) - limit


#: Ways to draw weights around 0 of a given variance.
DISTRIBUTIONS: dict[Distribution, Initializer] = {
    "normal": draw_normal,
    "truncated_normal": draw_truncated,
    "uniform": draw_uniform,
}
