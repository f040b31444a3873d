"""The gain of an activation: the factor on weights of variance 1 / fan_in that preserves the variance of z."""

from __future__ import annotations

from math import isfinite, sqrt

from sim.activations import Activation
from sim.registry import BadValue, NameLike, nearest, shown
from sim.theory.gaussian import activation_of, value_moment

#: The gains by convention that do not depend on a parameter (torch.nn.init.calculate_gain).
GAINS = {
    "linear": 1.0,
    "identity": 1.0,
    **{f"conv{kind}{n}d": 1.0 for kind in ("", "_transpose") for n in (1, 2, 3)},
    "sigmoid": 1.0,
    "tanh": 5 / 3,
    "relu": sqrt(2.0),
    "selu": 3 / 4,
}
LEAKY = "leaky_relu"


def calculate_gain(name: str, param: float | None = None) -> float:
    """The gain that PyTorch recommends for an activation: 5/3 for tanh, sqrt(2 / (1 + param^2)) for leaky_relu.

    `param` is leaky_relu's slope (0.01 if not given) and is ignored for the others. These are conventions, and those
    of tanh, sigmoid and selu are not the exact ones: see `exact_gain`. Raises BadValue for what has none.
    """
    if name == LEAKY:
        return sqrt(2.0 / (1.0 + _slope(param) ** 2))
    if name not in GAINS:
        raise BadValue(f"no gain is agreed on for {shown(name)}{nearest(str(name), [*GAINS, LEAKY])}")
    return GAINS[name]


def _slope(param: float | None) -> float:
    if param is None:
        return 0.01
    if isinstance(param, bool) or not isinstance(param, int | float) or not isfinite(param):
        raise BadValue(f"the slope of leaky_relu must be a number, not {shown(param)}")
    return param


def exact_gain(activation: Activation | NameLike) -> float:
    """1 / sqrt(E[phi(z)^2]) for z standard normal: with it a variance of z of 1 is 1 again in the next layer.

    That is in wide layers with weights of variance gain^2 / fan_in and no biases; it is sqrt(2) for ReLU (He et al.
    2015, eq. 10) and 1 for SELU (Klambauer et al. 2017). For gelu, silu and mish this fixed point is unstable: a
    variance near 1 moves away from it. Exact to 1e-10, by quadrature.
    """
    return 1.0 / sqrt(float(value_moment(activation_of(activation), 1.0)))
