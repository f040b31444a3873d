"""Experiments with all that joins layers drawn at random: skips, branch scales, normalisations and what they learn."""

from __future__ import annotations

import numpy as np

from sim import Experiment
from sim.normalization import NORMALIZATIONS, POSITIONS

SCALES: list[str | float] = ["constant", 0.3, "inverse_sqrt_depth", "learned", "learned(start=0.4)"]
AFFINE = ["none", "learned", "learned(gamma=0.5)", "zero_gamma"]


def random_experiment(number: int) -> Experiment:
    """One of many experiments, with all that joins layers drawn at random."""
    rng = np.random.default_rng(number)
    return Experiment(
        depth=int(rng.integers(1, 7)), width=int(rng.integers(3, 9)), samples=int(rng.integers(5, 12)), seeds=2,
        activation=str(rng.choice(["tanh", "gelu", "softplus"])), task=str(rng.choice(["signal", "blobs"])),
        bias_init="normal(std=0.3)", residual=bool(rng.random() < 0.8), branch_scale=SCALES[rng.integers(len(SCALES))],
        normalization=str(rng.choice(NORMALIZATIONS)), normalization_position=str(rng.choice(POSITIONS)),
        affine=str(rng.choice(AFFINE)), seed=number, steps=4, learning_rate=0.2,
        optimizer=str(rng.choice(["sgd", "momentum", "adam"])), weight_decay=float(rng.choice([0.0, 0.1])),
    )  # fmt: skip
