"""Two ways to write the same networks are known for one, which the runs themselves prove, and no other two are."""

from __future__ import annotations

from typing import Any

import pytest

from sim import Experiment, run
from sim.sameness import learns_otherwise, plain_start, plainly

BASE = Experiment(depth=4, width=8, samples=16, steps=3, seeds=2, init="normal(std=0.3)", base_width=16)
RESIDUAL = BASE.replace(residual=True)


@pytest.mark.parametrize(
    ("experiment", "changes"),
    [
        (BASE, {"optimizer": "momentum(momentum=0)"}),
        (BASE, {"optimizer": "nesterov(momentum=0)"}),
        (BASE.replace(optimizer="adam"), {"optimizer": "adamw(beta1=0.9)"}),
        (BASE.replace(optimizer="rmsprop"), {"optimizer": "rmsprop(momentum=0)"}),
        (BASE, {"layers": {1: {"init": "normal(std=0.3, mean=0)"}, "output": {"gain": 1}}}),
        (BASE.replace(layers={-1: {"init": "zeros"}}), {"layers": {"output": {"init": "zeros", "gain": 3}}}),
        (BASE, {"branch_scale": 0.5}),
        (RESIDUAL, {"branch_scale": "constant(value=1)"}),
        (RESIDUAL.replace(depth=6), {"branch_scale": "inverse_sqrt_depth", "depth": 3}),
        (BASE.replace(depth=2), {"residual": True, "branch_scale": 3}),
        (BASE, {"normalization_position": "pre", "affine": "learned"}),
        (BASE, {"parametrization": "ntk", "base_width": 8}),
        (BASE, {"parametrization": "mup", "base_width": 8}),
        (BASE, {"base_width": 100}),
        (BASE, {"batch_size": 16}),
        (BASE, {"batch_size": 4000}),
        (BASE, {"warmup_steps": 1}),
    ],
)
def test_what_changes_nothing_is_taken_out(experiment: Experiment, changes: dict[str, Any]) -> None:
    other = experiment.replace(**changes)
    if "depth" in changes:  # one branch, whose scale is 1 over the root of 1
        experiment = experiment.replace(depth=changes["depth"])
    assert plainly(other) == plainly(experiment)
    assert _loss(other) == _loss(experiment) == _loss(plainly(other))


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "momentum(momentum=0.1)"},
        {"layers": {1: {"gain": 1.5}}},
        {"layers": {1: {"bias_init": "normal"}}},
        {"parametrization": "mup"},
        {"residual": True},
        {"normalization": "layer"},
        {"batch_size": 8},
        {"warmup_steps": 2},
        {"learning_rate": 0.2},
        {"seed": 5},
    ],
)
def test_what_changes_something_stays(changes: dict[str, Any]) -> None:
    assert plainly(BASE.replace(**changes)) != plainly(BASE)
    assert _loss(BASE.replace(**changes)) != _loss(BASE)


def test_before_the_first_step_nothing_of_training_counts() -> None:
    trained = BASE.replace(steps=50, learning_rate=3, optimizer="adam", weight_decay=0.1, clip_norm=1, warmup_steps=9)
    assert plain_start(trained) == plain_start(BASE)
    assert plain_start(BASE.replace(batch_size=4)) != plain_start(BASE)  # errors are of the coming batch


@pytest.mark.parametrize(
    ("changes", "otherwise"),
    [
        ({"learning_rate": 0.01}, True),
        ({"learning_rate": 0.2}, True),
        ({"optimizer": "adam"}, True),
        ({"optimizer": "momentum"}, True),
        ({"optimizer": "momentum(momentum=0)"}, False),
        ({"optimizer": "momentum(momentum=0.1)"}, False),
        ({"learning_rate": 0.1001}, False),
        ({"learning_rate": 0}, False),
        ({"depth": 5, "gain": 2, "seed": 9}, False),
        ({"clip_norm": 1e9}, False),
    ],
)
def test_another_optimizer_or_a_rate_well_apart_is_to_learn_otherwise(changes: dict[str, Any], otherwise: bool) -> None:
    assert learns_otherwise(BASE, BASE.replace(**changes)) is otherwise


def _loss(experiment: Experiment) -> list[float]:
    return [float(each) for frame in run(experiment) for each in frame.loss]
