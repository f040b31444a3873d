"""A network that diverges ends there, whatever the networks trained beside it do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import Experiment, Frame, ends_only, every, run

#: ReLU networks of which most overflow, each at its own step.
WILD = Experiment(depth=9, width=24, activation="relu", init="normal(std=0.5)", samples=32, steps=40, seeds=8)
MANNERS: list[dict[str, Any]] = [
    {},
    {"batch_size": 10},
    {"precision": "float32"},
    {"precision": "float32", "init": "normal(std=80)", "depth": 18, "steps": 3, "width": 8},
    {"activation": "leaky_relu", "optimizer": "momentum", "init": "normal(std=0.42)"},
    {"activation": "identity", "init": "normal(std=0.35)", "residual": True, "depth": 6},
    {"activation": "gelu", "batch_size": 10, "optimizer": "nesterov", "init": "normal(std=0.42)"},
]


def of_network(frame: Frame, network: int) -> dict[str, np.ndarray[Any, Any]]:
    """Every number that is measured of one network."""
    arrays = {"loss": frame.loss, "accuracy": frame.accuracy, "input": frame.input_signal, **vars(frame.layers)}
    return {name: array[network] for name, array in arrays.items()}


@pytest.mark.slow
@pytest.mark.parametrize("fields", MANNERS, ids=str)
def test_the_last_measures_of_a_network_are_those_of_its_run_alone(fields: dict[str, Any]) -> None:
    experiment = WILD.replace(**fields)
    end = list(run(experiment, ends_only))[-1]
    steps = {found.step for found in end.divergences if found}
    assert len(steps) > 1, "the networks are to diverge at different steps"
    for network in range(experiment.seeds):
        alone = list(run(experiment.replace(seeds=1, seed=network), ends_only))[-1]
        assert alone.divergences[0] == end.divergences[network]
        for name, numbers in of_network(alone, 0).items():
            assert np.array_equal(numbers, of_network(end, network)[name], equal_nan=True), name


def test_from_the_step_at_which_it_diverges_on_the_measures_of_a_network_stay() -> None:
    frames = list(run(WILD))
    for network, found in enumerate(frames[-1].divergences):
        if found is not None:
            at = of_network(frames[found.step], network)
            for frame in frames[found.step :]:
                for name, numbers in of_network(frame, network).items():
                    assert np.array_equal(numbers, at[name], equal_nan=True), name
            assert at["signal"][0] > 1e6


def test_a_frame_of_a_run_in_which_networks_diverge_is_the_same_whichever_others_were_asked_for() -> None:
    frames = {frame.step: frame for frame in run(WILD)}
    for frame in run(WILD, every(7)):
        assert frame.divergences == frames[frame.step].divergences
        assert np.array_equal(frame.histograms.shares, frames[frame.step].histograms.shares)
        for network in range(WILD.seeds):
            for name, numbers in of_network(frame, network).items():
                assert np.array_equal(numbers, of_network(frames[frame.step], network)[name], equal_nan=True), name


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_units_that_get_numbers_too_large_to_hold_are_neither_dead_nor_saturated(activation: str) -> None:
    """A weight decay of more than 1 multiplies the weights by 1e9 a step, until float32 ends."""
    wild = Experiment(activation=activation, precision="float32", learning_rate=1e6, weight_decay=1e3)
    layers = list(run(wild, ends_only))[-1].layers
    unknown = ~np.isfinite(layers.preactivation[:, :-1])
    assert unknown.any()
    assert np.isnan(layers.dead[:, :-1][unknown]).all()
    assert np.isnan(layers.saturated[:, :-1][unknown]).all()
