"""Poole et al. 2016, "Exponential expressivity ...", and Schoenholz et al. 2017, "Deep information propagation": tanh.

Theory comes from `sim.theory`, which integrates; the numbers beside it are measured in networks that were drawn.
"""

from __future__ import annotations

import numpy as np

from sim import Experiment, initial_arrays
from sim.theory import correlation_map, critical_sigma_w, depth_scales, variance_map
from tests.sim.papers.replication import Numbers, about, at_least, at_most, ends, replicates

SIGMA_B = float(np.sqrt(0.05))
ORDERED, CRITICAL, CHAOTIC = (float(np.sqrt(square)) for square in (0.9, 1.761, 4.0))
WIDE = Experiment(depth=15, width=200, activation="tanh", init="lecun_normal", task="signal", samples=64, steps=0)
LEARNS = Experiment(depth=40, width=32, init="lecun_normal", task="circles", batch_size=64, steps=300, seeds=4).replace(
    learning_rate=0.02
)


def with_sigma(experiment: Experiment, sigma_w: float) -> Experiment:
    """The experiment at a point of the phase diagram."""
    return experiment.replace(gain=sigma_w, bias_init={"name": "normal", "std": SIGMA_B})


def correlations(sigma_w: float) -> Numbers:
    """The mean correlation of z between two examples, by layer, over all pairs of 64 examples and 8 networks."""
    arrays = initial_arrays(with_sigma(WIDE, sigma_w))
    return np.array([mean_cosine(arrays[f"z{layer}"]) for layer in range(1, WIDE.depth)])


def mean_cosine(z: Numbers) -> float:
    """The mean cosine between different examples of the same network, (S, B, n)."""
    unit = z / np.linalg.norm(z, axis=2, keepdims=True)
    examples = z.shape[1]
    return float((np.square(unit.sum(axis=1)).sum(axis=1).mean() - examples) / (examples * (examples - 1)))


def predicted(sigma_w: float, first: float) -> float:
    """The correlation in layer 14 that the maps lead to from that in layer 1, for inputs of rms 1."""
    q, c = sigma_w**2 + SIGMA_B**2, first
    for _ in range(13):
        q, c = variance_map("tanh", sigma_w, SIGMA_B, q), correlation_map("tanh", sigma_w, SIGMA_B, q, c)
    return c


@replicates(
    "Schoenholz et al. 2017, figure 1",
    "tanh is on the edge of chaos at σ_w² = 1.761 for σ_b² = 0.05",
    "σ_w² in theory",
    about(1.761, 0.05),
)
def critical_line() -> float:
    return critical_sigma_w("tanh", SIGMA_B) ** 2


@replicates(
    "Schoenholz et al. 2017, section 4",
    "on that line the squared error keeps its size on the way back",
    "factor per layer, 8 networks of width 200",
    about(1, 3),
)
def error_on_the_critical_line() -> float:
    squares = np.square(ends(with_sigma(WIDE, CRITICAL))[0].layers.delta).mean(axis=0)
    return float((squares[3] / squares[12]) ** (1 / 9))


@replicates(
    "Schoenholz et al. 2017, section 3, equation 10",
    "in the ordered phase (σ_w² = 0.9) the correlation of two inputs goes to 1 by the factor exp(-1/ξ_c) per layer",
    "measured / predicted factor of 1 - c, layers 4 to 12",
    about(1, 3),
)
def rate_of_correlation() -> float:
    distance = 1 - correlations(ORDERED)
    return float((distance[11] / distance[3]) ** (1 / 8) / np.exp(-1 / depth_scales("tanh", ORDERED, SIGMA_B)[1]))


@replicates(
    "Poole et al. 2016, equation 5",
    "in the chaotic phase (σ_w² = 4) it follows the correlation map to a limit under 1",
    "measured / predicted in layer 14",
    about(1, 10),
)
def correlation_in_chaos() -> float:
    measured = correlations(CHAOTIC)
    return float(measured[-1] / predicted(CHAOTIC, measured[0]))


@replicates(
    "ours, after Schoenholz et al. 2017, section 5",
    "40 layers do not learn where the depth scale ξ_c is 2.9 (σ_w² = 0.9)",
    "highest accuracy of 4",
    at_most(0.7),
)
def beyond_the_depth_scale() -> float:
    return float(ends(with_sigma(LEARNS, ORDERED))[1].accuracy.max())


@replicates(
    "ours, after Schoenholz et al. 2017, section 5",
    "40 layers learn on the critical line, where it is infinite (σ_w² = 1.761)",
    "lowest accuracy of 4",
    at_least(0.95),
)
def on_the_critical_line() -> float:
    return float(ends(with_sigma(LEARNS, CRITICAL))[1].accuracy.min())
