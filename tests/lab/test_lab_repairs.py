"""Repairs against every failure: each says that it helped where a run of it is healthy, and only there."""

from __future__ import annotations

import pytest

from quizapp.lab.presets import preset
from quizapp.lab.repairs import outcome, repairs
from sim import Experiment
from tests.support.experiments_in_the_lab import drawn, drawn_and_trained

#: Half as many as the lab trains: more would take longer and say the same.
NETWORKS = 4
#: What each repair makes of each failure, found by running them: what is wrong as drawn, and what once trained.
HEALS: dict[str, set[str]] = {
    "vanishing": {"recommended", "LSUV", "batch norm", "layer norm"},
    "exploding": {"recommended", "LSUV", "batch norm", "layer norm"},
    "symmetric": {"recommended", "LSUV"},
    "zeros": {"recommended", "LSUV"},
    "saturated": {"recommended", "LSUV", "batch norm", "layer norm"},
    "dead units": {"recommended", "LSUV", "layer norm"},
}


@pytest.mark.slow
@pytest.mark.usefixtures("run_only_once")
@pytest.mark.parametrize("failure", HEALS)
def test_a_repair_says_that_it_helped_where_the_network_is_healthy_and_only_there(failure: str) -> None:
    broken = preset(failure).experiment.replace(seeds=NETWORKS)
    before = drawn(broken)
    for repair in repairs(broken):
        repaired, trained = drawn_and_trained(repair.change(broken))
        found = outcome(before, repaired, trained)
        name = "recommended" if repair is repairs(broken)[0] or repair.short.endswith("_normal") else repair.short
        assert found.helped == (name in HEALS[failure]), (repair.name, found)
        assert found.helped == ({each.name for each in (*repaired, *trained)} <= {"healthy", "uneven"})


@pytest.mark.slow
@pytest.mark.usefixtures("run_only_once")
def test_layer_normalisation_loses_tiny_weights_in_training_and_batch_normalisation_does_not() -> None:
    tiny = preset("vanishing").experiment.replace(init={"name": "normal", "std": 0.01}, seeds=NETWORKS)
    said = {each.short: outcome(drawn(tiny), *drawn_and_trained(each.change(tiny))) for each in repairs(tiny)}
    assert said["layer norm"].words.startswith("vanishing before, healthy as drawn, but vanishing")
    assert said["batch norm"].words == "vanishing before, uneven as drawn, and healthy once trained"


def test_the_first_repair_is_what_is_recommended_for_the_activation() -> None:
    for activation, init in (("relu", "he_normal"), ("tanh", "xavier_normal"), ("selu", "lecun_normal")):
        first = repairs(Experiment(activation=activation, gain=3.0))[0]
        repaired = first.change(Experiment(activation=activation, gain=3.0))
        assert (repaired.init.name, repaired.gain) == (init, 1.0)


@pytest.mark.parametrize("activation", ["sigmoid", "hard_sigmoid"])
def test_where_no_weights_are_recommended_none_are_offered(activation: str) -> None:
    assert [each.short for each in repairs(Experiment(activation=activation))] == ["LSUV", "batch norm", "layer norm"]
