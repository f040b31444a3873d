"""How weights and learning rates change with the width: the standard, the NTK and the maximal-update parametrisation.

A layer computes with W = a w: a is a number, and w is what is trained. With m = width / base_width, v the variance that
the layer's initialiser gives at base_width, and a learning rate of eta for the whole network, each is

|          | weights              | a       | variance of w      | SGD      | Adam    |
| -------- | -------------------- | ------- | ------------------ | -------- | ------- |
| standard | all                  | 1       | that at this width | eta      | eta     |
| ntk      | input, biases        | 1       | v                  | eta      | eta     |
|          | hidden, output       | m^(-1/2)| v                  | eta      | eta     |
| mup      | input, hidden biases | 1       | v                  | eta m    | eta     |
|          | hidden               | 1       | v / m              | eta      | eta / m |
|          | output               | 1 / m   | v                  | eta m    | eta     |
|          | output biases        | 1       | v                  | eta      | eta     |

(Jacot et al. 2018, section 2, and Yang & Hu 2021, table 1, for ntk; Yang et al. 2022, table 8, which is another way
to write its table 3, for mup). At base_width all three are the same. Where a task has as many inputs and classes as
the network is wide (signal), all layers are hidden ones. Momentum and Nesterov go by SGD, all others by Adam.
Gradients, clipping, weight decay and Adam's epsilon are those of w; whatever is measured is of W, so that no layer
computes otherwise than usual.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sim.drawing import bias_variance, weight_variance
from sim.layer_starts import Start, starts_of
from sim.optimizers import OPTIMIZERS
from sim.registry import BadValue
from sim.tasks import TASKS

if TYPE_CHECKING:
    from sim.experiment import Experiment

STANDARD, NTK, MUP = PARAMETRIZATIONS = ("standard", "ntk", "mup")
#: Optimisers whose step is as large as the gradient; that of the others is as large whatever the gradient.
LIKE_SGD = ("sgd", "momentum", "nesterov")


@dataclass(frozen=True)
class Scaling:
    """Of one layer: a; the factors on W and biases as they are drawn; and those on the rates of w and biases."""

    multiplier: float = 1.0
    weights: float = 1.0
    biases: float = 1.0
    rate: float = 1.0
    bias_rate: float = 1.0


class _Growth(NamedTuple):
    """By what factor a layer's fans are larger than at base_width."""

    fan_in: float
    fan_out: float


def scalings_of(experiment: Experiment) -> tuple[Scaling, ...]:
    """The scaling of each layer, from the first to the last."""
    if experiment.parametrization == STANDARD:
        return (Scaling(),) * experiment.depth
    return _scalings(experiment)


def check_parametrization(experiment: Experiment) -> None:
    """Raise BadValue for weights of which nobody can say what they are at another width."""
    if experiment.parametrization == STANDARD:
        return
    for start in starts_of(experiment):
        if weight_variance(start.init, experiment.width, experiment.width) is None:
            raise BadValue(
                f"parametrization {experiment.parametrization} needs weights that are random around 0, which have a "
                f"variance at base_width; {start.init} has none: choose another init, or parametrization standard"
            )


@lru_cache(256)
def _scalings(experiment: Experiment) -> tuple[Scaling, ...]:
    at_base = _sizes(experiment, experiment.base_width)
    like_sgd = _is_like_sgd(experiment)
    layers = zip(pairwise(experiment.layer_sizes), pairwise(at_base), starts_of(experiment), strict=True)
    return tuple(_scaling(experiment.parametrization, fans, base, start, like_sgd) for fans, base, start in layers)


def hidden_scaling(experiment: Experiment, start: Start) -> Scaling:
    """The scaling of a layer between two hidden ones."""
    if experiment.parametrization == STANDARD:
        return Scaling()
    width, base = experiment.width, experiment.base_width
    return _scaling(experiment.parametrization, (width, width), (base, base), start, _is_like_sgd(experiment))


def _is_like_sgd(experiment: Experiment) -> bool:
    return OPTIMIZERS.function(experiment.optimizer.name).__name__ in LIKE_SGD


def _sizes(experiment: Experiment, width: int) -> tuple[int, ...]:
    """The layer sizes that the network would have at another width."""
    inputs, classes = TASKS[experiment.task].shape(width)
    return (inputs, *[width] * (experiment.depth - 1), classes)


def _scaling(kind: str, fans: tuple[int, int], base: tuple[int, int], start: Start, like_sgd: bool) -> Scaling:
    growth = _Growth(fans[0] / base[0], fans[1] / base[1])
    multiplier = _multiplier(kind, growth)
    weights = _ratio(weight_variance(start.init, *base), weight_variance(start.init, *fans))
    biases = _ratio(bias_variance(start.bias_init, *base), bias_variance(start.bias_init, *fans))
    rates = _rates(growth, like_sgd) if kind == MUP else (1.0, 1.0)
    return Scaling(multiplier, multiplier * _drawn_factor(kind, growth) * weights, biases, *rates)


def _multiplier(kind: str, growth: _Growth) -> float:
    """a: for ntk 1 / sqrt(m) wherever the fan-in grows, for mup 1 / m in the output layer."""
    if kind == NTK:
        return 1 / math.sqrt(growth.fan_in)
    return 1 / growth.fan_in if _is_output(growth) else 1.0


def _drawn_factor(kind: str, growth: _Growth) -> float:
    """What the standard deviation of w is of that at base_width: in the hidden layers of mup 1 / sqrt(m)."""
    return 1 / math.sqrt(growth.fan_in) if kind == MUP and not _is_output(growth) else 1.0


def _is_output(growth: _Growth) -> bool:
    return growth.fan_out == 1


def _rates(growth: _Growth, like_sgd: bool) -> tuple[float, float]:
    """The rates of the weights and biases of mup: 1 or m or 1 / m."""
    if like_sgd:
        return (growth.fan_in if _is_output(growth) else growth.fan_out / growth.fan_in), growth.fan_out
    return (1.0 if _is_output(growth) else 1 / growth.fan_in), 1.0


def _ratio(wanted: float | None, drawn: float | None) -> float:
    """The factor on numbers of one variance that gives them another; 1 where neither depends on the width."""
    return math.sqrt(wanted / drawn) if wanted and drawn else 1.0
