"""Optimizers: how a gradient becomes an update of the parameters, one function each.

An optimizer is built once for each run. Its `step(update, state, count)` is called for each training step: `update`
holds the gradient of all parameters (S, P) and is overwritten with what is to be subtracted from them, before the
learning rate; `state` is (state_size, S, P), 0 at first, and keeps what the optimizer writes into it; `count` is 1 in
the first step. To add one, decorate the function that builds it with `@OPTIMIZERS.register()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from sim.registry import Range, Registry

Array = NDArray[np.floating[Any]]
Share = Annotated[float, Range(0.0, 0.9999)]
LongShare = Annotated[float, Range(0.0, 0.999999)]
Floor = Annotated[float, Range(1e-15, 1.0)]


@dataclass(frozen=True)
class Optimizer:
    """A step, and how many numbers of state it keeps for each parameter.

    Weight decay is a part of the gradient that the step is given or, `decoupled`, is added to what it makes of that.
    """

    step: Callable[[Array, Array, int], None]
    state_size: int = 0
    decoupled: bool = False


OPTIMIZERS: Registry[Callable[..., Optimizer]] = Registry("optimiser")


@OPTIMIZERS.register()
def sgd() -> Optimizer:
    """Gradient descent: the gradient itself."""
    return Optimizer(lambda update, state, count: None)


@OPTIMIZERS.register()
def momentum(momentum: Share = 0.9) -> Optimizer:
    """Heavy-ball momentum: v <- momentum * v + gradient, and the step is v (Polyak 1964; as PyTorch has it)."""

    def step(update: Array, state: Array, count: int) -> None:
        (v,) = state
        v *= momentum
        v += update
        np.copyto(update, v)

    return Optimizer(step, state_size=1)


@OPTIMIZERS.register()
def nesterov(momentum: Share = 0.9) -> Optimizer:
    """Nesterov momentum: v as in momentum, the step is gradient + momentum * v (Nesterov 1983; as PyTorch has it)."""

    def step(update: Array, state: Array, count: int) -> None:
        (v,) = state
        v *= momentum
        v += update
        update += momentum * v

    return Optimizer(step, state_size=1)


@OPTIMIZERS.register()
def adam(beta1: Share = 0.9, beta2: LongShare = 0.999, epsilon: Floor = 1e-8) -> Optimizer:
    """m / (sqrt(v) + epsilon) of the gradient's fading means m and v of its square (Kingma & Ba 2015, algorithm 1).

    m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2, divided by 1 - beta^count, because they start at 0.
    Where g^2 overflows, the step is 0, as in PyTorch.
    """

    def step(update: Array, state: Array, count: int) -> None:
        m, v = state
        m *= beta1
        m += (1.0 - beta1) * update
        v *= beta2
        v += (1.0 - beta2) * np.square(update, out=update)
        np.sqrt(np.divide(v, 1.0 - beta2**count, out=update), out=update)
        update += epsilon
        np.divide(m, update, out=update)
        update /= 1.0 - beta1**count

    return Optimizer(step, state_size=2)


@OPTIMIZERS.register()
def adamw(beta1: Share = 0.9, beta2: LongShare = 0.999, epsilon: Floor = 1e-8) -> Optimizer:
    """Adam whose weight decay is decoupled: weight_decay * W is added to its step, which is not divided by sqrt(v).

    Loshchilov & Hutter 2019, algorithm 2 without schedule, as PyTorch has it; without weight_decay it is Adam.
    """
    return replace(adam(beta1, beta2, epsilon), decoupled=True)


@OPTIMIZERS.register()
def rmsprop(alpha: LongShare = 0.99, epsilon: Floor = 1e-8, momentum: Share = 0.0) -> Optimizer:
    """gradient / (sqrt(v) + epsilon), v the fading mean of its square from 0 on (Hinton 2012; as PyTorch has it).

    v <- alpha v + (1 - alpha) g^2 is not made up for its start at 0: the first step is 1 / sqrt(1 - alpha), ten times
    that of Adam. With momentum, steps add up as in momentum. Where g^2 overflows, the step is 0.
    """

    def step(update: Array, state: Array, count: int) -> None:
        v = state[0]
        v *= alpha
        v += (1.0 - alpha) * np.square(update)
        update /= np.sqrt(v) + epsilon
        if momentum:
            state[1] *= momentum
            state[1] += update
            np.copyto(update, state[1])

    return Optimizer(step, state_size=2 if momentum else 1)
