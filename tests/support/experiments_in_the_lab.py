"""What tests of the lab share: a knob by its path, and what is wrong with an experiment."""

from __future__ import annotations

import functools

from quizapp.experiments import field_knobs as knobs
from quizapp.experiments.field_knobs import knob_at
from sim import Experiment, diagnose, ends_only, run
from sim.diagnosis import Diagnosis
from sim.sweep import Ends, first_and_last


def knob(experiment: Experiment, path: str) -> knobs.FieldKnob:
    found = knob_at(experiment, path)
    assert found is not None
    return found


def drawn(experiment: Experiment) -> tuple[Diagnosis, ...]:
    """What a network is like as it is drawn, without training it."""
    first = next(run(experiment, ends_only))
    return diagnose(experiment, first, first)


def ends_in_the_lab(experiment: Experiment) -> Ends:
    """The first and the last frame of a run."""
    return first_and_last(experiment)


@functools.cache
def drawn_and_trained(experiment: Experiment) -> tuple[tuple[Diagnosis, ...], tuple[Diagnosis, ...]]:
    """What a network is like as it is drawn, and what in the end; kept, as several tests train the same ones."""
    first, last = first_and_last(experiment)
    return diagnose(experiment, first, first), diagnose(experiment, first, last)


def troubles(experiment: Experiment) -> set[str]:
    """What is wrong at initialisation, and what is wrong in the end."""
    return {each.name for state in drawn_and_trained(experiment) for each in state}
