"""All that networks learn, as views of one array, so that an optimizer sees nothing but numbers in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.architecture import PLAIN, Architecture

Array = NDArray[np.floating[Any]]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Parameters:
    """Weights (S, n_{l-1}, n_l) and biases (S, n_l) of layers 1 to L, all of them views of `flat` (S, P).

    What else an architecture learns lies behind these: the branch `scales` (S, L - 1), of which that of a layer
    without a skip plays no part, and `gamma` and `beta` (S, L - 1, n) of the normalisations; of each it may be None.
    """

    flat: Array
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    scales: Array | None = None
    gamma: Array | None = None
    beta: Array | None = None

    @property
    def learned(self) -> dict[str, Array]:
        """What is learned besides weights and biases, by name."""
        parts = {"scales": self.scales, "gamma": self.gamma, "beta": self.beta}
        return {name: part for name, part in parts.items() if part is not None}


def zero_parameters(
    layer_sizes: Sequence[int], networks: int, precision: str, architecture: Architecture = PLAIN
) -> Parameters:
    """Parameters of networks with these layer sizes, all 0."""
    layers: list[Shape] = [shape for n, m in pairwise(layer_sizes) for shape in ((n, m), (m,))]
    return _zeros(networks, precision, layers, _learned_shapes(layer_sizes, architecture))


def zeros_like(parameters: Parameters) -> Parameters:
    """Parameters of the same shapes, all 0."""
    layers = [part.shape[1:] for pair in zip(parameters.weights, parameters.biases, strict=True) for part in pair]
    more = {name: part.shape[1:] for name, part in parameters.learned.items()}
    return _zeros(len(parameters.flat), parameters.flat.dtype.name, layers, more)


def _zeros(networks: int, precision: str, layers: list[Shape], more: dict[str, Shape]) -> Parameters:
    shapes = [*layers, *more.values()]
    flat = np.zeros((networks, sum(map(prod, shapes))), precision)
    parts = np.split(flat, np.cumsum([prod(shape) for shape in shapes])[:-1], axis=1)
    arrays = [part.reshape(networks, *shape) for part, shape in zip(parts, shapes, strict=True)]
    own, rest = arrays[: len(layers)], arrays[len(layers) :]
    return Parameters(flat, tuple(own[::2]), tuple(own[1::2]), **dict(zip(more, rest, strict=True)))


def _learned_shapes(layer_sizes: Sequence[int], architecture: Architecture) -> dict[str, Shape]:
    """What is learned besides weights and biases, and its shape in one network."""
    hidden = len(layer_sizes) - 2
    by_unit = (hidden, layer_sizes[1])
    wanted = {
        "scales": (architecture.learns_scale, (hidden,)),
        "gamma": (architecture.learns_affine, by_unit),
        "beta": (architecture.learns_affine and not architecture.bias_after, by_unit),
    }
    return {name: shape for name, (learned, shape) in wanted.items() if learned and hidden}


def parameter_count(layer_sizes: Sequence[int], architecture: Architecture = PLAIN) -> int:
    """How many numbers a network learns."""
    layers = sum((n + 1) * m for n, m in pairwise(layer_sizes))
    return layers + sum(map(prod, _learned_shapes(layer_sizes, architecture).values()))


def start_learned(parameters: Parameters, layer_sizes: Sequence[int], architecture: Architecture) -> None:
    """Set what is learned besides weights and biases to where it starts; shifts start at 0."""
    if parameters.scales is not None:
        parameters.scales[:] = architecture.branch_scale.start
    if parameters.gamma is not None:
        parameters.gamma[:] = np.array(architecture.first_gammas(layer_sizes))[:, None]
