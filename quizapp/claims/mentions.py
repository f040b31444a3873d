"""Whether an experiment has what a claim speaks of: the layer, the step, held-out examples, hidden layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from quizapp.claims.tree import JACOBIAN, TESTED, Measure, Mention, measures_in
from sim.experiment import Experiment
from sim.jacobian import FEWEST_LAYERS, MAX_WIDTH


def missing(mention: Mention, experiments: Mapping[str, Experiment], subject: str) -> str:
    """Why what a claim about `subject` speaks of does not exist, as a sentence; empty where it does."""
    name = mention.measure.experiment or subject
    said = (_missing(each, name, experiments[name]) for each in _all_of(mention.measure))
    return next((each for each in said if each), "")


def _all_of(measure: Measure) -> Iterator[Measure]:
    """A measure, and those of the condition until which it counts the steps."""
    yield measure
    if measure.until is not None:
        yield from (replace(each, experiment=measure.experiment) for each in measures_in(measure.until))


def _missing(measure: Measure, name: str, experiment: Experiment) -> str:
    depth, steps = experiment.depth, experiment.steps
    if measure.layer is not None and abs(measure.layer) > depth:
        return f"{name} has {depth} layer{'s' * (depth != 1)}; {measure.layer} is not one of them"
    if measure.at is not None and measure.at > steps:
        return f"{name} is trained for {steps} step{'s' * (steps != 1)}; {measure.at} is not one of them"
    if measure.until is not None and not steps:
        return f"{name} is not trained (steps: 0), so that nothing changes in it from step to step"
    if measure.name in TESTED and not experiment.test_samples:
        return f"{name} has no held-out examples; give it some, as in test_samples: 256"
    if measure.name in JACOBIAN and depth < FEWEST_LAYERS:
        return (
            f"{measure.name} is of the Jacobian from the first hidden layer to the last, which {name} of {depth} "
            f"layer{'s' * (depth != 1)} does not have; it takes a depth of {FEWEST_LAYERS} or more"
        )
    if measure.name in JACOBIAN and experiment.width > MAX_WIDTH:
        return f"{measure.name} is measured up to a width of {MAX_WIDTH}, and {name} has {experiment.width}"
    return ""
