"""The singular values of a network's Jacobian, from one layer's outputs to another's.

Where all of them are near 1, backpropagation preserves the size of errors (dynamical isometry; Saxe et al. 2013,
Pennington, Schoenholz & Ganguli 2017); their mean square is what mean-field theory calls chi^(layers).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.activations import ACTIVATIONS, Activation
from sim.architecture import PLAIN, Architecture, architecture_of
from sim.experiment import Experiment
from sim.joints import branch_scale
from sim.network import draw_data, forward, initialize
from sim.parameters import Array, Parameters
from sim.passes import Forward
from sim.registry import BadValue
from sim.sizes import rms

Numbers = NDArray[np.float64]

#: The widest network of which the Jacobian is taken, the fewest layers of one that has two hidden ones, and examples.
MAX_WIDTH, FEWEST_LAYERS, EXAMPLES = 128, 3, 4


@dataclass(frozen=True)
class _Norm:
    """A normalisation at each example: what it gives if it is of layers, and the factor on each unit, (S, B, n)."""

    normalized: Array | None
    factor: Array

    def after(self, changed: Numbers) -> Numbers:
        """A change of what is normalised, (S, B, n_first, n), as it is after the normalisation."""
        if self.normalized is not None:
            shared = np.mean(changed * self.normalized[:, :, None, :], axis=3, keepdims=True)
            changed = changed - (changed.mean(axis=3, keepdims=True) + shared * self.normalized[:, :, None, :])
        return np.asarray(changed * self.factor[:, :, None, :])


@dataclass(frozen=True)
class _Layer:
    """The factors of one layer's Jacobian, for each network and example, from its input to its sum; None where it is 1.

    `fed` is a normalisation of what goes into the weights, `inside` one of z, and `after` one of the sum.
    """

    weights: Array
    slope: Array | None = None
    scale: Array | float | None = None
    fed: _Norm | None = None
    inside: _Norm | None = None
    after: _Norm | None = None


@np.errstate(all="ignore")
def jacobian_singular_values(
    parameters: Parameters,
    done: Forward,
    activation: Activation,
    architecture: Architecture = PLAIN,
    first: int = 0,
    last: int | None = None,
) -> Numbers:
    """Singular values of dh_last/dh_first at each example of a forward pass: (S, B, k), the largest first.

    `first` and `last` count layers from 0, the input, to L, whose outputs are the logits; k is the smaller of the two
    layers' sizes. The statistics of a batch normalisation are held fixed. The product is rescaled on its way, so that
    no depth over- or underflows it; singular values under about 1e-16 of the largest are lost in rounding. They are nan
    for an example whose outputs are not finite.
    Raises BadValue if the layers do not count up within the network.
    """
    last = len(parameters.weights) if last is None else last
    if not 0 <= first < last <= len(parameters.weights):
        raise BadValue(f"the layers must satisfy 0 <= first < last <= {len(parameters.weights)}, not {first}, {last}")
    product, log_scale = _identity(done.h[first])
    for index in range(first, last):
        product = _after_layer(_layer(parameters, done, activation, architecture, index), product)
        product, log_scale = _rescaled(product, log_scale)
    computed = np.asarray(np.isfinite(done.output).all(axis=2))
    return np.where(computed[:, :, None], _singular_values(product) * np.exp2(log_scale), np.nan)


def initial_singular_values(
    experiment: Experiment, examples: int = EXAMPLES, first: int = 0, last: int | None = None
) -> Numbers:
    """Singular values of dh_last/dh_first of an experiment's networks at initialisation: (S, examples, k).

    They are those of `jacobian_singular_values` at the first examples of each network's data.
    Raises BadValue for networks wider than 128.
    """
    if experiment.width > MAX_WIDTH:
        raise BadValue(f"width must be at most {MAX_WIDTH} for the Jacobian, not {experiment.width}", ("width",))
    activation, architecture = ACTIVATIONS.build(experiment.activation)(), architecture_of(experiment)
    x, parameters = draw_data(experiment)[0], initialize(experiment)
    done = forward(parameters, x, activation, architecture=architecture)
    return jacobian_singular_values(parameters, _of_first(done, examples), activation, architecture, first, last)


def has_spectrum(experiment: Experiment) -> bool:
    """Whether a network has two hidden layers, and is narrow enough, for the singular values between them."""
    return experiment.depth >= FEWEST_LAYERS and experiment.width <= MAX_WIDTH


def spectrum(parameters: Parameters, x: Array, activation: Activation, architecture: Architecture) -> Numbers:
    """(S, width) the singular values of the Jacobian from the first to the last hidden layer, the largest first.

    Each is the rms over the first examples of a batch x (S, B, n_0), so that the rms of all is that of the Jacobian.
    """
    done = _of_first(forward(parameters, x, activation, architecture=architecture), EXAMPLES)
    found = jacobian_singular_values(parameters, done, activation, architecture, 1, len(parameters.weights) - 1)
    networks, examples, width = found.shape
    return rms(found.transpose(0, 2, 1).reshape(networks * width, examples)).reshape(networks, width)


def _identity(h: Array) -> tuple[Numbers, Numbers]:
    """dh/dh at each example, (S, B, n, n), and the power of 2 that it is to be multiplied by, (S, B, 1)."""
    networks, examples, units = h.shape
    return np.tile(np.eye(units), (networks, examples, 1, 1)), np.zeros((networks, examples, 1))


def _layer(
    parameters: Parameters, done: Forward, activation: Activation, architecture: Architecture, index: int
) -> _Layer:
    weights = parameters.weights[index].astype(np.float64)
    norm = partial(_norm, parameters, done, architecture)
    fed = norm(index - 1, done.hidden_sum) if architecture.position == "pre" and index else None
    if index == len(done.hidden_z):
        return _Layer(weights, fed=fed)
    slope = np.empty_like(done.hidden_u[index])
    activation.slope(done.hidden_u[index], done.hidden_a[index], slope)
    inside = norm(index, done.hidden_z) if architecture.position == "inside" else None
    after = norm(index, done.hidden_sum) if architecture.position == "post" else None
    has_skip = architecture.has_skip(done.below(index), done.hidden_sum[index])
    scale = branch_scale(parameters, index, architecture) if has_skip else None
    return _Layer(weights, slope, scale, fed, inside, after)


def _norm(parameters: Parameters, done: Forward, architecture: Architecture, index: int, given: Array) -> _Norm | None:
    """The normalisation of a layer, of what is `given`, (L - 1, S, B, n)."""
    if architecture.axis is None:
        return None
    mean, inverse_std = (part[index].astype(np.float64) for part in (done.hidden_mean, done.hidden_inverse_std))
    normalized = (given[index] - mean) * inverse_std if architecture.normalization == "layer" else None
    gamma = 1.0 if parameters.gamma is None else parameters.gamma[:, index][:, None, :]
    return _Norm(normalized, inverse_std * gamma)


def _after_layer(layer: _Layer, product: Numbers) -> Numbers:
    """dh_l/dh_first (S, B, n_first, n_l) from dh_{l-1}/dh_first: each row is a change of the input, sent forward."""
    changed: Numbers = (layer.fed.after(product) if layer.fed else product) @ layer.weights[:, None]
    changed = layer.inside.after(changed) if layer.inside else changed
    changed = changed if layer.slope is None else changed * layer.slope[:, :, None, :]
    if layer.scale is not None:
        changed = changed * np.reshape(layer.scale, (-1, 1, 1, 1)) + product
    return layer.after.after(changed) if layer.after else changed


def _rescaled(product: Numbers, log_scale: Numbers) -> tuple[Numbers, Numbers]:
    """The product divided by a power of 2 so that its largest number is about 1, which is added to the scale."""
    largest = np.abs(product).max(axis=(2, 3), keepdims=True)
    power = np.where((largest > 0) & np.isfinite(largest), np.frexp(largest)[1], 0)
    return np.ldexp(product, -power), log_scale + power[:, :, :, 0]


def _singular_values(product: Numbers) -> Numbers:
    """Singular values of the last two axes, nan where a number is not finite."""
    fine = np.asarray(np.isfinite(product).all(axis=(2, 3)))
    finite: Numbers = np.where(fine[:, :, None, None], product, 0.0)
    return np.where(fine[:, :, None], np.linalg.svd(finite, compute_uv=False), np.nan)


def _of_first(done: Forward, examples: int) -> Forward:
    """A view of a forward pass, of its first examples only."""
    parts: dict[str, Any] = {name: _first_examples(array, examples) for name, array in vars(done).items()}
    return Forward(**parts)


def _first_examples(array: Array, examples: int) -> Array:
    return array[..., :examples, :]
