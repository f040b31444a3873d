"""How an initialiser is registered: as a formula for its variance, or as a draw with the variance beside it.

sim/initializers.py holds the initialisers, and says how to add one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import sqrt
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.registry import Named, Registry

Weights = NDArray[np.float64]
Initializer = Callable[..., Weights]
#: (fan_in, fan_out, **parameters) -> the variance of a weight, or None where the weights are not random around 0.
Variance = Callable[..., float | None]
Law = Literal["normal", "truncated_normal", "uniform"]

INITIALIZERS: Registry[Initializer] = Registry("initialiser")
#: Called in the same way, with the fans of the layer that the biases belong to; these return (1, fan_out) arrays.
BIAS_INITIALIZERS: Registry[Initializer] = Registry("bias initialiser")

#: A standard normal number, given that it is at most CUT in size, has the standard deviation CUT_STD.
CUT, CUT_STD = 2.0, 0.87962566103423978


@dataclass(frozen=True)
class Card:
    """What is known of an initialiser beside its draw: a weight's variance, and what each framework calls it."""

    variance: Variance
    torch: str = ""
    keras: str = ""
    jax: str = ""


#: By the name that an initialiser is registered under.
CARDS: dict[str, Card] = {}


def weight_variance(init: Named, fan_in: int, fan_out: int) -> float | None:
    """The variance of a weight by formula, before any gain; None where the weights are not random around 0.

    Raises BadValue for an unknown initialiser or parameter.
    """
    return _variance(INITIALIZERS, init, fan_in, fan_out)


def bias_variance(bias_init: Named, fan_in: int, fan_out: int) -> float | None:
    """The variance of a bias by formula, or None where the biases are not random around 0."""
    return _variance(BIAS_INITIALIZERS, bias_init, fan_in, fan_out)


def _variance(registry: Registry[Initializer], init: Named, fan_in: int, fan_out: int) -> float | None:
    checked = registry.check(init)
    card = CARDS[registry.function(checked.name).__name__]
    return card.variance(fan_in, fan_out, **dict(checked.parameters))


def drawn(variance: Variance, *aliases: str, **names: str) -> Callable[[Initializer], Initializer]:
    """Register a function that draws weights of this `variance`; `names` are those in torch, keras and jax."""

    def add(draw: Initializer) -> Initializer:
        CARDS[draw.__name__] = Card(variance, **names)
        return INITIALIZERS.register(*aliases)(draw)

    return add


def scaled(law: Law, *aliases: str, **names: str) -> Callable[[Callable[..., float]], Initializer]:
    """Register a formula for the variance as the initialiser that draws weights of that variance from `law`."""

    def add(variance: Callable[..., float]) -> Initializer:
        @wraps(variance)
        def draw(rng: Generator, fan_in: int, fan_out: int, **parameters: float) -> Weights:
            return LAWS[law](rng, fan_in, fan_out, variance(fan_in, fan_out, **parameters))

        return drawn(variance, *aliases, **names)(draw)

    return add


def for_biases(*aliases: str) -> Callable[[Initializer], Initializer]:
    """Register an initialiser that does not look at the fans for biases too."""

    def add(draw: Initializer) -> Initializer:
        @wraps(draw)
        def draw_biases(rng: Generator, fan_in: int, fan_out: int, **parameters: float) -> Weights:
            return draw(rng, 1, fan_out, **parameters)

        BIAS_INITIALIZERS.register(*aliases)(draw_biases)
        return draw

    return add


def standard_cut(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Standard normal numbers, those beyond the cut drawn anew."""
    numbers = rng.standard_normal((fan_in, fan_out))
    while (beyond := np.abs(numbers) > CUT).any():
        numbers[beyond] = rng.standard_normal(np.count_nonzero(beyond))
    return numbers


def normal_law(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    """Normal around 0."""
    return sqrt(variance) * rng.standard_normal((fan_in, fan_out))


def truncated_law(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    """Normal around 0 and cut at 2 standard deviations, which are made larger so that the variance is met after it."""
    return sqrt(variance) / CUT_STD * standard_cut(rng, fan_in, fan_out)


def uniform_law(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    """Uniform around 0."""
    limit = sqrt(3.0 * variance)
    return 2.0 * limit * rng.random((fan_in, fan_out)) - limit


#: Ways to draw weights around 0 of a given variance.
LAWS: dict[Law, Initializer] = {"normal": normal_law, "truncated_normal": truncated_law, "uniform": uniform_law}
