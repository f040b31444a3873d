"""He, Zhang, Ren & Sun 2015, "Delving Deep into Rectifiers": weights for ReLU need twice the variance."""

from __future__ import annotations

import numpy as np

from sim import Experiment
from tests.sim.papers.replication import Within, at_least, at_most, ends, replicates

FIGURE = "He et al. 2015, section 2.2, figure 3"
NET = Experiment(width=64, activation="relu", task="circles", steps=300, batch_size=64, learning_rate=0.05, seeds=4)


def accuracies(depth: int, init: str) -> np.ndarray:
    """The accuracy of each of four networks after training."""
    return ends(NET.replace(depth=depth, init=init))[1].accuracy


@replicates(FIGURE, "30 ReLU layers with Xavier's weights do not learn", "highest accuracy of 4", at_most(0.6))
def xavier_at_30_layers() -> float:
    return float(accuracies(30, "xavier_normal").max())


@replicates(FIGURE, "30 ReLU layers with He's weights learn", "lowest accuracy of 4", at_least(0.95))
def he_at_30_layers() -> float:
    return float(accuracies(30, "he_normal").min())


@replicates(
    "He et al. 2015, section 2.2, figure 2",
    "fewer ReLU layers (22 there, 10 here) learn with both",
    "lowest accuracy of 8",
    at_least(0.95),
)
def both_at_10_layers() -> float:
    return float(min(accuracies(10, "xavier_normal").min(), accuracies(10, "he_normal").min()))


@replicates(
    "He et al. 2015, equations 9 and 10",
    "variance 1/n in place of 2/n makes the outputs of layer 30 of the same draws 2^15 times smaller",
    "log2 of the ratio of their rms",
    Within(-15 - 1e-9, -15 + 1e-9, "-15 ± 1e-9"),
)
def halving() -> float:
    net = NET.replace(depth=31, steps=0, batch_size=None)
    he, lecun = (ends(net.replace(init=init))[0].layers.signal[:, 29] for init in ("he_normal", "lecun_normal"))
    return float(np.log2(lecun / he).mean())
