"""How a layer's first weights are drawn, in the source of scripts: a constant, or numbers of a distribution.

To have a new initialiser in the scripts of all frameworks, add its variance to `VARIANCES`, or a case to `drawing_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizapp.lab.frameworks.pieces import NotInFramework

#: What a standard normal's standard deviation is once it is cut at 2.
CUT = 0.87962566103423978
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Same:
    """All weights have this value."""

    value: float


@dataclass(frozen=True)
class Fixed:
    """Weights whose distribution has these two numbers: mean and standard deviation, or low and high."""

    distribution: str
    first: float
    second: float


@dataclass(frozen=True)
class Scaled:
    """Weights around 0 of a variance that is a scale, as source, by a fan: `fan_in`, `fan_out` or `fan_avg`.

    `number` is what the scale comes to.
    """

    distribution: str
    scale: str
    fan: str
    number: float


@dataclass(frozen=True)
class Special:
    """A way to draw that a script writes out, or that the framework has as a whole."""

    name: str
    parameters: Numbers


Drawing = Same | Fixed | Scaled | Special

#: The scale of initialisers by the beginning of their names, as source and as a number, and the fan it is divided by.
VARIANCES: dict[str, Callable[[Numbers], tuple[str, float, str]]] = {
    "xavier": lambda given: ("1", 1.0, "fan_avg"),
    "he": lambda given: (*_he(given["slope"]), "fan_in"),
    "lecun": lambda given: ("1", 1.0, "fan_in"),
    "variance_scaling_fan_in": lambda given: (repr(given["scale"]), given["scale"], "fan_in"),
    "variance_scaling_fan_out": lambda given: (repr(given["scale"]), given["scale"], "fan_out"),
    "variance_scaling_fan_avg": lambda given: (repr(given["scale"]), given["scale"], "fan_avg"),
}
DISTRIBUTIONS = ("truncated_normal", "normal", "uniform")
SPECIAL = ("orthogonal", "identity", "sparse", "lsuv")


def drawing_of(name: str, given: Numbers) -> Drawing:
    """How an initialiser of this proper name draws; NotInFramework for one that nobody has written out."""
    match name:
        case "zeros" | "ones":
            return Same(float(name == "ones"))
        case "constant":
            return Same(given["value"])
        case "normal" | "truncated_normal":
            return Fixed(name, given["mean"], given["std"]) if given["std"] else Same(given["mean"])
        case "uniform":
            return Fixed(name, given["low"], given["high"])
        case "torch_linear":
            return Scaled("uniform", "1 / 3", "fan_in", 1 / 3)
    if name in SPECIAL:
        return Special(name, given)
    return _scaled(name, given)


def _scaled(name: str, given: Numbers) -> Drawing:
    distribution = next((each for each in DISTRIBUTIONS if name.endswith(f"_{each}")), "")
    variance = VARIANCES.get(name.removesuffix(f"_{distribution}"))
    if variance is None:
        raise NotInFramework(f"nobody has written out the initialiser {name} for other frameworks; export it as Python")
    scale, number, fan = variance(given)
    return Scaled(distribution, scale, fan, number) if number else Same(0.0)


def _he(slope: float) -> tuple[str, float]:
    return (f"2 / (1 + {slope!r} ** 2)" if slope else "2"), 2 / (1 + slope**2)
