"""Ways to draw a layer's first weights, one function each.

An initialiser is called as `draw(rng, fan_in, fan_out, **parameters)` and returns a (fan_in, fan_out) array in float64.
Most are nothing but a formula for the variance of a weight, and are written as that: a function of (fan_in, fan_out)
under `@scaled(distribution)`. The others are written as the draw itself, under `@drawn(variance)`. To add one, write
either; all else that is to be known of it are keywords of the decorator, see `sim.drawing.Metadata`. A parameter
annotated with its Range becomes a parameter in decks, and docs/initializers.md lists it. Initialisers of one
distribution draw the same numbers from `rng`, whatever their scale, so that a comparison of two of them on the same
seed is free of noise.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Annotated

import numpy as np
from numpy.random import Generator

from sim.drawing import (
    BIAS_INITIALIZERS,
    DISTRIBUTIONS,
    INITIALIZERS,
    TRUNCATED_STD,
    Distribution,
    Weights,
    bias_variance,
    draw_uniform,
    drawn,
    for_biases,
    metadata_of,
    scaled,
    standard_truncated,
    weight_variance,
)
from sim.registry import Named, Range

__all__ = [
    "BIAS_INITIALIZERS",
    "INITIALIZERS",
    "Weights",
    "bias_variance",
    "drawn",
    "metadata_of",
    "scaled",
    "weight_variance",
]

Scale = Annotated[float, Range(0.0, 1e6)]
Value = Annotated[float, Range(-1e6, 1e6)]
Slope = Annotated[float, Range(0.0, 1e3)]
Share = Annotated[float, Range(0.0, 1.0)]


def _not_random(fan_in: int, fan_out: int, **parameters: float) -> None:
    return None


def _normal_variance(fan_in: int, fan_out: int, std: float = 0.05, mean: float = 0.0) -> float | None:
    return std**2 if mean == 0 else None


def _truncated_variance(fan_in: int, fan_out: int, std: float = 0.05, mean: float = 0.0) -> float | None:
    return (TRUNCATED_STD * std) ** 2 if mean == 0 else None


def _uniform_variance(fan_in: int, fan_out: int, low: float = -0.05, high: float = 0.05) -> float | None:
    return high**2 / 3 if low == -high else None


def _sparse_variance(fan_in: int, fan_out: int, sparsity: float = 0.1, std: float = 0.01) -> float:
    return std**2 * (1.0 - ceil(sparsity * fan_in) / fan_in)


@for_biases("zero", "keras_dense", "flax_dense")
@drawn(lambda fan_in, fan_out: 0.0, "zero", torch="zeros_", keras="Zeros", jax="zeros")
def zeros(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Every weight is 0."""
    return np.zeros((fan_in, fan_out))


@for_biases("one")
@drawn(_not_random, "one", torch="ones_", keras="Ones", jax="ones")
def ones(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """Every weight is 1."""
    return np.ones((fan_in, fan_out))


@for_biases()
@drawn(_not_random, torch="constant_", keras="Constant", jax="constant")
def constant(rng: Generator, fan_in: int, fan_out: int, value: Value = 0.05) -> Weights:
    """Every weight is `value`."""
    return np.full((fan_in, fan_out), value)


@for_biases("gaussian", "random_normal")
@drawn(_normal_variance, "gaussian", "random_normal", torch="normal_", keras="RandomNormal", jax="normal")
def normal(rng: Generator, fan_in: int, fan_out: int, std: Scale = 0.05, mean: Value = 0.0) -> Weights:
    """Normal with standard deviation `std` around `mean`, whatever the layer's size."""
    return mean + std * rng.standard_normal((fan_in, fan_out))


@for_biases("random_uniform")
@drawn(_uniform_variance, "random_uniform", torch="uniform_", keras="RandomUniform", jax="uniform")
def uniform(rng: Generator, fan_in: int, fan_out: int, low: Value = -0.05, high: Value = 0.05) -> Weights:
    """Uniform from `low` to `high`, whatever the layer's size.

    What JAX calls uniform(scale) is not around 0: it is `uniform` with `low` 0 and `high` scale here.
    """
    return low + (high - low) * rng.random((fan_in, fan_out))


@for_biases("trunc_normal")
@drawn(_truncated_variance, "trunc_normal", torch="trunc_normal_", keras="TruncatedNormal", jax="truncated_normal")
def truncated_normal(rng: Generator, fan_in: int, fan_out: int, std: Scale = 0.05, mean: Value = 0.0) -> Weights:
    """Normal as `normal`, but drawn anew beyond 2 `std` from `mean`, so that its standard deviation is 0.8796 `std`.

    As in Keras and JAX. PyTorch's trunc_normal_ cuts at the values a = -2 and b = 2, whatever `std`: with a small one
    it cuts nothing. The truncated normals of xavier, he, lecun and variance_scaling make up for what this one loses.
    """
    return mean + std * standard_truncated(rng, fan_in, fan_out)


@scaled("normal", "glorot_normal", torch="xavier_normal_")
def xavier_normal(fan_in: int, fan_out: int) -> float:
    """Normal with variance 2 / (fan_in + fan_out) (Glorot & Bengio 2010, eq. 12).

    Not truncated, as in PyTorch: what Keras and JAX call glorot_normal is xavier_truncated_normal here.
    """
    return 2.0 / (fan_in + fan_out)


@scaled(
    "uniform", "glorot_uniform", "keras_dense", torch="xavier_uniform_", keras="GlorotUniform", jax="glorot_uniform"
)
def xavier_uniform(fan_in: int, fan_out: int) -> float:
    """Uniform up to sqrt(6 / (fan_in + fan_out)), variance 2 / (fan_in + fan_out) (Glorot & Bengio 2010, eq. 16)."""
    return 2.0 / (fan_in + fan_out)


@scaled("truncated_normal", "glorot_truncated_normal", keras="GlorotNormal", jax="glorot_normal")
def xavier_truncated_normal(fan_in: int, fan_out: int) -> float:
    """Normal, cut at 2 standard deviations, with variance 2 / (fan_in + fan_out) after it (Glorot & Bengio 2010)."""
    return 2.0 / (fan_in + fan_out)


@scaled("normal", "kaiming_normal", torch="kaiming_normal_")
def he_normal(fan_in: int, fan_out: int, slope: Slope = 0.0) -> float:
    """Normal with variance 2 / ((1 + slope^2) fan_in), for leaky ReLU of that slope (He et al. 2015, eq. 10 and 15).

    Not truncated, as in PyTorch: what Keras and JAX call he_normal is he_truncated_normal here.
    """
    return 2.0 / (1.0 + slope**2) / fan_in


@scaled("uniform", "kaiming_uniform", torch="kaiming_uniform_", keras="HeUniform", jax="he_uniform")
def he_uniform(fan_in: int, fan_out: int, slope: Slope = 0.0) -> float:
    """Uniform up to sqrt(6 / ((1 + slope^2) fan_in)), variance 2 / ((1 + slope^2) fan_in) (He et al. 2015, eq. 15)."""
    return 2.0 / (1.0 + slope**2) / fan_in


@scaled("truncated_normal", "kaiming_truncated_normal", keras="HeNormal", jax="he_normal")
def he_truncated_normal(fan_in: int, fan_out: int, slope: Slope = 0.0) -> float:
    """Normal, cut at 2 standard deviations, with variance 2 / ((1 + slope^2) fan_in) after it (He et al. 2015)."""
    return 2.0 / (1.0 + slope**2) / fan_in


@scaled("normal")
def lecun_normal(fan_in: int, fan_out: int) -> float:
    """Normal with variance 1 / fan_in (LeCun et al. 1998, eq. 16).

    Not truncated: what Keras and JAX call lecun_normal is lecun_truncated_normal here.
    """
    return 1.0 / fan_in


@scaled("uniform", keras="LecunUniform", jax="lecun_uniform")
def lecun_uniform(fan_in: int, fan_out: int) -> float:
    """Uniform up to sqrt(3 / fan_in), variance 1 / fan_in (LeCun et al. 1998, eq. 16)."""
    return 1.0 / fan_in


@scaled("truncated_normal", "flax_dense", keras="LecunNormal", jax="lecun_normal")
def lecun_truncated_normal(fan_in: int, fan_out: int) -> float:
    """Normal, cut at 2 standard deviations, with variance 1 / fan_in after it (LeCun et al. 1998, eq. 16)."""
    return 1.0 / fan_in


@drawn(
    lambda fan_in, fan_out: 1.0 / max(fan_in, fan_out),
    independent=False,
    factors=True,
    torch="orthogonal_",
    keras="Orthogonal",
    jax="orthogonal",
)
def orthogonal(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """A random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2013; Mezzadri 2007)."""
    tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return np.ascontiguousarray(q if fan_in >= fan_out else q.T)


@drawn(_not_random, "eye", torch="eye_", keras="Identity")
def identity(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    """1 on the diagonal, 0 elsewhere (Le et al. 2015)."""
    return np.eye(fan_in, fan_out)


@drawn(_sparse_variance, independent=False, sorts=True, torch="sparse_")
def sparse(rng: Generator, fan_in: int, fan_out: int, sparsity: Share = 0.1, std: Scale = 0.01) -> Weights:
    """Normal with standard deviation `std`, but 0 for a share `sparsity` of each unit's inputs (Martens 2010).

    The number of zeros is rounded up. PyTorch's sparse_ counts them by the columns of the matrix that it is given: for
    the (fan_out, fan_in) matrix of its Linear that is by input and not by unit.
    """
    weights = normal(rng, fan_in, fan_out, std=std)
    order = rng.random((fan_in, fan_out)).argsort(axis=0)
    weights[order < ceil(sparsity * fan_in)] = 0.0
    return weights


@scaled("uniform", torch="nn.Linear")
def torch_linear(fan_in: int, fan_out: int) -> float:
    """Uniform up to 1 / sqrt(fan_in), variance 1 / (3 fan_in): what torch.nn.Linear starts from, biases too.

    PyTorch writes it as kaiming_uniform_ with a = sqrt(5), by which no leaky ReLU of that slope is meant.
    """
    return 1.0 / (3.0 * fan_in)


@BIAS_INITIALIZERS.register(metadata=metadata_of(Named("torch_linear")))
@wraps(torch_linear)
def _torch_linear_biases(rng: Generator, fan_in: int, fan_out: int) -> Weights:
    return draw_uniform(rng, 1, fan_out, 1.0 / (3.0 * fan_in))


FANS: dict[str, Callable[[int, int], float]] = {
    "fan_in": lambda fan_in, fan_out: fan_in,
    "fan_out": lambda fan_in, fan_out: fan_out,
    "fan_avg": lambda fan_in, fan_out: (fan_in + fan_out) / 2,
}


def _variance_scaling(fan: str, distribution: Distribution, *aliases: str) -> None:
    """Register variance_scaling with this fan and this distribution."""

    def variance(fan_in: int, fan_out: int, scale: Scale = 1.0) -> float:
        return scale / FANS[fan](fan_in, fan_out)

    variance.__name__ = f"variance_scaling_{fan}_{distribution}"
    variance.__doc__ = f"{distribution.replace('_', ' ').capitalize()} with variance `scale` / {fan} (Keras, JAX)."
    in_keras = "untruncated_normal" if distribution == "normal" else distribution
    keras = f'VarianceScaling(scale, "{fan}", "{in_keras}")'
    jax = f'variance_scaling(scale, "{fan}", "{distribution}")'
    scaled(distribution, *aliases, keras=keras, jax=jax)(variance)


for _fan in FANS:
    for _distribution in DISTRIBUTIONS:
        _is_default = (_fan, _distribution) == ("fan_in", "truncated_normal")
        _variance_scaling(_fan, _distribution, *["variance_scaling"] * _is_default)
