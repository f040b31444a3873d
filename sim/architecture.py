"""What hidden layers have besides weights and biases: skips, a normalisation and where it stands, what these learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.affine import AFFINES, NOT_LEARNED, Affine
from sim.branches import BRANCH_SCALES, UNSCALED, BranchScale
from sim.experiment import Experiment
from sim.normalization import AXES

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Architecture:
    """Skips (He et al. 2016) with the scale of their branches; a normalisation, its position and its affine part.

    A branch is what a layer with a skip adds to the stream, alpha phi(...). The normalisation stands `inside` (between
    weights and activation), `pre` (what goes into the weights of the next layer, while the skip carries it as it was)
    or `post` (after the addition, so that both get it; in a network without skips that is the same as `pre`).
    """

    residual: bool = False
    normalization: str = "none"
    position: str = "inside"
    branch_scale: BranchScale = UNSCALED
    affine: Affine = NOT_LEARNED

    @property
    def inner_axis(self) -> int | None:
        """The axis of z (S, B, n) that is normalised before the activation, if any."""
        return AXES.get(self.normalization) if self.position == "inside" else None

    @property
    def outer_axis(self) -> int | None:
        """The axis of a hidden layer's sum (S, B, n) that is normalised for the layer above, if any."""
        return AXES.get(self.normalization) if self.position != "inside" else None

    @property
    def axis(self) -> int | None:
        """The axis that is normalised somewhere, if any."""
        return AXES.get(self.normalization)

    @property
    def bias_after(self) -> bool:
        """Whether the biases are added after the normalisation, because it would subtract them again."""
        return self.normalization == "batch" and self.position == "inside"

    @property
    def mixes_examples(self) -> bool:
        """Whether what a network makes of an example depends on the others of its batch."""
        return self.normalization == "batch"

    @property
    def learns_scale(self) -> bool:
        """Whether each branch has a scale that is learned."""
        return self.residual and self.branch_scale.learned

    @property
    def learns_affine(self) -> bool:
        """Whether each normalisation has a scale that is learned; its shift is the biases where these come after it."""
        return self.axis is not None and self.affine.learned

    def has_skip(self, below: Array, h: Array) -> bool:
        """Whether the outputs `below` (S, B, n) are added to those of the layer above, `h` (S, B, m)."""
        return self.residual and below.shape == h.shape

    def skips(self, layer_sizes: Sequence[int]) -> list[bool]:
        """Of each hidden layer, whether it has a skip."""
        return [self.residual and n == m for n, m in pairwise(layer_sizes[:-1])]

    def first_gammas(self, layer_sizes: Sequence[int]) -> list[float]:
        """Where the scale of each hidden layer's normalisation begins."""
        skips = self.skips(layer_sizes)
        on_branch = {"inside": skips, "pre": [*skips[1:], False], "post": [False] * len(skips)}[self.position]
        return [
            self.affine.on_branches if on else self.affine.elsewhere for on, _ in zip(on_branch, skips, strict=False)
        ]


PLAIN = Architecture()


def architecture_of(experiment: Experiment) -> Architecture:
    """The architecture of an experiment's networks."""
    skips = Architecture(experiment.residual).skips(experiment.layer_sizes)
    return Architecture(
        experiment.residual,
        experiment.normalization,
        experiment.normalization_position,
        BRANCH_SCALES.build(experiment.branch_scale)(sum(skips)),
        AFFINES.build(experiment.affine)(),
    )
