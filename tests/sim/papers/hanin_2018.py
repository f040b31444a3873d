"""Hanin & Nica 2018, "Products of Many Large Random Matrices": how far networks spread grows with depth / width.

Failure mode 2 of Hanin & Rolnick 2018, "How to Start Training", is about another spread: over the layers of a network.
"""

from __future__ import annotations

import numpy as np

from sim import Experiment
from tests.sim.papers.replication import Numbers, about, ends, replicates

SOURCE = "Hanin & Nica 2018"
NET = Experiment(width=64, activation="relu", init="he_normal", task="signal", samples=1, steps=0, seeds=16)


def log_norms(depth: int, networks: int = 512) -> Numbers:
    """ln (|h|^2 / |x|^2) after so many hidden layers, for one input of each network."""
    starts = range(0, networks, NET.seeds)
    firsts = [ends(NET.replace(depth=depth + 1, seed=start))[0] for start in starts]
    growth = [first.layers.signal[:, depth - 1] / first.input_signal for first in firsts]
    return np.asarray(2 * np.log(np.concatenate(growth)))


@replicates(
    SOURCE,
    "over networks the log squared norm has variance 5 L/n: 10 He layers of 64 ReLUs",
    "variance over 512 networks",
    about(50 / 64, 20),
)
def spread_at_10_layers() -> float:
    return float(log_norms(10).var())


@replicates(
    SOURCE,
    "over networks the log squared norm has variance 5 L/n: 40 He layers of 64 ReLUs",
    "variance over 512 networks",
    about(200 / 64, 20),
)
def spread_at_40_layers() -> float:
    return float(log_norms(40).var())


@replicates(
    SOURCE,
    "the typical one of these networks shrinks by exp(-5 L / 2n), though their mean square is kept",
    "mean log squared norm",
    about(-100 / 64, 20),
)
def typical_at_40_layers() -> float:
    return float(log_norms(40).mean())
