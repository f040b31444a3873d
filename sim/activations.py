"""Activation functions with their derivatives, one function each.

To add one, write a function that returns an `Activation` and decorate it with `@ACTIVATIONS.register()`; its
keyword parameters become parameters in decks, and tests compare the derivative with differences by themselves.
`value(z, out)` writes phi(z) into `out`; `slope(z, h, out)` writes phi'(z) into `out`, where h = phi(z).
Both work element by element on arrays of any shape and keep their precision; `out` is another array than `z` and `h`.
Numbers of any size are fine: what is too small to hold becomes 0, and nothing finite overflows but phi itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from sim.erf import erf as error_function
from sim.erf import erfc
from sim.registry import Range, Registry

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Activation:
    """An activation function.

    `largest_slope` is the largest |phi'|. `saturating` says that the slope tends to 0 on both sides, at two limits of
    phi neither of which is phi(0). `span` is the interval in which the outputs of a healthy network lie, for drawing
    them. `kinks` are the points without a derivative. `recommended` is an initialiser, as a deck writes it, that brings
    the error through 20 layers within a factor of 20; None where no scheme in use does. `cost` is what phi and phi'
    cost more than those of tanh, in multiply-adds of a matrix product. `passing_share`, only for those that keep an
    input or make it 0, is the share of symmetric inputs that they keep.
    """

    value: Callable[[Array, Array], object]
    slope: Callable[[Array, Array, Array], object]
    largest_slope: float
    saturating: bool = False
    span: tuple[float, float] = (-3.0, 3.0)
    kinks: tuple[float, ...] = ()
    recommended: str | None = "xavier_normal"
    cost: int = 0
    passing_share: float | None = None


ACTIVATIONS: Registry[Callable[..., Activation]] = Registry("activation")


@ACTIVATIONS.register("linear")
def identity() -> Activation:
    """z itself: a linear network."""

    def slope(z: Array, h: Array, out: Array) -> None:
        out.fill(1.0)

    return Activation(lambda z, out: np.copyto(out, z), slope, 1.0, recommended="lecun_normal", passing_share=1.0)


@ACTIVATIONS.register()
def tanh() -> Activation:
    """The hyperbolic tangent; its slope 1 - tanh(z)^2 is at most 1, and near 0 for large |z|."""

    def slope(z: Array, h: Array, out: Array) -> None:
        np.multiply(h, h, out=out)
        np.subtract(1.0, out, out=out)

    return Activation(lambda z, out: np.tanh(z, out=out), slope, 1.0, saturating=True, span=(-1.0, 1.0))


@ACTIVATIONS.register("logistic")
def sigmoid() -> Activation:
    """1 / (1 + exp(-z)); its slope h (1 - h) is at most 1/4."""

    def slope(z: Array, h: Array, out: Array) -> None:
        np.subtract(1.0, h, out=out)
        np.multiply(out, h, out=out)

    return Activation(_logistic, slope, 0.25, saturating=True, span=(0.0, 1.0), recommended=None)


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
        recommended="he_normal",
        passing_share=0.5,
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

    return Activation(value, derivative, largest_slope=1.0, kinks=(0.0,), recommended=f"he_normal(slope={slope!r})")


@ACTIVATIONS.register()
def relu6() -> Activation:
    """ReLU that ends at 6, min(max(z, 0), 6) (Krizhevsky 2010); below 0 it is off rather than saturated."""
    return replace(_clipped(0.0, 6.0), saturating=False, span=(0.0, 3.0), recommended="he_normal")


@ACTIVATIONS.register("hardtanh")
def hard_tanh() -> Activation:
    """min(max(z, -1), 1): tanh in three straight pieces (Collobert 2004)."""
    return _clipped(-1.0, 1.0)


@ACTIVATIONS.register("hardsigmoid")
def hard_sigmoid() -> Activation:
    """min(max(z / 6 + 1/2, 0), 1): the logistic function in three straight pieces (as in PyTorch, Keras, JAX)."""
    return replace(_clipped(0.0, 1.0, slope=1 / 6, shift=0.5), recommended=None)


@ACTIVATIONS.register()
def elu(alpha: Annotated[float, Range(0.0, 100.0)] = 1.0) -> Activation:
    """z above 0 and alpha (exp(z) - 1) below: outputs whose mean is nearer to 0 (Clevert et al. 2016)."""
    return replace(_exponential_linear(alpha, 1.0), recommended="he_normal")


@ACTIVATIONS.register()
def selu() -> Activation:
    """1.0507 times elu with alpha = 1.6733: mean 0 and variance 1 come out as they went in (Klambauer et al. 2017)."""
    return replace(_exponential_linear(1.6732632423543772848, 1.0507009873554804934), recommended="lecun_normal")


@ACTIVATIONS.register()
def gelu() -> Activation:
    """z times the share of standard normal numbers below z, z (1 + erf(z / sqrt(2))) / 2 (Hendrycks & Gimpel 2016)."""

    def value(z: Array, out: Array) -> None:
        np.multiply(z, 0.5 * erfc(z * -math.sqrt(0.5)), out=out)

    def slope(z: Array, h: Array, out: Array) -> None:
        density = np.exp(-0.5 * np.square(_at_most(z, 40.0))) / math.sqrt(2 * math.pi)
        _gate(z, h, out)
        out += _at_most(z, 40.0) * density

    steepest = 0.5 * math.erfc(-1.0) + math.exp(-1.0) / math.sqrt(math.pi)
    return Activation(value, slope, steepest, span=(-0.17, 3.0), recommended="he_normal", cost=180)


@ACTIVATIONS.register("gelu_approximate")
def gelu_tanh() -> Activation:
    """gelu with tanh in place of erf, z (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3))) / 2 (Hendrycks & Gimpel 2016)."""
    factor, cubic = math.sqrt(8 / math.pi), 0.044715

    def value(z: Array, out: Array) -> None:
        near = _at_most(z, 40.0)
        _logistic(factor * near * (1.0 + cubic * np.square(near)), out)
        out *= z

    def slope(z: Array, h: Array, out: Array) -> None:
        _gate(z, h, out)
        out += h * (1.0 - out) * factor * (1.0 + 3.0 * cubic * np.square(_at_most(z, 40.0)))

    return Activation(value, slope, 1.1289930686587717, span=(-0.171, 3.0), recommended="he_normal", cost=70)


@ACTIVATIONS.register("swish")
def silu() -> Activation:
    """z / (1 + exp(-z)) (Elfwing et al. 2018; swish of Ramachandran et al. 2017)."""

    def value(z: Array, out: Array) -> None:
        _logistic(z, out)
        out *= z

    def slope(z: Array, h: Array, out: Array) -> None:
        _gate(z, h, out)
        out += h * (1.0 - out)

    # He's weights lose the error within 20 layers; this is between the scales at which it fades and grows
    suited = "variance_scaling_fan_in_normal(scale=2.4)"
    return Activation(value, slope, 1.0998393201288668, span=(-0.279, 3.0), recommended=suited, cost=50)


@ACTIVATIONS.register()
def mish() -> Activation:
    """z tanh(softplus(z)) = z n / (n + 2) with n = exp(z) (exp(z) + 2) (Misra 2019)."""

    def value(z: Array, out: Array) -> None:
        growth = np.exp(np.minimum(z, 20.0))
        growth *= growth + 2.0
        np.multiply(z, growth / (growth + 2.0), out=out)

    def slope(z: Array, h: Array, out: Array) -> None:
        near = np.clip(z, -1e3, 20.0)
        growth = np.exp(near)
        _gate(z, h, out, at_0=0.6)
        out += 4.0 * near * growth * (growth + 1.0) / np.square(growth * (growth + 2.0) + 2.0)

    return Activation(value, slope, 1.0884981612517277, span=(-0.309, 3.0), recommended="he_normal", cost=150)


@ACTIVATIONS.register()
def softplus() -> Activation:
    """log(1 + exp(z)), a smooth ReLU (Dugas et al. 2001); its slope is the logistic function, 1 - exp(-h)."""

    def value(z: Array, out: Array) -> None:
        np.negative(np.abs(z), out=out)
        np.log1p(np.exp(out, out=out), out=out)
        out += np.maximum(z, 0.0)

    def slope(z: Array, h: Array, out: Array) -> None:
        np.negative(np.expm1(-h), out=out)

    suited = "variance_scaling_fan_in_normal(scale=2.4)"
    return Activation(value, slope, 1.0, span=(0.0, 3.1), recommended=suited, cost=45)


@ACTIVATIONS.register()
def softsign() -> Activation:
    """z / (1 + |z|): it saturates more slowly than tanh (Bergstra et al. 2009; Glorot & Bengio 2010)."""

    def slope(z: Array, h: Array, out: Array) -> None:
        np.square(1.0 / (1.0 + np.abs(z)), out=out)

    return Activation(lambda z, out: np.divide(z, 1.0 + np.abs(z), out=out), slope, 1.0, True, (-1.0, 1.0), cost=35)


@ACTIVATIONS.register()
def erf() -> Activation:
    """The error function, the activation whose mean fields are known in closed form (Williams 1997)."""

    def slope(z: Array, h: Array, out: Array) -> None:
        np.multiply(np.exp(-np.square(_at_most(z, 40.0))), 2 / math.sqrt(math.pi), out=out)

    steepest = 2 / math.sqrt(math.pi)
    return Activation(lambda z, out: np.copyto(out, error_function(z)), slope, steepest, True, (-1.0, 1.0), cost=190)


@np.errstate(over="ignore")
def _logistic(z: Array, out: Array) -> None:
    """1 / (1 + exp(-z)), which is 0 where exp(-z) is too large to hold."""
    np.exp(np.negative(z, out=out), out=out)
    out += 1.0
    np.reciprocal(out, out=out)


def _gate(z: Array, h: Array, out: Array, at_0: float = 0.5) -> None:
    """h / z for an activation that is z times a gate, and the gate's value at 0 where z is 0."""
    out.fill(at_0)
    np.divide(h, z, out=out, where=z != 0.0)


def _at_most(z: Array, size: float) -> Array:
    return np.clip(z, -size, size)


def _clipped(low: float, high: float, slope: float = 1.0, shift: float = 0.0) -> Activation:
    """A straight line, slope * z + shift, that stays between low and high."""
    kinks = (low - shift) / slope, (high - shift) / slope

    def value(z: Array, out: Array) -> None:
        np.clip(z, *kinks, out=out)
        out *= slope
        out += shift

    def derivative(z: Array, h: Array, out: Array) -> None:
        np.multiply((z > kinks[0]) & (z < kinks[1]), slope, out=out, casting="unsafe")

    return Activation(value, derivative, slope, saturating=True, span=(low, high), kinks=kinks)


def _exponential_linear(alpha: float, scale: float) -> Activation:
    """scale * z above 0, and scale * alpha * (exp(z) - 1) below."""

    def value(z: Array, out: Array) -> None:
        np.expm1(np.minimum(z, 0.0), out=out)
        out *= alpha
        out += np.maximum(z, 0.0)
        out *= scale

    def slope(z: Array, h: Array, out: Array) -> None:
        np.exp(np.minimum(z, 0.0), out=out)
        out *= scale * alpha
        np.copyto(out, scale, where=z > 0.0)

    kinks = () if alpha == 1.0 else (0.0,)
    return Activation(value, slope, scale * max(alpha, 1.0), span=(-scale * alpha, 3.0), kinks=kinks, cost=60)
