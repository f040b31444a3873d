"""What a run shows: frames of measured numbers, copied out of the run and never changed afterwards.

S is the number of networks (seeds) run at once, L the number of weight layers; column l - 1 belongs to layer l.
Every number may be inf or nan once a network has diverged; from then on it is what it was at that step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class _ReadOnly:
    """A dataclass whose arrays cannot be written to once it is made."""

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


@dataclass(frozen=True)
class Layers(_ReadOnly):
    """Per-layer measures, each of shape (S, L), with a sentence about it; `sim.measures` defines them one by one."""

    signal: Numbers = field(metadata={"about": "The rms of the layer's output h_l; `signal[0]` is that of the input."})
    preactivation: Numbers = field(
        metadata={"about": "The rms of z_l, what the weights and biases make before the activation."}
    )
    delta: Numbers = field(
        metadata={"about": "The backpropagated error: the rms of dloss/dz_l, over the batch of the coming step."}
    )
    weight_gradient: Numbers = field(
        metadata={"about": "The rms of the gradient of the batch's loss by the layer's weights."}
    )
    bias_gradient: Numbers = field(
        metadata={"about": "The rms of the gradient of the batch's loss by the layer's biases."}
    )
    update_ratio: Numbers = field(
        metadata={"about": "The rms of a step's change of the weights, by that of the weights."}
    )
    saturated: Numbers = field(
        metadata={"about": "The share of outputs on a flat end, with a slope under a twentieth of the largest."}
    )
    dead: Numbers = field(metadata={"about": "The share of units whose slope is exactly 0 for every example."})
    distinct_units: Numbers = field(
        metadata={"about": "How many units differ: units that compute the same count as one."}
    )
    effective_rank: Numbers = field(
        metadata={"about": "How many directions the outputs use, from 1 (all units alike) to the width."}
    )
    example_cosine: Numbers = field(
        metadata={"about": "How alike two examples look: their mean cosine before the activation."}
    )
    weight: Numbers = field(metadata={"about": "The rms of the layer's weights; at the start their spread."})


@dataclass(frozen=True)
class Histograms(_ReadOnly):
    """How the outputs h_l of the first network are spread, for some of its layers.

    `shares` has shape (len(layers), bins + 2): the share of outputs below `low`, in each of the equal bins from `low`
    to `high`, and above `high`; what is missing from a row's sum of 1 was not finite.
    `sizes` has shape (len(layers), 5), or has no row: below which |h_l| are 5, 25, 50, 75 and 95 % of the finite ones.
    """

    layers: tuple[int, ...]
    low: float
    high: float
    shares: Numbers
    sizes: Numbers = field(default_factory=lambda: np.empty((0, 5)))


@dataclass(frozen=True)
class Divergence:
    """Where a network first produced a number that is not finite."""

    step: int
    layer: int


@dataclass(frozen=True)
class Frame(_ReadOnly):
    """All that is measured at one training step, before the step's update is applied.

    What comes of the way forward is of all samples (under batch normalisation each among a batch as large as those of
    training); errors and gradients are of the batch that the update follows from.

    loss (S,) in nats, accuracy (S,) from 0 to 1, input_signal (S,) the rms of h[0], `divergences` one entry (or None)
    for each network; `weights` are those of the first network, as `sim.plane` keeps them, or None. test_loss and
    test_accuracy (S,) are those of held-out examples, None without any. `jacobian` (S, width) are the singular values
    of `sim.jacobian.spectrum`, None where nobody asks for them. `trace` holds (step + 1, S) numbers of each measure
    that is traced; they are nan from the step on at which a network diverged.
    """

    step: int
    loss: Numbers
    accuracy: Numbers
    input_signal: Numbers
    layers: Layers
    histograms: Histograms
    divergences: tuple[Divergence | None, ...]
    weights: NDArray[np.float32] | None = None
    test_loss: Numbers | None = None
    test_accuracy: Numbers | None = None
    jacobian: Numbers | None = None
    trace: Mapping[str, Numbers] = field(default_factory=dict)

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """(S,) which networks have diverged."""
        return np.array([divergence is not None for divergence in self.divergences])

    def keeping(self, earlier: Frame, networks: NDArray[np.bool_]) -> Frame:
        """This frame with the numbers that some networks (S,) had in an earlier one."""

        def kept(before: Numbers, now: Numbers) -> Numbers:
            return np.where(networks if now.ndim == 1 else networks[:, None], before, now)

        def maybe_kept(before: Numbers | None, now: Numbers | None) -> Numbers | None:
            return None if now is None else kept(np.full_like(now, np.nan) if before is None else before, now)

        layers = {name: kept(getattr(earlier.layers, name), now) for name, now in vars(self.layers).items()}
        return replace(
            self,
            loss=kept(earlier.loss, self.loss),
            accuracy=kept(earlier.accuracy, self.accuracy),
            test_loss=maybe_kept(earlier.test_loss, self.test_loss),
            test_accuracy=maybe_kept(earlier.test_accuracy, self.test_accuracy),
            jacobian=maybe_kept(earlier.jacobian, self.jacobian),
            layers=Layers(**layers),
            histograms=earlier.histograms if networks[0] else self.histograms,
            weights=earlier.weights if networks[0] else self.weights,
        )

    @property
    def first_divergence(self) -> Divergence | None:
        """The earliest divergence among the networks, or None."""
        found = [divergence for divergence in self.divergences if divergence is not None]
        return min(found, key=lambda divergence: divergence.step, default=None)


def layer_names() -> tuple[str, ...]:
    """The names of all per-layer measures."""
    return tuple(Layers.__dataclass_fields__)


def as_lists(numbers: NDArray[Any]) -> Any:
    """Nested lists of plain floats, with None for what is not finite (strict JSON has no inf or nan)."""
    if numbers.ndim == 0:
        return float(numbers) if np.isfinite(numbers) else None
    return [as_lists(part) for part in numbers]
