"""Whether two experiments, however they are written, are of the same networks, and whether they learn otherwise.

`plainly` takes out whatever changes nothing: a momentum of 0, the scale of branches where there are none, a layer's own
start that is that of all layers. What draws the same numbers under another name, as `gaussian` for `normal`, stays:
that two schemes are one may be what is asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sim.architecture import architecture_of
from sim.branches import BRANCH_SCALES
from sim.experiment import FIELDS, REGISTRIES, Experiment
from sim.layer_starts import LayerStart, LayerStarts, Start, starts_of, usual_start
from sim.optimizers import OPTIMIZERS
from sim.parametrization import STANDARD, Scaling, scalings_of
from sim.registry import Named, Registry

#: Fields that only training looks at.
OF_TRAINING = ("optimizer", "learning_rate", "warmup_steps", "clip_norm", "clip_value", "weight_decay")
#: Rates that are less than so many times apart are as good as one.
RATES_APART = 1.5


@lru_cache(4096)
def plainly(experiment: Experiment) -> Experiment:
    """The same networks in the plainest writing, which is equal where what differs has no effect."""
    changes = {
        **{name: _plain_name(REGISTRIES[name], getattr(experiment, name)) for name in REGISTRIES},
        **_starts(experiment),
        **_structure(experiment),
        **_learning(experiment),
    }
    return experiment.replace(**changes)


@lru_cache(4096)
def plain_start(experiment: Experiment) -> Experiment:
    """The networks before their first step, in the plainest writing: what only training looks at is as usual."""
    return plainly(experiment.replace(**{name: FIELDS[name].default for name in OF_TRAINING}, steps=0))


def learns_otherwise(experiment: Experiment, other: Experiment) -> bool:
    """Whether `other` learns with another optimizer, or at a rate that is at least RATES_APART times as large or small.

    Momentum m is counted as what it comes to, a rate of 1 / (1 - m) times as much. A rate of 0 is none to learn at.
    """
    (one, rate), (another, other_rate) = _rate(experiment), _rate(other)
    if one != another:
        return True
    low, high = sorted((rate, other_rate))
    return high >= RATES_APART * low and (other_rate > 0) and low != high


def _rate(experiment: Experiment) -> tuple[str, float]:
    """The kind of optimizer, and the rate that momentum makes of the learning rate."""
    chosen = _optimizer(experiment)
    name, parameters = chosen.name, dict(chosen.parameters)
    defaults = {each.name: each.default for each in OPTIMIZERS.parameters(name)}
    momentum = parameters.get("momentum", defaults.get("momentum", 0.0))
    kind = "sgd" if name in ("momentum", "nesterov") else "adam" if name == "adamw" else name
    return kind, experiment.learning_rate / (1.0 - momentum)


def _plain_name(registry: Registry[Any], chosen: Named) -> Named:
    """A name without the parameters that are as usual, the others in the order of the alphabet."""
    usual = {each.name: each.default for each in registry.parameters(chosen.name)}
    return Named(chosen.name, tuple(sorted(item for item in chosen.parameters if usual[item[0]] != item[1])))


def _starts(experiment: Experiment) -> dict[str, Any]:
    """The start of all layers, of which each draws in its turn, and of single layers what is different in them."""
    usual = _plain_start(usual_start(experiment))
    own = (
        (str(number), _difference(_plain_start(start), usual)) for number, start in enumerate(starts_of(experiment), 1)
    )
    layers = LayerStarts(tuple((layer, start) for layer, start in own if start != LayerStart()))
    return {"init": usual.init, "bias_init": usual.bias_init, "gain": usual.gain, "layers": layers}


def _plain_start(start: Start) -> Start:
    init = _plain_name(REGISTRIES["init"], start.init)
    gain = 1.0 if init.name == "zeros" else start.gain
    return Start(init, _plain_name(REGISTRIES["bias_init"], start.bias_init), gain)


def _difference(start: Start, usual: Start) -> LayerStart:
    parts = {name: getattr(start, name) for name in ("init", "bias_init", "gain")}
    return LayerStart(**{name: part for name, part in parts.items() if part != getattr(usual, name)})


def _structure(experiment: Experiment) -> dict[str, Any]:
    """Skips, their scale and normalisation: as usual where there is nothing that they could act on."""
    architecture = architecture_of(experiment)
    changes: dict[str, Any] = {}
    if not any(architecture.skips(experiment.layer_sizes)):
        changes |= {"residual": False, "branch_scale": FIELDS["branch_scale"].default}
    elif not architecture.branch_scale.learned:
        scale = BRANCH_SCALES.check(architecture.branch_scale.start)
        changes["branch_scale"] = _plain_name(BRANCH_SCALES, scale)
    if experiment.normalization == "none" or experiment.depth == 1:
        names = ("normalization", "normalization_position", "affine")
        changes |= {name: FIELDS[name].default for name in names}
    if all(each == Scaling() for each in scalings_of(experiment)):
        changes |= {"parametrization": STANDARD, "base_width": FIELDS["base_width"].default}
    return changes


def _learning(experiment: Experiment) -> dict[str, Any]:
    """The optimizer without what changes nothing, a warm-up of one step as none, a batch of all examples as usual."""
    whole = experiment.batch == experiment.samples
    warmup = experiment.warmup_steps if experiment.warmup_steps > 1 else 0
    return {
        "optimizer": _optimizer(experiment),
        "warmup_steps": warmup,
        "batch_size": None if whole else experiment.batch_size,
    }


def _optimizer(experiment: Experiment) -> Named:
    chosen = experiment.optimizer
    name = OPTIMIZERS.function(chosen.name).__name__
    if name in ("momentum", "nesterov") and dict(chosen.parameters).get("momentum") == 0:
        return Named("sgd")
    if name == "adamw" and experiment.weight_decay == 0:
        name = "adam"
    return _plain_name(OPTIMIZERS, Named(name, chosen.parameters))
