"""Saxe, McClelland & Ganguli 2013, "Exact solutions to the nonlinear dynamics of learning in deep linear networks"."""

from __future__ import annotations

import numpy as np

from sim import Experiment
from tests.sim.papers.replication import about, at_least, at_most, ends, replicates

LINEAR = Experiment(
    depth=101, width=32, activation="identity", init="orthogonal", task="signal", samples=1, steps=0, seeds=24
)
TANH = Experiment(depth=100, width=32, gain=1.05, task="circles", batch_size=64, learning_rate=0.02, steps=200, seeds=4)
#: The variance of ln |W x|^2 for n x n Gaussian weights is that of ln chi^2_n: trigamma(n / 2), here by its series.
TRIGAMMA_16 = np.pi**2 / 6 - sum(1 / k**2 for k in range(1, 16))


@replicates(
    "Saxe et al. 2013, section 3",
    "orthogonal weights keep the norm of signal and error through 100 linear layers",
    "largest relative change in 24 networks",
    at_most(1e-12),
)
def orthogonal_keeps_norms() -> float:
    first = ends(LINEAR)[0]
    changes = first.layers.signal[:, 99] / first.input_signal, first.layers.delta[:, 0] / first.layers.delta[:, 99]
    return float(np.abs(np.log(changes)).max())


@replicates(
    "Saxe et al. 2013, section 3",
    "Gaussian weights of the same scale do not: over networks the norm spreads as a product of 100 χ² numbers does",
    "standard deviation of the log norm",
    about(np.sqrt(100 * TRIGAMMA_16) / 2, 20),
)
def gaussian_spreads_norms() -> float:
    logs = []
    for seed in range(0, 240, LINEAR.seeds):
        first = ends(LINEAR.replace(init="lecun_normal", seed=seed))[0]
        logs.append(np.log(first.layers.signal[:, 99] / first.input_signal))
    return float(np.std(logs))


@replicates(
    "Saxe et al. 2013, section 4",
    "100 tanh layers learn with orthogonal weights of gain a little over 1",
    "lowest accuracy of 4",
    at_least(0.95),
)
def orthogonal_learns() -> float:
    return float(ends(TANH.replace(init="orthogonal"))[1].accuracy.min())


@replicates(
    "Saxe et al. 2013, section 4",
    "100 tanh layers with Gaussian weights of the same gain do not in the same time",
    "highest accuracy of 4",
    at_most(0.7),
)
def gaussian_struggles() -> float:
    return float(ends(TANH.replace(init="lecun_normal"))[1].accuracy.max())
