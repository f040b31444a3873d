import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim import Experiment, diagnose, ends_only, run
from sim.diagnosis import changes, times


def found_in(**fields: Any) -> dict[str, str]:
    """The diagnosis at the end of an experiment: the reason by the name."""
    experiment = Experiment(**{"steps": 0, "width": 32, "depth": 9, **fields})
    frames = list(run(experiment, ends_only))
    return {found.name: found.because for found in diagnose(experiment, frames[0], frames[-1])}


def test_a_linear_network_that_halves_each_layer_is_vanishing_by_the_power_of_two() -> None:
    found = found_in(activation="identity", init="identity", gain=0.5, task="signal")
    assert found == {"vanishing": "the error falls 256-fold from layer 9 back to layer 1"}


def test_the_error_is_followed_from_the_layer_that_is_asked_for() -> None:
    fields: dict[str, Any] = {"activation": "identity", "init": "identity", "gain": 0.5, "task": "signal", "width": 16}
    halves = Experiment(**fields, depth=9, steps=0)
    first = next(run(halves))
    (found,) = diagnose(halves, first, first, back_from=8)
    assert found.because == "the error falls 128-fold from layer 8 back to layer 1"
    (less,) = diagnose(halves, first, first, back_from=5)
    assert less.name == "uneven"
    assert less.because.startswith("from layer 5 back to layer 1 the error falls 16-fold")


def test_a_linear_network_that_doubles_each_layer_is_exploding_by_the_power_of_two() -> None:
    found = found_in(activation="identity", init="identity", gain=2.0, task="signal")
    assert found == {"exploding": "the error grows 256-fold from layer 9 back to layer 1"}


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"init": "xavier_normal"}, "healthy", "from layer 9 back to layer 1 the error"),
        ({"init": "he_normal", "activation": "relu"}, "healthy", "and the loss is"),
        ({"init": "normal(std=0.05)"}, "vanishing", "the error falls"),
        ({"init": "xavier_normal", "activation": "sigmoid"}, "vanishing", "the error falls"),
        ({"init": "zeros"}, "vanishing", "exactly 0"),
        ({"init": "constant"}, "symmetric", "they count as one"),
        ({"init": "normal(std=1)", "activation": "relu"}, "exploding", "the error grows"),
        ({"init": "normal(std=2)"}, "saturated", "of the outputs of layer"),
        (
            {"init": "he_normal", "activation": "relu", "bias_init": "constant(value=-9)"},
            "dead units",
            "every unit of layer",
        ),
        (
            {"init": "normal(std=0.5)", "activation": "relu", "steps": 60},
            "diverged",
            "networks computed numbers too large",
        ),
    ],
    ids=str,
)
def test_each_well_known_trouble_is_called_by_its_name(fields: dict[str, Any], name: str, words: str) -> None:
    assert words in found_in(**fields)[name]


def test_an_error_that_grows_fiftyfold_is_not_called_healthy() -> None:
    found = found_in(activation="identity", init="identity", gain=1.65, task="signal")
    assert list(found) == ["exploding"]
    assert found["exploding"].startswith("the error grows 55-fold from layer 9 back to layer 1, and the signal")


def test_an_error_that_falls_fiftyfold_before_any_training_is_uneven() -> None:
    found = found_in(activation="identity", init="identity", gain=1 / 1.65, task="signal")
    assert list(found) == ["uneven"]
    assert found["uneven"].startswith("from layer 9 back to layer 1 the error falls 55-fold, and the loss is ")


def test_an_error_and_a_signal_that_both_grow_more_than_tenfold_are_exploding_as_their_product_is() -> None:
    doubled = {"activation": "relu", "init": "normal(std=0.5)", "seeds": 8}
    found = found_in(**doubled)
    assert list(found) == ["exploding"]
    assert "the error grows" in found["exploding"]
    assert "and the signal" in found["exploding"]
    assert "diverged" in found_in(**doubled, steps=20, learning_rate=0.1)


@pytest.mark.parametrize(
    ("fields", "also"),
    [
        ({"init": "xavier_normal", "learning_rate": 1.0, "steps": 200}, []),
        ({"init": "normal(std=0.05)", "learning_rate": 10.0, "steps": 200}, ["vanishing"]),
    ],
)
def test_a_loss_that_rose_is_told_before_all_else_and_what_came_of_it_is_not(
    fields: dict[str, Any], also: list[str]
) -> None:
    found = found_in(**fields, seeds=8, samples=128, task="circles")
    assert list(found) == ["steps too large", *also]
    assert f"at a rate of {fields['learning_rate']:g} the loss rose from" in found["steps too large"]


def test_a_network_in_which_nothing_fails_and_nothing_is_learnt_is_not_called_healthy() -> None:
    still = found_in(init="xavier_normal", learning_rate=0.0, steps=3)
    assert list(still) == ["not learning"]
    assert "but the loss has not fallen: " in still["not learning"]
    assert list(found_in(init="xavier_normal", depth=3, steps=200, learning_rate=0.5)) == ["healthy"]


def test_units_far_out_on_a_flat_end_are_saturated_and_not_called_dead_as_well() -> None:
    found = found_in(bias_init="constant(value=40)", depth=3)
    assert found == {"saturated": "100% of the outputs of layer 1 lie where the slope is almost 0"}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"init": "he_normal", "activation": "relu", "bias_init": "constant(value=-9)"}, "dead units"),
        (
            {"init": "he_normal", "activation": "relu", "bias_init": "constant(value=-9)", "residual": True},
            "dead units",
        ),
        ({"init": "zeros"}, "vanishing"),
        ({"init": "zeros", "activation": "relu"}, "dead units"),
        ({"init": "constant", "depth": 3}, "symmetric"),
        ({"bias_init": "constant(value=40)"}, "saturated"),
    ],
    ids=str,
)
def test_one_cause_has_one_diagnosis(fields: dict[str, Any], name: str) -> None:
    assert list(found_in(**fields)) == [name]


def test_units_that_die_in_training_are_dead_units_and_those_off_from_the_start_are_not() -> None:
    deep: dict[str, Any] = {
        "init": "he_normal",
        "activation": "relu",
        "depth": 50,
        "width": 64,
        "samples": 128,
        "seeds": 2,
    }
    assert "dead units" not in found_in(**deep)
    dying = found_in(init="he_normal", activation="relu", depth=4, learning_rate=8.0, steps=20)
    assert "dead units" in dying


def test_a_divergence_is_told_with_how_many_and_where() -> None:
    given: dict[str, Any] = {
        "activation": "identity",
        "init": "identity",
        "gain": 1e6,
        "width": 4,
        "task": "signal",
        "seeds": 3,
    }
    found = found_in(depth=60, **given)
    assert found == {"diverged": "3 of 3 networks computed numbers too large to hold, the first at step 0 in layer 52"}


@pytest.mark.parametrize("depth", [1, 2])
def test_a_network_without_two_hidden_layers_has_a_diagnosis_too(depth: int) -> None:
    assert found_in(depth=depth, width=8)["healthy"].startswith("nothing vanishes")


def test_one_unit_alone_is_not_called_symmetric() -> None:
    assert "symmetric" not in found_in(width=1)


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (1.0, "stays the same"), (1.04, "stays the same"), (0.97, "stays the same"), (3.21, "grows 3.2-fold"),
        (1 / 3.21, "falls 3.2-fold"), (9.99, "grows 10-fold"), (87.6, "grows 88-fold"), (128.0, "grows 128-fold"),
        (89_999.0, "grows 90,000-fold"), (1e12, "grows 10^12-fold"), (1e-300, "falls 10^300-fold"),
        (0.0, "falls to exactly 0"), (math.inf, "grows beyond all numbers"),
    ],
)  # fmt: skip
def test_a_factor_is_said_as_people_say_it(factor: float, said: str) -> None:
    assert changes(factor) == said


def test_no_factor_is_said_wrongly_by_more_than_a_tenth() -> None:
    for factor in np.geomspace(1.06, 9e6, 500):
        said = float(times(float(factor)).removesuffix("-fold").replace(",", ""))
        assert said == pytest.approx(factor, rel=0.06)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (101.0, "exploding"),
        (14.2, "exploding"),  # signals pass one layer less: 14.2^(7/8) is more than 10
        (13.6, "uneven"),
        (10.1, "uneven"),
        (9.9, "healthy"),
        (1.0, "healthy"),
        (1 / 9.9, "healthy"),
        (1 / 10.1, "uneven"),
        (1 / 99, "uneven"),
        (1 / 101, "vanishing"),
    ],
)
def test_each_word_begins_where_its_threshold_lies(change: float, name: str) -> None:
    """Eight layers that multiply by one factor change the error by exactly its eighth power."""
    linear = Experiment(
        depth=9,
        width=8,
        activation="identity",
        init="identity",
        gain=change ** (1 / 8),
        task="signal",
        samples=32,
        steps=0,
    )
    first = next(run(linear))
    assert [each.name for each in diagnose(linear, first, first)] == [name]


@pytest.mark.parametrize(("fallen", "name"), [(0.97, "healthy"), (0.99, "not learning")])
def test_a_loss_that_falls_by_less_than_a_fiftieth_has_not_fallen(fallen: float, name: str) -> None:
    calm = Experiment(depth=3, width=8, activation="tanh", samples=32, steps=1, learning_rate=0.0)
    first, last = run(calm)
    later = replace(last, loss=first.loss * fallen)
    assert [each.name for each in diagnose(calm, first, later)] == [name]
