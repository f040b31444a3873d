"""Experiments are named by what they are, and a control by what sets it apart."""

from __future__ import annotations

import pytest

from quizapp.experiments.naming import network_named, what_differs
from sim.experiment import Experiment
from sim.initializers import INITIALIZERS

DEEP = Experiment(depth=9, width=32, activation="tanh", init="normal(std=0.05)")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "9 layers of 32, tanh, weights N(0, 0.05²)"),
        ({"init": "xavier_normal", "activation": "relu"}, "9 layers of 32, ReLU, weights Xavier"),
        ({"init": "he_uniform"}, "9 layers of 32, tanh, weights He (uniform)"),
        ({"init": "identity", "gain": 0.5}, "9 layers of 32, tanh, weights 0.5 x identity"),
        ({"init": "normal(mean=0.5, std=0.001)"}, "9 layers of 32, tanh, weights N(0.5, 0.001²)"),
        ({"init": "zeros"}, "9 layers of 32, tanh, weights all 0"),
        ({"init": "uniform(low=-1, high=1)"}, "9 layers of 32, tanh, weights uniform from -1 to 1"),
        (
            {"bias_init": "constant(value=3)"},
            "9 layers of 32, tanh, weights N(0, 0.05²), biases all 3",
        ),
        (
            {"layers": {"output": {"init": "zeros"}, 1: {"gain": 2, "bias_init": "ones"}}},
            "9 layers of 32, tanh, weights N(0, 0.05²), layer 1: gain 2, biases all 1; output layer: weights all 0",
        ),
        (
            {"parametrization": "mup", "base_width": 8},
            "9 layers of 32, tanh, weights N(0, 0.05²), muP from width 8",
        ),
        ({"depth": 1}, "1 layer, tanh, weights N(0, 0.05²)"),
        ({"depth": 2}, "one hidden layer of 32 units, tanh, weights N(0, 0.05²)"),
    ],
)
def test_a_network_is_named_by_what_it_is(changes: dict[str, object], name: str) -> None:
    assert network_named(DEEP.replace(**changes)) == name


@pytest.mark.parametrize("init", INITIALIZERS.names)
def test_every_initialiser_has_a_name_without_underscores(init: str) -> None:
    assert "_" not in network_named(DEEP.replace(init=init))


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"init": "xavier_normal"}, "weights Xavier"),
        ({"learning_rate": 10.0, "steps": 600}, "learning rate 10, 600 steps"),
        ({"depth": 2}, "one hidden layer"),
        ({"depth": 5}, "5 layers"),
        ({"precision": "float32"}, "numbers of 32 bits"),
        ({"seed": 7, "seeds": 3}, ""),
        ({"branch_scale": 0.3}, "branches x 0.3"),
        (
            {"branch_scale": "skip_init", "affine": "zero_gamma"},
            "branches x a number learned from 0, scale and shift learned from 0 on branches",
        ),
        (
            {"branch_scale": "inverse_sqrt_depth", "normalization_position": "pre", "affine": "learned(gamma=0.5)"},
            "branches x 1/sqrt(L), normalised before the next weights, scale and shift learned from 0.5 and 0",
        ),
        (
            {"depth": 2, "width": 8, "task": "xor", "steps": 7},
            "one hidden layer of 8 units, tanh, weights N(0, 0.05²), the task xor, 7 steps",
        ),
        (
            {"width": 8, "samples": 20, "learning_rate": 0.5, "batch_size": 4},
            "9 layers of 8, tanh, weights N(0, 0.05²), 20 examples, batches of 4, learning rate 0.5",
        ),
    ],
)
def test_a_control_is_told_by_what_sets_it_apart(changes: dict[str, object], difference: str) -> None:
    assert what_differs(DEEP, DEEP.replace(**changes)) == difference
