"""How a gradient becomes a step, one function each.

An optimiser is built once for each run and then called in each step as `step(update, memory)`: `update` holds the
gradient of all parameters (S, P) and is turned, in place, into what is to be taken off them, before the learning rate;
`memory` is an array of the same shape, 0 at first, that it may keep. To add one, decorate the function that builds it
with `@OPTIMIZERS.register()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from sim.registry import Range, Registry

Array = NDArray[np.floating[Any]]
Step = Callable[[Array, Array], object]

OPTIMIZERS: Registry[Callable[..., Step]] = Registry("optimiser")


@OPTIMIZERS.register()
def sgd() -> Step:
    """Gradient descent: the gradient itself."""
    return lambda update, memory: None


@OPTIMIZERS.register()
def momentum(momentum: Annotated[float, Range(0.0, 0.9999)] = 0.9) -> Step:
    """Heavy-ball momentum: v <- momentum * v + gradient, and the step is v (Polyak 1964; as PyTorch has it)."""

    def step(update: Array, memory: Array) -> None:
        memory *= momentum
        memory += update
        np.copyto(update, memory)

    return step
