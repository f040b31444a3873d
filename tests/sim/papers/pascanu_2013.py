"""Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural networks": clipping the gradient."""

from __future__ import annotations

import numpy as np

from sim import Experiment
from tests.sim.papers.replication import at_least, at_most, ends, replicates

SOURCE = "Pascanu et al. 2013, section 3.2, algorithm 1"
OURS = "ours, after Pascanu et al. 2013"
EXPLODING = Experiment(
    depth=9,
    width=32,
    activation="relu",
    init={"name": "normal", "std": 0.5},
    task="circles",
    samples=64,
    steps=100,
    seeds=20,
)
CLIPPED = EXPLODING.replace(clip_norm=0.1)


@replicates(
    SOURCE,
    "training with exploding gradients ends in overflow",
    "share of 20 networks that diverge",
    at_least(0.8),
)
def diverged_without() -> float:
    return float(ends(EXPLODING)[1].diverged.mean())


@replicates(
    SOURCE, "with the gradient's norm clipped to 0.1 it does not", "share of 20 networks that diverge", at_most(0)
)
def diverged_with() -> float:
    return float(ends(CLIPPED)[1].diverged.mean())


@replicates(
    OURS,
    "clipping does not repair the scale: after training the error still grows from layer 9 back to 1",
    "median growth after 100 clipped steps",
    at_least(10),
)
def growth_after_clipping() -> float:
    return growth(CLIPPED)


@replicates(OURS, "with He's weights, unclipped, it does not", "median growth after 100 steps", at_most(10))
def growth_with_he() -> float:
    return growth(EXPLODING.replace(init="he_normal"))


def growth(experiment: Experiment) -> float:
    """How much larger the error is in layer 1 than in layer 9 at the end."""
    delta = ends(experiment)[1].layers.delta
    return float(np.median(delta[:, 0] / delta[:, -1]))
