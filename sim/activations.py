"""Activation functions with their derivatives, one function each.

To add one, write a function that returns an `Activation` and decorate it with `@ACTIVATIONS.register()`; its
keyword parameters become parameters in decks, and tests compare the derivative with differences by themselves.
`value(z, out)` writes phi(z) into `out`; `slope(z, h, out)` writes phi'(z) into `out`, where h = phi(z).
Both work element by element on arrays of any shape; `out` is another array than `z`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from sim.registry import Range, Registry

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Activation:
    """An activation function.

    `largest_slope` is the largest |phi'|; `flat_ends` says that phi saturates both ways; `span` is the interval in
    which the outputs of a healthy network lie, for drawing them; `kinks` are the points without a derivative.
    """

    value: Callable[[Array, Array], object]
    slope: Callable[[Array, Array, Array], object]
    largest_slope: float
    flat_ends: bool = False
    span: tuple[float, float] = (-3.0, 3.0)
    kinks: tuple[float, ...] = ()


ACTIVATIONS: Registry[Callable[..., Activation]] = Registry("activation")


@ACTIVATIONS.register("linear")
def identity() -> Activation:
    """z itself: a linear network."""

    def slope(z: Array, h: Array, out: Array) -> None:
        out.fill(1.0)

    return Activation(lambda z, out: np.copyto(out, z), slope, largest_slope=1.0)


@ACTIVATIONS.register()
def tanh() -> Activation:
    """The hyperbolic tangent; its slope 1 - tanh(z)^2 is at most 1, and near 0 for large |z|."""

    def slope(z: Array, h: Array, out: Array) -> None:
        np.multiply(h, h, out=out)
        np.subtract(1.0, out, out=out)

    return Activation(lambda z, out: np.tanh(z, out=out), slope, 1.0, flat_ends=True, span=(-1.0, 1.0))


@ACTIVATIONS.register("logistic")
def sigmoid() -> Activation:
    """1 / (1 + exp(-z)); its slope h (1 - h) is at most 1/4."""

    def value(z: Array, out: Array) -> None:
        np.negative(z, out=out)
        np.exp(out, out=out)
        np.add(out, 1.0, out=out)
        np.reciprocal(out, out=out)

    def slope(z: Array, h: Array, out: Array) -> None:
        np.subtract(1.0, h, out=out)
        np.multiply(out, h, out=out)

    return Activation(value, slope, 0.25, flat_ends=True, span=(0.0, 1.0))


@ACTIVATIONS.register()
def relu() -> Activation:
    """max(z, 0); its slope is 1 above 0 and 0 below (0 at 0, as frameworks have it)."""

    def value(z: Array, out: Array) -> None:
        out.fill(0.0)  # NumPy compares with an array twice as fast as with a number
        np.maximum(z, out, out=out)

    return Activation(
        value,
        lambda z, h, out: np.greater(z, 0.0, out=out, casting="unsafe"),
        largest_slope=1.0,
        span=(0.0, 3.0),
        kinks=(0.0,),
    )


@ACTIVATIONS.register()
def leaky_relu(slope: Annotated[float, Range(0.0, 1.0)] = 0.01) -> Activation:
    """max(z, slope * z): some gradient passes on both sides (Maas et al. 2013)."""

    def value(z: Array, out: Array) -> None:
        np.multiply(z, slope, out=out)
        np.maximum(z, out, out=out)

    def derivative(z: Array, h: Array, out: Array) -> None:
        np.greater(z, 0.0, out=out, casting="unsafe")
        np.multiply(out, 1.0 - slope, out=out)
        np.add(out, slope, out=out)

    return Activation(value, derivative, largest_slope=1.0, kinks=(0.0,))
