"""What theory needs to know of an experiment: the fans and variances of its layers, and the sizes of its examples."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.experiment import Experiment
from sim.initializers import INITIALIZERS, bias_variance, metadata_of, weight_variance
from sim.layer_starts import Start, starts_of
from sim.network import draw_data
from sim.parametrization import Scaling, scalings_of
from sim.registry import Named
from sim.theory.gaussian import Numbers

#: Examples that the input is looked at, and the sizes that stand for them.
EXAMPLES, SIZES = 256, 16


class Layer(NamedTuple):
    """A layer's fans, the variances of its weights and biases, and the initialiser of its weights, by its own name."""

    fan_in: int
    fan_out: int
    weight: float
    bias: float
    init: Named

    @property
    def forward(self) -> float:
        """sigma_w^2 on the way forward: what the mean square of h is multiplied by."""
        return self.fan_in * self.weight

    @property
    def backward(self) -> float:
        """sigma_w^2 on the way back: what the mean square of delta is multiplied by."""
        return self.fan_out * self.weight


def unpredictable(experiment: Experiment) -> str | None:
    """The part of an experiment that there is no theory for, as words; None if it can be predicted."""
    if experiment.normalization != "none":
        where = ", and so the stream of a residual network," if experiment.residual else ""
        return f"normalised layers: they{where} get their size from the normalisation, and not from the weights"
    if any(metadata_of(start.init).fit for start in starts_of(experiment)):
        return "weights that are fitted to the data"
    if len(layers_of(experiment)) < experiment.depth:
        return "weights or biases that are not random around 0"
    return None


def layer_of(start: Start, scaling: Scaling, fan_in: int, fan_out: int) -> Layer | None:
    """A layer with this start, scaling and fans, or None if its weights or biases are not random around 0."""
    weight = weight_variance(start.init, fan_in, fan_out)
    bias = bias_variance(start.bias_init, fan_in, fan_out)
    if weight is None or bias is None:
        return None
    weight, bias = (start.gain * scaling.weights) ** 2 * weight, scaling.biases**2 * bias
    return Layer(fan_in, fan_out, weight, bias, _in_full(start.init))


def layers_of(experiment: Experiment) -> list[Layer]:
    """All layers of an experiment that is predictable; of another those that are random around 0."""
    shapes = pairwise(experiment.layer_sizes)
    layers = zip(starts_of(experiment), scalings_of(experiment), shapes, strict=True)
    found = [layer_of(start, scaling, *fans) for start, scaling, fans in layers]
    return [layer for layer in found if layer is not None]


def units_reached(experiment: Experiment) -> int:
    """How many units of the hidden layer below have a weight to a unit that is not 0: all, but in sparse layers."""
    width = experiment.width
    shares = [
        dict(each.init.parameters)["sparsity"] for each in layers_of(experiment)[1:] if each.init.name == "sparse"
    ]
    return width - math.ceil(max(shares, default=0.0) * width)


def _in_full(given: Named) -> Named:
    """An initialiser by its own name, whatever it was called, and with all its parameters."""
    name = INITIALIZERS.function(given.name).__name__
    defaults = {parameter.name: parameter.default for parameter in INITIALIZERS.parameters(name)}
    return Named(name, tuple({**defaults, **dict(given.parameters)}.items()))


def input_sizes(experiment: Experiment, input_signal: float | None) -> Numbers:
    """Quantiles of the rms of the data's examples, (SIZES,), scaled to a combined rms of `input_signal` if given."""
    few = min(experiment.samples, EXAMPLES)
    x, _ = draw_data(experiment.replace(seeds=1, samples=few, batch_size=None, steps=0, precision="float64"))
    squares = np.square(x[0]).mean(axis=1)
    sizes = np.sqrt(np.quantile(squares, (np.arange(SIZES) + 0.5) / SIZES))
    wanted = math.sqrt(squares.mean()) if input_signal is None else input_signal
    return np.asarray(sizes * (wanted / combined_rms(sizes)) if combined_rms(sizes) else sizes)


@np.errstate(all="ignore")
def combined_rms(sizes: Numbers) -> float:
    """The rms of numbers of any size: no square over- or underflows."""
    largest = float(np.max(sizes))
    safe = 0 < largest < math.inf
    return largest * math.sqrt(np.square(sizes / largest).mean()) if safe else largest
