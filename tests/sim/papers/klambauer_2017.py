"""Klambauer, Unterthiner, Mayr & Hochreiter 2017, "Self-Normalizing Neural Networks": SELU with variance 1 / n."""

from __future__ import annotations

import numpy as np

from sim import Experiment, initial_arrays
from tests.sim.papers.replication import Numbers, Within, about, at_least, replicates

SOURCE = "Klambauer et al. 2017, theorem 1"
LAYER = 48
NET = Experiment(
    depth=LAYER + 2, width=128, activation="selu", init="lecun_normal", task="circles", samples=64, steps=0, seeds=4
)


def outputs(layer: int) -> Numbers:
    """The outputs of a layer, for all examples of all networks."""
    return initial_arrays(NET)[f"h{layer}"]


def ring_to_disc(layer: int) -> float:
    """How much larger the outputs are for the examples of the ring than for those of the disc within it."""
    h, y = outputs(layer), initial_arrays(NET)["y"]
    return float(np.sqrt(np.square(h[y == 1]).mean() / np.square(h[y == 0]).mean()))


@replicates(SOURCE, "the outputs of 48 SELU layers keep mean 0", "mean in layer 48", Within(-0.1, 0.1, "0 ± 0.1"))
def mean() -> float:
    return float(outputs(LAYER).mean())


@replicates(SOURCE, "the outputs of 48 SELU layers keep variance 1", "variance in layer 48", about(1, 10))
def variance() -> float:
    return float(outputs(LAYER).var())


@replicates(SOURCE, "some examples are larger than others in layer 1", "ratio of their rms in layer 1", at_least(1.5))
def ratio_in_layer_1() -> float:
    return ring_to_disc(1)


@replicates(
    SOURCE, "the fixed point attracts: in layer 48 they are of one size", "ratio of their rms in layer 48", about(1, 10)
)
def ratio_in_layer_48() -> float:
    return ring_to_disc(LAYER)
