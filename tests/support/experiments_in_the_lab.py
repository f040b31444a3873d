"""What tests of the lab share: a knob by its path, and what is wrong with an experiment."""

from __future__ import annotations

from quizapp.experiments import field_knobs as knobs
from quizapp.experiments.field_knobs import knob_at
from sim import Experiment, diagnose, ends_only, run


def knob(experiment: Experiment, path: str) -> knobs.FieldKnob:
    found = knob_at(experiment, path)
    assert found is not None
    return found


def troubles(experiment: Experiment) -> set[str]:
    """What is wrong at initialisation, and what is wrong in the end."""
    first, *_, last = [*run(experiment, ends_only)] * 2
    return {each.name for frame in (first, last) for each in diagnose(experiment, first, frame)}
