"""Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks": tanh, 5 layers."""

from __future__ import annotations

import numpy as np

from sim import Experiment
from tests.sim.papers.replication import about, at_least, at_most, ends, per_layer, replicates, typical

WIDTH = 256
LIMIT = 1 / np.sqrt(WIDTH)
#: n Var[W] = 1/3: the heuristic that was standard then, U[-1/sqrt(n), 1/sqrt(n)] (equation 1).
STANDARD = Experiment(
    depth=6,
    width=WIDTH,
    activation="tanh",
    init={"name": "uniform", "low": -LIMIT, "high": LIMIT},
    task="signal",
    steps=0,
    seeds=4,
)
#: n Var[W] = 1 (equation 16).
NORMALIZED = STANDARD.replace(init="xavier_uniform")


def forward_factor(net: Experiment) -> float:
    """The change of the outputs' rms per layer, from hidden layer 1 to 5."""
    return per_layer(typical(ends(net)[0].layers.signal)[:5])


def backward_factor(net: Experiment) -> float:
    """The change of the error's rms per layer, from hidden layer 5 to 2: tanh is not close to linear in layer 1."""
    return per_layer(typical(ends(net)[0].layers.delta)[4:0:-1])


@replicates(
    "Glorot & Bengio 2010, figure 6 (top), equation 5",
    "tanh with standard weights: outputs shrink by 1/√3 in each layer",
    "factor per layer",
    about(1 / np.sqrt(3), 5),
)
def standard_outputs() -> float:
    return forward_factor(STANDARD)


@replicates(
    "Glorot & Bengio 2010, figure 6 (bottom)",
    "tanh with normalized weights: outputs keep their size, but for what tanh flattens",
    "factor per layer",
    at_least(0.8),
)
def normalized_outputs() -> float:
    return forward_factor(NORMALIZED)


@replicates(
    "Glorot & Bengio 2010, figure 7 (top), equation 6",
    "tanh with standard weights: the error shrinks by 1/√3 in each layer on its way back",
    "factor per layer",
    about(1 / np.sqrt(3), 5),
)
def standard_errors() -> float:
    return backward_factor(STANDARD)


@replicates(
    "Glorot & Bengio 2010, figure 7 (bottom)",
    "tanh with normalized weights: the error keeps its size, but for what tanh flattens",
    "factor per layer",
    at_least(0.8),
)
def normalized_errors() -> float:
    return backward_factor(NORMALIZED)


@replicates(
    "Glorot & Bengio 2010, section 4.2.2, figure 8, equation 14",
    "tanh with standard weights: the weight gradients are of one size in all layers nonetheless",
    "largest / smallest of 5 hidden layers",
    at_most(1.1),
)
def standard_weight_gradients() -> float:
    sizes = typical(ends(STANDARD)[0].layers.weight_gradient)[:5]
    return float(sizes.max() / sizes.min())
