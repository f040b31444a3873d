"""One-key repairs of an experiment: weights made for the activation, weights fitted to the data, normalised layers.

For sigmoid and hard_sigmoid there are no weights of the first kind: no scheme in use brings an error through them.

No repair helps against everything, so what has come of one is found out by running it: `outcome` says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.activations import ACTIVATIONS
from sim.diagnosis import Diagnosis
from sim.experiment import Experiment
from sim.initializers import INITIALIZERS
from sim.registry import Named

#: What networks are called that pass signals and errors on well enough to train.
SOUND = ("healthy", "uneven")
#: Initialisers whose name is too long for a key.
SHORT_NAMES = {"variance_scaling_fan_in_normal": "scaled normal"}


@dataclass(frozen=True)
class Repair:
    """What a repair is called, in full and in short, and what it makes of an experiment."""

    name: str
    short: str
    change: Callable[[Experiment], Experiment]


def repairs(experiment: Experiment) -> tuple[Repair, ...]:
    """The repairs on offer for an experiment; their places are their keys."""
    init = recommended(experiment)
    return (
        *([] if init is None else [_suited(experiment, init)]),
        Repair("LSUV: weights fitted to the data", "LSUV", lambda given: _redrawn(given, Named("lsuv"))),
        Repair("batch normalisation", "batch norm", lambda given: given.replace(normalization="batch")),
        Repair("layer normalisation", "layer norm", lambda given: given.replace(normalization="layer")),
    )


def _suited(experiment: Experiment, init: Named) -> Repair:
    name = SHORT_NAMES.get(init.name, init.name)
    return Repair(f"{init.name} for {experiment.activation.name}", name, lambda given: _redrawn(given, init))


def _redrawn(experiment: Experiment, init: Named) -> Experiment:
    """Other weights at their own scale in all layers, and no biases that would keep units off."""
    return experiment.replace(init=init, gain=1.0, bias_init="zeros", layers={})


def recommended(experiment: Experiment) -> Named | None:
    """The initialiser that is recommended for the activation of an experiment, or None if none is."""
    activation = ACTIVATIONS.build(experiment.activation)()
    return None if activation.recommended is None else INITIALIZERS.check(activation.recommended)


@dataclass(frozen=True)
class Outcome:
    """What has come of a repair, in words, and whether it helped."""

    words: str
    helped: bool


def outcome(
    before: Sequence[Diagnosis], drawn: Sequence[Diagnosis], trained: Sequence[Diagnosis] | None = None
) -> Outcome:
    """What a repair did to networks with the diagnoses `before`: as they are drawn, and later as they are trained."""
    troubles, now = _names(before), _names(drawn)
    if drawn[0].name not in SOUND:
        return Outcome(f"it did not help: {troubles} before, {now} now", False)
    was = f"{troubles} before, {now} as drawn" if before[0].name not in SOUND else f"{troubles} before, {now} now"
    if trained is None:
        return Outcome(was, True)
    if trained[0].name not in SOUND:
        return Outcome(f"{was}, but {_names(trained)} once trained", False)
    still = "and still so" if trained[0].name == drawn[0].name else f"and {_names(trained)}"
    return Outcome(f"{was}, {still} once trained", True)


def _names(found: Sequence[Diagnosis]) -> str:
    return " and ".join(each.name for each in found)
