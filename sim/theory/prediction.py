"""What theory predicts for an experiment at initialisation: the size of signal, error and gradient in every layer.

Every layer has its own fans, and so its own variance of weights and biases; examples of different size go through
the maps one by one. `unpredictable` says what there is no theory for, and `Prediction.unreliable` why
not to trust the one there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np

from sim.experiment import Experiment
from sim.initializers import metadata_of
from sim.theory.alignment import alignment
from sim.theory.finite_width import LogNormal
from sim.theory.fluctuations import Fluctuations, fluctuations
from sim.theory.gaussian import Numbers, activation_of
from sim.theory.layers import input_sizes, layers_of, units_reached, unpredictable
from sim.theory.output import output_error_for
from sim.theory.wide import Wide, fewest_effective_units, run_wide

#: Fewer units than this are too few for a layer's preactivations to be called Gaussian.
FEWEST_UNITS = 8
#: What is left out grows with depth / width; beyond this it is not small.
DEEPEST = 0.8
#: The band holds nine of ten networks.
BAND = (0.05, 0.95)
#: Networks of one experiment that typically differ by more than this factor have no common size to be predicted.
LARGE_SPREAD = 2.0

Band = tuple[Numbers, Numbers]


@dataclass(frozen=True, eq=False)
class Prediction:
    """Sizes as root mean squares: `signal` (L + 1,) from the input on, `preactivation` and `delta` (L,).

    Where the distribution at finite width is known the sizes are medians over networks, and nine of ten networks lie in
    the bands, each a pair (low, high); elsewhere the sizes are averages over infinitely wide networks. Gradients of the
    weights have a band in any case: they depend on the data and on the output layer that each network drew.
    `unreliable` is a clause that says why not to rely on the sizes, if there is a reason.
    """

    signal: Numbers
    preactivation: Numbers
    delta: Numbers
    gradient_distribution: Callable[[], LogNormal]
    signal_band: Band | None = None
    delta_band: Band | None = None
    unreliable: str | None = None

    @cached_property
    def _gradient(self) -> LogNormal:
        """Computed at its first use, because the pairs of examples take up to seconds."""
        return self.gradient_distribution()

    @property
    def weight_gradient(self) -> Numbers:
        """The size of dL/dW of each layer, (L,)."""
        return self._gradient.median

    @property
    def weight_gradient_band(self) -> Band:
        """The sizes of dL/dW between which nine of ten networks lie."""
        return _band(self._gradient)


@lru_cache(128)
def predicted(
    experiment: Experiment, input_signal: float | None = None, output_error: float | None = None
) -> Prediction | None:
    """The prediction for an experiment, or None where `unpredictable` says that there is none.

    `input_signal` and `output_error` are the rms of the input and of the error at the output layer, where they were
    measured: the prediction then begins with them, and else with the experiment's data and a Gaussian output.
    """
    if unpredictable(experiment):
        return None
    sizes, layers = input_sizes(experiment, input_signal), layers_of(experiment)
    wide = run_wide(experiment, layers, sizes)
    return _by_maps(experiment, wide, output_error)


def has_exact_distribution(experiment: Experiment) -> bool:
    """Whether the distribution at finite width is known: linear or ReLU, no biases, independent weights."""
    share = activation_of(experiment.activation).passing_share
    biases = any(layer.bias for layer in layers_of(experiment))
    return share is not None and not biases and metadata_of(experiment.init).independent


def _by_maps(experiment: Experiment, wide: Wide, output_error: float | None) -> Prediction:
    away = fluctuations(experiment, wide)
    signal, preactivation = (away_.around(size) for away_, size in zip((away.signal, away.preactivation), wide.sizes()))
    error = output_error_for(experiment, float(signal.median[-1])) if output_error is None else output_error
    passing = wide.error(error)
    delta = away.delta.around(passing)
    product = away.gradient.around(wide.sizes()[0][:-1] * passing)
    return Prediction(
        signal.median,
        preactivation.median,
        delta.median,
        partial(_gradient_distribution, experiment, wide, product),
        _band(signal),
        _band(delta),
        _why_unreliable(experiment, wide, away),
    )


def _gradient_distribution(experiment: Experiment, wide: Wide, passing: LogNormal) -> LogNormal:
    """The distribution of rms(dL/dW); `passing` is that of the product of the signal below and the error above."""
    return passing.times(alignment(experiment, wide))


def _band(sizes: LogNormal) -> Band:
    return sizes.quantile(BAND[0]), sizes.quantile(BAND[1])


def _why_unreliable(experiment: Experiment, wide: Wide, away: Fluctuations) -> str | None:
    if narrow := _too_narrow(experiment):
        return narrow
    if fewest_effective_units(experiment, wide) < 1:
        return "hardly any unit lets an error pass"
    factor = math.exp(math.sqrt(max(away.signal.variance.max(), away.delta.variance.max())) / 2)
    if factor < LARGE_SPREAD:
        return None
    often = f"{factor:.1f}-fold" if factor < 1000 else "more than 1,000-fold"
    return f"such networks differ {often} from one another"


def _too_narrow(experiment: Experiment) -> str | None:
    if experiment.depth == 1:
        return None
    units = units_reached(experiment)
    if units < FEWEST_UNITS:
        of_them = "" if units == experiment.width else ", of which a unit reaches " + str(units)
        return f"layers of {experiment.width} unit{'s' * (experiment.width != 1)}{of_them} are not wide"
    if experiment.depth - 1 > DEEPEST * units:
        return f"{experiment.depth} layers of {experiment.width} units are too deep for their width"
    return None
