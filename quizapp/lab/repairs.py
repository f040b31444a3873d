"""One-key repairs of an experiment: weights made for the activation, weights fitted to the data, normalised layers.

A repair that the simulator does not know (yet) is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.activations import ACTIVATIONS
from sim.experiment import ALLOWED, Experiment
from sim.initializers import INITIALIZERS
from sim.registry import Named

#: What is offered as soon as the simulator has it.
LSUV, NORMALIZATION = "lsuv", "normalization"


@dataclass(frozen=True)
class Repair:
    """What a repair is called, and what it makes of an experiment."""

    name: str
    change: Callable[[Experiment], Experiment]


def repairs(experiment: Experiment) -> tuple[Repair, ...]:
    """The repairs on offer for an experiment; their places are their keys."""
    return tuple(_all(experiment))


def _all(experiment: Experiment) -> Iterator[Repair]:
    init = recommended(experiment)
    yield Repair(f"{init.name} for {experiment.activation.name}", lambda given: given.replace(init=init, gain=1.0))
    if LSUV in INITIALIZERS.all_names:
        yield Repair("LSUV: weights fitted to the data", lambda given: given.replace(init=LSUV, gain=1.0))
    layer = next((choice for choice in ALLOWED.get(NORMALIZATION, ()) if "layer" in choice), None)
    if layer is not None:
        yield Repair("layer normalisation", lambda given: given.replace(**{NORMALIZATION: layer}))


def recommended(experiment: Experiment) -> Named:
    """The initialiser that is recommended for the activation of an experiment."""
    activation = ACTIVATIONS.build(experiment.activation)()
    return INITIALIZERS.check(activation.recommended)
