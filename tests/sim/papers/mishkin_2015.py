"""Mishkin & Matas 2015, "All you need is a good init": layer-sequential unit variance (LSUV)."""

from __future__ import annotations

import numpy as np

from sim import Experiment, initial_arrays
from tests.sim.papers.replication import at_least, at_most, ends, replicates

NET = Experiment(depth=30, width=64, task="circles", steps=200, batch_size=64, learning_rate=0.05, seeds=2)
ACTIVATIONS = ("relu", "tanh", "leaky_relu")


def off(activation: str) -> float:
    """How far the variance of z in any layer of any network is from 1."""
    arrays = initial_arrays(NET.replace(init="lsuv", activation=activation, steps=0, batch_size=None))
    variances = [arrays[f"z{layer}"].var(axis=(1, 2)) for layer in range(1, NET.depth + 1)]
    return float(np.abs(np.array(variances) - 1).max())


@replicates(
    "Mishkin & Matas 2015, algorithm 1",
    "LSUV brings the variance of every layer to 1, whatever the activation",
    "largest deviation in 30 layers, relu, tanh and leaky_relu",
    at_most(0.1),
)
def deviation() -> float:
    return max(map(off, ACTIVATIONS))


@replicates(
    "ours, after Mishkin & Matas 2015, section 4",
    "networks of 30 layers (17 at most there) learn from it with ReLU and with tanh alike",
    "lowest accuracy of 4",
    at_least(0.95),
)
def learns() -> float:
    return float(min(ends(NET.replace(init="lsuv", activation=name))[1].accuracy.min() for name in ("relu", "tanh")))
