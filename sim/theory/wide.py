"""An experiment run through the mean-field maps: what infinitely wide networks do, layer by layer.

Sizes are root mean squares and not variances, so that none is lost to underflow or overflow of its square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.activations import Activation
from sim.experiment import Experiment
from sim.theory.gaussian import (
    LARGEST_STD,
    Numbers,
    activation_of,
    gaussian_mean,
    slope_moment,
    slope_of,
    value_of,
)
from sim.theory.layers import Layer, combined_rms


@dataclass(frozen=True, eq=False)
class Wide:
    """Sizes of examples by layer: `h` from the input on, and `z`; `slopes` are E[phi'^2] of the hidden layers."""

    layers: list[Layer]
    h: list[Numbers]
    z: list[Numbers]
    slopes: list[Numbers]

    @property
    def output(self) -> float:
        """The rms of the output layer."""
        return combined_rms(self.h[-1])

    def sizes(self) -> tuple[Numbers, Numbers]:
        """The rms over all examples of h_0 .. h_L and of z_1 .. z_L."""
        return np.array([combined_rms(size) for size in self.h]), np.array([combined_rms(size) for size in self.z])

    @np.errstate(all="ignore")
    def error(self, output_error: float) -> Numbers:
        """The rms over all examples of delta_1 .. delta_L, from that of the output layer."""
        sizes = [np.full_like(self.h[0], output_error)]
        for above, slopes in zip(self.layers[:0:-1], reversed(self.slopes), strict=True):
            sizes.append(sizes[-1] * np.sqrt(above.backward * slopes))
        return np.array([combined_rms(size) for size in reversed(sizes)])


@np.errstate(all="ignore")
def run_wide(experiment: Experiment, layers: list[Layer], sizes: Numbers) -> Wide:
    """Send examples of these sizes through the variance map of each layer (Poole et al. 2016)."""
    activation = activation_of(experiment.activation)
    h, z = [sizes], []
    for layer in layers:
        z.append(np.hypot(math.sqrt(layer.forward) * h[-1], math.sqrt(layer.bias)))
        h.append(output_size(activation, z[-1]))
    h[-1] = z[-1]
    return Wide(layers, h, z, [slope_moment(activation, size) for size in z[:-1]])


@np.errstate(all="ignore")
def output_size(activation: Activation, std: Numbers) -> Numbers:
    """sqrt(E[phi(u)^2]) for u normal with this standard deviation."""
    magnitude = magnitude_of(activation, std)
    squares = gaussian_mean(lambda u: np.square(value_of(activation, u) / magnitude[:, None]), std, activation.kinks)
    size = np.where(std == 0, np.abs(value_of(activation, np.zeros_like(std))), magnitude * np.sqrt(squares))
    return np.asarray(np.where(np.isinf(std) & (magnitude >= LARGEST_STD), np.inf, size))


def magnitude_of(activation: Activation, std: Numbers) -> Numbers:
    """The largest |phi(u)| at u = -std, 0 and std, or 1 where that is 0: phi(u) divided by it has safe squares."""
    u = np.minimum(std, LARGEST_STD) * np.array([[-1.0], [0.0], [1.0]])
    magnitude = np.abs(value_of(activation, u)).max(axis=0)
    return np.asarray(np.where(magnitude > 0, magnitude, 1.0))


@np.errstate(all="ignore")
def fewest_effective_units(experiment: Experiment, wide: Wide) -> float:
    """The least effective number of units that pass an error on, n E[phi'^2]^2 / E[phi'^4], over the hidden layers."""
    activation = activation_of(experiment.activation)

    def powers(u: Numbers) -> Numbers:
        squares = np.square(slope_of(activation, u))
        return np.stack([squares, squares**2])

    if len(wide.layers) == 1:
        return math.inf
    sizes = np.array([combined_rms(size) for size in wide.z[:-1]])
    second, fourth = gaussian_mean(powers, sizes, activation.kinks)
    return float(np.min(experiment.width * np.square(second) / fourth))
