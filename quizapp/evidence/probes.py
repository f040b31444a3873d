"""What has to be measured before an answer can be marked, or a question be called fair: as data, and then as numbers.

A question type names its probes, somebody runs their experiments, and `values` reads the numbers off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.claims import HOLDS_IN, Claim, Quantity, judge, parse_claim, parse_quantity, quantify
from quizapp.claims.dependence import asked_by, trained_for
from quizapp.evidence.needs import asking, untrained
from quizapp.experiments.field_knobs import knob_at, with_value
from quizapp.runs.batch import shifted
from quizapp.runs.observation import Observation
from sim.experiment import Experiment
from sim.registry import BadValue

Values = NDArray[np.float64]
#: By the id of the probe: (S,) its value in each network; of a claim 1 where it holds, 0 where it fails, or nan.
ProbeValues = Mapping[str, Values]
#: Fields of an experiment by their paths, as in init.std, and what they are set to.
FieldSettings = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Probe:
    """A quantity or a claim to be measured on an experiment, with knobs turned, or on networks that nobody has seen.

    `few` says that a few networks are enough to begin with.
    """

    id: str
    experiment: str
    quantity: str | None = None
    claim: str | None = None
    settings: FieldSettings = ()
    unseen: bool = False
    few: bool = False


def with_settings(experiment: Experiment, settings: FieldSettings) -> Experiment:
    """The experiment with fields set by their paths, as in init.std; BadValue for one that it does not have."""
    for path, value in settings:
        knob = knob_at(experiment, path)
        if knob is None or not knob.is_number:
            raise BadValue(f"this experiment has no number {path!r} to turn")
        experiment = with_value(experiment, knob, round(value) if knob.whole else value)
    return experiment


def unseen(experiment: Experiment) -> Experiment:
    """The experiment with other networks: those whose seeds come after the ones that a learner sees."""
    return shifted(experiment, experiment.seeds)


def experiments_for(probe: Probe, experiments: Mapping[str, Experiment]) -> dict[str, Experiment]:
    """What has to run for a probe: its own experiment as it asks for it first, then others that it speaks of.

    An experiment of which only the start is asked for is not trained.
    """
    own = with_settings(experiments[probe.experiment], probe.settings)
    asked = _parsed(probe, experiments)
    trained = trained_for(asked, probe.experiment)
    needed = {**experiments, probe.experiment: own}
    names = [probe.experiment, *sorted(asked.references)]
    of_each = asked_by(asked, probe.experiment)
    whole = {name: asking(needed[name], of_each.get(name)) for name in names}
    wanted = {name: each if name in trained else untrained(each) for name, each in whole.items()}
    return {name: unseen(each) if probe.unseen else each for name, each in wanted.items()}


def values(probe: Probe, experiments: Mapping[str, Experiment], seen: Mapping[str, Observation]) -> Values:
    """(S,) the values of a probe by what was seen of its experiments."""
    if probe.claim is not None:
        return judge(parse_claim(probe.claim, experiments, probe.experiment), seen, probe.experiment).truth
    return quantify(parse_quantity(str(probe.quantity), experiments, probe.experiment), seen, probe.experiment)


def holds(values: Values) -> bool:
    """Whether a claim, by its values, holds in as many networks as it must."""
    return bool(np.mean(values == 1) >= HOLDS_IN - 1e-9)


def fails(values: Values) -> bool:
    """Whether a claim, by its values, fails in as many networks as it must where it must not hold."""
    return bool(np.mean(values == 0) >= HOLDS_IN - 1e-9)


def is_undecided(values: Values) -> bool:
    """Whether it is for want of numbers that a claim, by its values, neither holds nor fails."""
    return bool(np.mean(np.isnan(values)) > 1 - HOLDS_IN + 1e-9)


def all_experiments(probes: Iterable[Probe], experiments: Mapping[str, Experiment]) -> list[Experiment]:
    """Everything that has to run for some probes, each experiment once."""
    needed = (each for probe in probes for each in experiments_for(probe, experiments).values())
    return list(dict.fromkeys(needed))


def _parsed(probe: Probe, experiments: Mapping[str, Experiment]) -> Claim | Quantity:
    if probe.claim is not None:
        return parse_claim(probe.claim, experiments, probe.experiment)
    return parse_quantity(str(probe.quantity), experiments, probe.experiment)
