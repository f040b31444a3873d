"""An experiment run through the mean-field maps: what infinitely wide networks do, layer by layer.

Sizes are root mean squares and not variances, so that none is lost to underflow or overflow of its square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.activations import Activation
from sim.architecture import architecture_of
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
    """Sizes of examples by layer: `h` from the input on, and `z`; `slopes` are E[phi'^2] of the hidden layers.

    Of hidden layers also `a`, the sizes of phi(z), and `means`, E[phi(z)]; `scales` are the factors on the branches of
    a residual network, None for a layer without a skip. `homogeneous` networks have phi(c u) = c phi(u) and no biases.
    """

    layers: list[Layer]
    h: list[Numbers]
    z: list[Numbers]
    slopes: list[Numbers]
    a: list[Numbers]
    means: list[Numbers]
    scales: list[float | None]
    homogeneous: bool

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
        for slopes, error, scale in zip(self.slopes[::-1], self._errors(output_error), self.scales[::-1], strict=True):
            sizes.append(error * np.sqrt(slopes) * (1.0 if scale is None else scale))
        return np.array([combined_rms(size) for size in reversed(sizes)])

    def _errors(self, output_error: float) -> list[Numbers]:
        """The sizes of the errors of h_(L-1) .. h_1, each of what comes through the weights and by the skip above."""
        errors = self._independent_errors(output_error)
        if not (self.homogeneous and self.has_skips):
            return errors
        more = self._kept(errors, output_error)
        return [
            error * np.sqrt(1 + np.nan_to_num(share, posinf=0.0)) for error, share in zip(errors, more, strict=True)
        ]

    def _independent_errors(self, output_error: float) -> list[Numbers]:
        """Those of weights that are independent of what went forward (Yang & Schoenholz 2017)."""
        delta, of_skip, found = np.full_like(self.h[0], output_error), np.zeros_like(self.h[0]), []
        for above, slopes, scale in zip(self.layers[:0:-1], self.slopes[::-1], self.scales[::-1], strict=True):
            found.append(np.hypot(delta * math.sqrt(above.backward), of_skip))
            delta = found[-1] * np.sqrt(slopes) * (1.0 if scale is None else scale)
            of_skip = np.zeros_like(delta) if scale is None else found[-1]
        return found

    def _kept(self, errors: list[Numbers], output_error: float) -> list[Numbers]:
        """What the part along h adds to the squares of these errors, as a share, where phi(c u) = c phi(u).

        There sum_i h_i dloss/dh_i is the same in all layers (Euler), z dloss/dz of the output, so that this part of the
        error goes as 1 / |h|: it outgrows the rest where the mean of a stream of ReLUs grows.
        """
        classes, units = self.layers[-1].fan_out, self.layers[-1].fan_in
        along = [math.sqrt(classes) * self.z[-1] * output_error / units / h for h in self.h[-2:0:-1]]
        shares = [np.square(part / error) for part, error in zip(along, errors, strict=True)]
        return [np.maximum(share - shares[0], 0.0) for share in shares]

    @np.errstate(all="ignore")
    def largest_kept(self) -> float:
        """The largest share that the part of an error along the stream adds to the square of the rest."""
        return max((float(np.mean(share)) for share in self._kept(self._independent_errors(1.0), 1.0)), default=0.0)

    @property
    def has_skips(self) -> bool:
        """Whether there is a skip around a layer."""
        return any(scale is not None for scale in self.scales)

    @property
    def branch_shares(self) -> Numbers:
        """The share that phi(z) has in the mean square of each hidden layer, (L - 1,): 1 without a skip."""
        pairs = zip(self.a, self.h[1:-1], self.scales, strict=True)
        shares = [1.0 if scale is None else _share(scale * combined_rms(a), combined_rms(h)) for a, h, scale in pairs]
        return np.array(shares)


@np.errstate(all="ignore")
def run_wide(experiment: Experiment, layers: list[Layer], sizes: Numbers) -> Wide:
    """Send examples of these sizes through the variance map of each layer (Poole et al. 2016).

    With a skip the units of a branch are independent of what they are added to, so that variances add up, and means:
    Var h_l = Var h_(l-1) + alpha^2 Var phi(z_l) (Yang & Schoenholz 2017; He et al. 2015 without a skip).
    """
    activation = activation_of(experiment.activation)
    scales = branch_scales(experiment)
    h, z, a, means = [sizes], [], [], []
    std, mean = sizes, np.zeros_like(sizes)
    for layer, scale in zip(layers, [*scales, None], strict=True):
        z.append(np.hypot(math.sqrt(layer.forward) * h[-1], math.sqrt(layer.bias)))
        a.append(output_size(activation, z[-1]))
        means.append(output_mean(activation, z[-1]))
        spread = np.sqrt(np.maximum(a[-1] - np.abs(means[-1]), 0.0)) * np.sqrt(a[-1] + np.abs(means[-1]))
        if scale is None:
            std, mean = spread, means[-1]
            h.append(a[-1])
        else:
            std, mean = np.hypot(std, scale * spread), mean + scale * means[-1]
            h.append(np.hypot(std, mean))
    h[-1] = z[-1]
    slopes = [slope_moment(activation, size) for size in z[:-1]]
    homogeneous = activation.passing_share is not None and not any(layer.bias for layer in layers)
    return Wide(layers, h, z, slopes, a[:-1], means[:-1], scales, homogeneous)


def branch_scales(experiment: Experiment) -> list[float | None]:
    """The factor that the branch of each hidden layer begins with; None for a layer without a skip."""
    architecture = architecture_of(experiment)
    return [architecture.branch_scale.start if skip else None for skip in architecture.skips(experiment.layer_sizes)]


def _share(part: float, whole: float) -> float:
    return min((part / whole) ** 2, 1.0) if 0 < whole < math.inf else 1.0


@np.errstate(all="ignore")
def output_mean(activation: Activation, std: Numbers) -> Numbers:
    """E[phi(u)] for u normal with this standard deviation."""
    magnitude = magnitude_of(activation, std)
    mean = gaussian_mean(lambda u: value_of(activation, u) / magnitude[:, None], std, activation.kinks)
    return np.asarray(np.where(std == 0, value_of(activation, np.zeros_like(std)), magnitude * mean))


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
