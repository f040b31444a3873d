"""What theory predicts for an experiment at initialisation: the size of signal, error and gradient in every layer.

Every layer has its own fans, and so its own variance of weights and biases; examples of different size go through
the maps one by one. `unpredictable` says what there is no theory for, and `Prediction.unreliable` why
not to trust the one there is. How right it is where it does not say so, `python -m benchmarks theory_bands` measures.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from sim.experiment import Experiment
from sim.theory.alignment import alignment
from sim.theory.finite_width import LogNormal
from sim.theory.fluctuations import Fluctuations, fluctuations
from sim.theory.gaussian import Numbers, activation_of
from sim.theory.layers import input_sizes, layers_of, units_reached, unpredictable
from sim.theory.output import mean_squared_softmax, output_error_for
from sim.theory.streams import stream_fluctuations
from sim.theory.wide import Wide, fewest_effective_units, run_wide

#: Fewer units than this are too few for a layer's preactivations to be called Gaussian.
FEWEST_UNITS = 8
#: From here on a deviation that grows from layer to layer is no small one in the end.
LARGE_GROWTH = 1.5
#: What is left out is of the order of depth / width; beyond this it is not small. Orthogonal weights keep what curved
#: activations do to the shape of z, where others mix it away, so that it adds up sooner.
DEEPEST, DEEPEST_ORTHOGONAL = 1.0, 0.5
#: The share that the part of an error along a stream may add to its square.
LARGE_KEPT = 0.1
#: The classes of fewer examples than these decide how their gradients add up.
FEWEST_EXAMPLES = 4
#: Classes are few if this many times their number is under the width, networks of so few layers are shallow, and the
#: softmax has a large part in the sum of errors from here on, as a multiple of that of the labels.
FEW_CLASSES, SHALLOW, LARGE_PART = 2, 3, 2.0
#: The band holds nine of ten networks.
BAND = (0.05, 0.95)
#: Networks of one experiment that typically differ by more than this factor have no common size to be predicted.
LARGE_SPREAD = 2.1

Band = tuple[Numbers, Numbers]


@dataclass(frozen=True, eq=False)
class Prediction:
    """Sizes as root mean squares: `signal` (L + 1,) from the input on, `preactivation` and `delta` (L,).

    They are medians over networks, and nine of ten networks lie in the bands, each a pair (low, high): to first order
    in 1 / width, given the typical size of the input and of the error at the output. `unreliable` is a clause that says
    why not to rely on the sizes, if there is a reason.
    """

    signal: Numbers
    preactivation: Numbers
    delta: Numbers
    gradient_distribution: Callable[[], LogNormal]
    signal_band: Band
    delta_band: Band
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
    wide = run_wide(experiment, layers_of(experiment), input_sizes(experiment, input_signal))
    away = stream_fluctuations(experiment, wide) if wide.has_skips else fluctuations(experiment, wide)
    h, z = wide.sizes()
    signal = away.signal.around(h)
    output = float(signal.median[-1])
    errors = wide.error(output_error_for(experiment, output) if output_error is None else output_error)
    delta = away.delta.around(errors)
    return Prediction(
        signal.median,
        away.preactivation.around(z).median,
        delta.median,
        partial(_gradient_distribution, experiment, wide, away.gradient.around(h[:-1]).around(errors)),
        _band(signal),
        _band(delta),
        _why_unreliable(experiment, wide, away, output),
    )


def _gradient_distribution(experiment: Experiment, wide: Wide, passing: LogNormal) -> LogNormal:
    """The distribution of rms(dL/dW); `passing` is that of the product of the signal below and the error above."""
    return passing.times(alignment(experiment, wide))


def _band(sizes: LogNormal) -> Band:
    return sizes.quantile(BAND[0]), sizes.quantile(BAND[1])


def _why_unreliable(experiment: Experiment, wide: Wide, away: Fluctuations, output: float) -> str | None:
    if narrow := _too_narrow(experiment, wide):
        return narrow
    if experiment.batch < min(FEWEST_EXAMPLES, experiment.samples):
        return f"with {experiment.batch} in a batch the gradient depends on which examples these are"
    if fewest_effective_units(experiment, wide) < 1:
        return "hardly any unit lets an error pass"
    if _errors_follow_signals(experiment, output):
        return f"the errors of {experiment.layer_sizes[-1]} classes depend on the weights that they go back through"
    if wide.has_skips and not activation_of(experiment.activation).saturating and wide.largest_kept() > LARGE_KEPT:
        return "skips keep the part of the error that lies along the stream, and it outgrows the rest"
    if away.growth > LARGE_GROWTH:
        return f"networks that differ a little in one layer differ {away.growth:.1f} times as much further on"
    factor = math.exp(math.sqrt(max(away.signal.variance.max(), away.delta.variance.max())) / 2)
    if factor < LARGE_SPREAD:
        return None
    often = f"{factor:.1f}-fold" if factor < 1000 else "more than 1,000-fold"
    return f"such networks differ {often} from one another"


def _errors_follow_signals(experiment: Experiment, output: float) -> bool:
    """Whether errors go back through weights that they depend on.

    They do where the softmax, which is much the same for all examples, has a large part in the sum of their errors, and
    comes from so many outputs that these tell what the last hidden layer does.
    """
    classes = experiment.layer_sizes[-1]
    if experiment.depth <= SHALLOW or FEW_CLASSES * classes < experiment.width:
        return False
    return experiment.batch * (mean_squared_softmax(output, classes) - 1 / classes) > LARGE_PART


def _too_narrow(experiment: Experiment, wide: Wide) -> str | None:
    if experiment.depth == 1:
        return None
    units = units_reached(experiment)
    if units < FEWEST_UNITS:
        of_them = "" if units == experiment.width else ", of which a unit reaches " + str(units)
        return f"layers of {experiment.width} unit{'s' * (experiment.width != 1)}{of_them} are not wide"
    if wide.branch_shares.sum() > _deepest(experiment) * units:
        return f"{experiment.depth} layers of {experiment.width} units are deeper than wide"
    return None


def _deepest(experiment: Experiment) -> float:
    """The number of layers, as a share of their width, from which on what is left out is not small."""
    curved = activation_of(experiment.activation).passing_share is None
    orthogonal = any(layer.init.name == "orthogonal" for layer in layers_of(experiment)[1:-1])
    return DEEPEST_ORTHOGONAL if curved and orthogonal else DEEPEST
