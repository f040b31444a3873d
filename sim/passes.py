"""The arrays of a pass forward and of a pass backward, which a training loop makes once and overwrites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.architecture import PLAIN, Architecture
from sim.normalization import empty_statistics
from sim.parameters import Parameters, zeros_like

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Forward:
    """The input x = h_0, the output z_L = h_L, and of the hidden layers, each (L - 1, S, B, width), what they compute.

    In their order: z; u, which goes into the activation; a = phi(u); the sum with what the skip brings; h, which the
    next skip carries; and what goes into the next weights, `hidden_fed`. Where two are the same numbers, they are the
    very same array: without a normalisation u is z, without residuals the sum is a, and h is the sum unless a
    normalisation stands `post`. `hidden_mean` and `hidden_inverse_std` are a normalisation's statistics,
    (L - 1, S, B, 1) or (L - 1, S, 1, width).
    """

    x: Array
    hidden_z: Array
    hidden_u: Array
    hidden_a: Array
    hidden_sum: Array
    hidden_h: Array
    hidden_fed: Array
    output: Array
    hidden_mean: Array
    hidden_inverse_std: Array

    def fed(self, index: int) -> Array:
        """What goes into the weights of the layer of that index from 0."""
        return self.hidden_fed[index - 1] if index else self.x

    def below(self, index: int) -> Array:
        """h_index, which a skip around the layer of that index from 0 carries."""
        return self.hidden_h[index - 1] if index else self.x

    @property
    def z(self) -> tuple[Array, ...]:
        """z_1 .. z_L, each (S, B, n_l)."""
        return (*self.hidden_z, self.output)

    @property
    def h(self) -> tuple[Array, ...]:
        """h_0 .. h_L, each (S, B, n_l)."""
        return (self.x, *self.hidden_h, self.output)

    def put(self, rows: slice, part: Forward) -> None:
        """Overwrite the examples of some rows, all but statistics, by those of a pass over them alone."""
        names = ("hidden_z", "hidden_u", "hidden_a", "hidden_sum", "hidden_h", "hidden_fed")
        for name in {id(getattr(self, name)): name for name in names}.values():
            getattr(self, name)[:, :, rows] = getattr(part, name)
        self.x[:, rows], self.output[:, rows] = part.x, part.output


@dataclass(frozen=True)
class Backward:
    """dloss/dz of the hidden layers (L - 1, S, B, width) and of the output, and the gradients of all parameters."""

    hidden_delta: Array
    output_delta: Array
    gradients: Parameters

    @property
    def delta(self) -> tuple[Array, ...]:
        """delta_l = dloss/dz_l of layers 1 to L, each (S, B, n_l)."""
        return (*self.hidden_delta, self.output_delta)


def empty_forward(parameters: Parameters, x: Array, architecture: Architecture = PLAIN) -> Forward:
    """Arrays for the forward pass of inputs shaped as x, their contents arbitrary."""
    networks, examples, _ = x.shape
    *hidden, classes = (weights.shape[2] for weights in parameters.weights)
    shape = (len(hidden), networks, examples, *(hidden[:1] or [0]))
    z, total = np.empty(shape, x.dtype), np.empty(shape, x.dtype)
    u = z if architecture.inner_axis is None else np.empty_like(z)
    a = np.empty_like(total) if architecture.residual else total
    fed = total if architecture.outer_axis is None else np.empty_like(total)
    h = fed if architecture.position == "post" else total
    mean, inverse_std = empty_statistics(z, 3 if architecture.axis is None else architecture.axis + 1)
    output = np.empty((*shape[1:3], classes), x.dtype)
    return Forward(np.empty_like(x), z, u, a, total, h, fed, output, mean, inverse_std)


def empty_backward(parameters: Parameters, done: Forward) -> Backward:
    """Arrays for the backward pass that belongs to a forward pass, their contents arbitrary."""
    return Backward(np.empty_like(done.hidden_z), np.empty_like(done.output), zeros_like(parameters))
