"""Drawing the first weights and biases of a network, layer by layer, each from the start that is its own.

All layers draw from one stream, one after another. A layer with a start of its own leaves the stream as the usual one
would have, so that no other layer's numbers change; and where its own takes as many numbers, it takes the very same
ones, so that a comparison of two scales is free of noise. Where it takes more or fewer, it has a stream for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.drawing import BIAS_INITIALIZERS, INITIALIZERS, Fit, Weights, metadata_of
from sim.experiment import Experiment
from sim.layer_starts import starts_of
from sim.parametrization import scalings_of
from sim.registry import Named, Registry

Array = NDArray[np.floating[Any]]
#: The random numbers of a network: of all its layers, or, given its number, of one.
Stream = Callable[..., Generator]
Shape = tuple[int, int]


def put_weights(experiment: Experiment, weights: Sequence[Array], network: int, stream: Stream) -> None:
    """Draw the weights of one network into arrays (S, n, m), one for each layer."""
    starts, shapes = starts_of(experiment), [layer.shape[1:] for layer in weights]
    own = [start.init for start in starts]
    drawn = _drawn(INITIALIZERS, experiment.init, own, shapes, stream)
    for layer, start, numbers, scaling in zip(weights, starts, drawn, scalings_of(experiment), strict=True):
        layer[network] = start.gain * scaling.weights * numbers


def put_biases(experiment: Experiment, biases: Sequence[Array], network: int, stream: Stream) -> None:
    """Draw the biases of one network into arrays (S, m), one for each layer."""
    sizes = experiment.layer_sizes
    own = [start.bias_init for start in starts_of(experiment)]
    shapes = list(pairwise(sizes))
    drawn = _drawn(BIAS_INITIALIZERS, experiment.bias_init, own, shapes, stream)
    for layer, numbers, scaling in zip(biases, drawn, scalings_of(experiment), strict=True):
        layer[network] = scaling.biases * numbers[0]


def fits_of(experiment: Experiment) -> list[Fit | None]:
    """What fits the weights of each layer to the data, or None where nothing does."""
    found = ((metadata_of(start.init).fit, start.init) for start in starts_of(experiment))
    return [None if fit is None else partial(fit, **dict(init.parameters)) for fit, init in found]


def _drawn(
    registry: Registry[Any], usual: Named, own: Sequence[Named], shapes: Sequence[Any], stream: Stream
) -> list[Weights]:
    """The numbers of all layers."""
    rng, draw = stream(), registry.build(usual)
    return [
        draw(rng, *shape)
        if init == usual
        else _drawn_for_itself(draw, registry.build(init), rng, shape, partial(stream, number))
        for number, (init, shape) in enumerate(zip(own, shapes, strict=True), start=1)
    ]


def _drawn_for_itself(
    usual: Callable[..., Weights], own: Callable[..., Weights], rng: Generator, shape: Shape, stream: Stream
) -> Weights:
    """The numbers of a layer with its own initialiser, with `rng` left as the usual one leaves it."""
    same = deepcopy(rng)
    usual(rng, *shape)
    numbers = own(same, *shape)
    return numbers if same.bit_generator.state == rng.bit_generator.state else own(stream(), *shape)
