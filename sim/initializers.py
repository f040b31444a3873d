"""Ways to draw a layer's first weights, one function each.

An initialiser is a plain function `(rng, fan_in, fan_out, **parameters) -> (fan_in, fan_out)` array in float64.
To add one, decorate it with `@INITIALIZERS.register(*aliases)`; a parameter annotated with its Range becomes a
parameter in decks. Initialisers that differ only in scale draw the same numbers from `rng`, so that a comparison
of two of them on the same seed is free of noise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.registry import Range, Registry

Weights = NDArray[np.float64]
Initializer = Callable[..., Weights]
Scale = Annotated[float, Range(0.0, 1e6)]
Value = Annotated[float, Range(-1e6, 1e6)]

INITIALIZERS: Registry[Initializer] = Registry("initialiser")
#: The initialisers that do not look at the fans, and so serve for biases too.
BIAS_INITIALIZERS: Registry[Initializer] = Registry("bias initialiser")
#: The initialisers that factor a matrix, which costs as many multiplications as the layer has weights times units.
FACTORING = {"orthogonal"}


@BIAS_INITIALIZERS.register("zero")
@INITIALIZERS.register("zero")
def zeros(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Every weight is 0."""
    return np.zeros((fan_in, fan_out))


@BIAS_INITIALIZERS.register()
@INITIALIZERS.register()
def constant(rng: Generator, fan_in: int, fan_out: int, value: Value = 0.05) -> Weights:
    """Every weight is `value`."""
    return np.full((fan_in, fan_out), value)


@BIAS_INITIALIZERS.register("gaussian")
@INITIALIZERS.register("gaussian")
def normal(rng: Generator, fan_in: int, fan_out: int, std: Scale = 0.05, mean: Value = 0.0) -> Weights:
    """Normal with standard deviation `std` around `mean`, whatever the layer's size."""
    return mean + std * rng.standard_normal((fan_in, fan_out))


@BIAS_INITIALIZERS.register()
@INITIALIZERS.register()
def uniform(rng: Generator, fan_in: int, fan_out: int, low: Value = -0.05, high: Value = 0.05) -> Weights:
    """Uniform from `low` to `high`, whatever the layer's size."""
    return low + (high - low) * rng.random((fan_in, fan_out))


def _normal(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    return normal(rng, fan_in, fan_out, std=float(np.sqrt(variance)))


def _uniform(rng: Generator, fan_in: int, fan_out: int, variance: float) -> Weights:
    limit = float(np.sqrt(3.0 * variance))
    return uniform(rng, fan_in, fan_out, low=-limit, high=limit)


@INITIALIZERS.register("glorot_normal")
def xavier_normal(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Normal with variance 2 / (fan_in + fan_out) (Glorot & Bengio 2010, eq. 12)."""
    return _normal(rng, fan_in, fan_out, 2.0 / (fan_in + fan_out))


@INITIALIZERS.register("glorot_uniform")
def xavier_uniform(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Uniform with variance 2 / (fan_in + fan_out), limit sqrt(6 / (fan_in + fan_out)) (ibid., eq. 16)."""
    return _uniform(rng, fan_in, fan_out, 2.0 / (fan_in + fan_out))


@INITIALIZERS.register("kaiming_normal")
def he_normal(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Normal with variance 2 / fan_in, which makes up for a ReLU's halving (He et al. 2015, eq. 10)."""
    return _normal(rng, fan_in, fan_out, 2.0 / fan_in)


@INITIALIZERS.register("kaiming_uniform")
def he_uniform(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Uniform with variance 2 / fan_in, limit sqrt(6 / fan_in) (He et al. 2015)."""
    return _uniform(rng, fan_in, fan_out, 2.0 / fan_in)


@INITIALIZERS.register()
def lecun_normal(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Normal with variance 1 / fan_in (LeCun et al. 1998, eq. 16)."""
    return _normal(rng, fan_in, fan_out, 1.0 / fan_in)


@INITIALIZERS.register()
def lecun_uniform(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Uniform with variance 1 / fan_in, limit sqrt(3 / fan_in) (LeCun et al. 1998)."""
    return _uniform(rng, fan_in, fan_out, 1.0 / fan_in)


@INITIALIZERS.register()
def orthogonal(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """A random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2013; Mezzadri 2007)."""
    tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return np.ascontiguousarray(q if fan_in >= fan_out else q.T)


@INITIALIZERS.register("eye")
def identity(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """1 on the diagonal, 0 elsewhere (Le et al. 2015)."""
    return np.eye(fan_in, fan_out)
