"""A layer's own start: how layers are named, what is drawn, and the two lessons that need it."""

import math
from typing import Any

import numpy as np
import pytest

from sim import (
    BadValue,
    Experiment,
    diagnose,
    ends_only,
    experiment_from,
    initial_arrays,
    initialize,
    predicted,
    run,
    sigmas_of,
    unpredictable,
)
from sim.costs import first_cost
from sim.experiment import RANGES
from sim.layer_starts import GAINS, starts_of
from tests.support.in_torch import assert_same, trained_here, trained_in_torch

NET = Experiment(depth=4, width=6, samples=16, seeds=2, steps=3)


def test_a_zero_head_starts_at_a_loss_of_ln_c_with_no_error_below_it() -> None:
    experiment = NET.replace(task="digits", layers={"output": {"init": "zeros"}})
    arrays = initial_arrays(experiment)
    assert arrays["loss"] == pytest.approx([math.log(10)] * 2, rel=1e-15)
    for layer in (1, 2, 3):
        assert not arrays[f"dW{layer}"].any()
        assert not arrays[f"db{layer}"].any()
    assert arrays["dW4"].all()


def test_after_its_first_step_a_zero_head_passes_errors_on() -> None:
    frames = list(run(NET.replace(layers={"output": {"init": "zeros"}}, steps=1)))
    assert not frames[0].layers.delta[:, :3].any()
    assert (frames[1].layers.delta[:, :3] > 0).all()


def test_a_zero_head_is_said_to_be_the_reason_before_the_first_step_and_no_trouble_later() -> None:
    experiment = Experiment(depth=9, activation="relu", init="he_normal", layers="output.init=zeros")
    first, *_, last = run(experiment, ends_only)
    (found,) = diagnose(experiment, first, first)
    assert found.because == "no error at all reaches layer 1: the output weights are 0 until the first step"
    assert [each.name for each in diagnose(experiment, first, last)] == ["healthy"]


def test_outgoing_weights_alone_break_the_symmetry_of_hidden_units() -> None:
    """Hidden weights all 0.05 and biases 0: what differs is how much of the error each unit is told."""
    experiment = Experiment(
        depth=2, width=16, task="xor", init="constant(value=0.05)", layers={"output": {"init": "xavier_normal"}},
        learning_rate=0.3, steps=1000, seeds=5,
    )  # fmt: skip
    first, second, *_, last = run(experiment, lambda step: step == 1)
    assert (first.layers.distinct_units[:, 0] == 1).all()
    assert (second.layers.distinct_units[:, 0] == 16).all()
    assert (last.accuracy > 0.95).all()
    *_, alike = run(experiment.replace(layers={}), lambda step: False)
    assert (alike.layers.distinct_units[:, 0] == 1).all()


@pytest.mark.parametrize("layers", [{"output": {"gain": 2}}, {-1: {"gain": 2}}, {4: {"gain": 2.0}}, "output.gain=2"])
def test_a_layer_is_named_by_its_number_from_either_end_or_as_the_output(layers: Any) -> None:
    usual, own = initialize(NET), initialize(NET.replace(layers=layers))
    for mine, other in zip(own.weights[:3], usual.weights[:3], strict=True):
        assert np.array_equal(mine, other)
    assert np.array_equal(own.weights[3], 2 * usual.weights[3])


@pytest.mark.parametrize(
    ("layers", "message", "path"),
    [
        ({0: {"gain": 1}}, "a layer is a number from 1, one from -1 down, or 'output', not 0", ("0",)),
        ({"first": {"gain": 1}}, "not 'first'", ("first",)),
        ({True: {"gain": 1}}, "not True", ("True",)),
        ({"01": {"gain": 1}}, "not '01'", ("01",)),
        ({5: {"gain": 1}}, "there is no layer 5 in a network of depth 4; it has layers 1 to 4", ("5",)),
        ({-5: {"gain": 1}}, "there is no layer -5", ("-5",)),
        ({4: {"gain": 1}, "output": {"gain": 2}}, "output is the same layer as 4 in a network of depth 4", ("output",)),
        ({1: {"gain": 1}, -4: {"gain": 2}}, "-4 is the same layer as 1 in a network of depth 4", ("-4",)),
        ({-1: {"gain": 1}, "output": {"gain": 2}}, "output is the same layer as -1; give it once", ("output",)),
        ({1: {"inti": "zeros"}}, "layer 1: unknown field 'inti' of a layer's start; did you mean", ("1", "inti")),
        ({1: {"gain": -1}}, "layer 1: gain must be from 0 to 1e\\+06, not -1", ("1", "gain")),
        ({1: {"init": "he_nromal"}}, "did you mean 'he_normal'", ("1", "init")),
        ({1: {"init": {"name": "normal", "std": -1}}}, "std must be from 0", ("1", "init", "std")),
        ({1: {}}, "a mapping with one or more of init, bias_init, gain", ("1",)),
        ({1: "zeros"}, "as in {init: zeros}, not 'zeros'", ("1",)),
        ("output=zeros", "cannot read 'output=zeros'; write it as in output.init=zeros", ()),
        ("1.gain=2 1.gain=3", "1.gain is given twice", ("1", "gain")),
        ("1.gain=big", "gain must be a number from 0", ()),
        (7, "expected a mapping from layers to their starts", ()),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(layers: Any, message: str, path: tuple[str, ...]) -> None:
    with pytest.raises(BadValue, match=message) as caught:
        NET.replace(layers=layers)
    assert caught.value.path == ("layers", *path)


def test_in_a_network_of_one_layer_the_first_is_the_output() -> None:
    with pytest.raises(BadValue, match="depth 1; give it once"):
        Experiment(depth=1, layers={1: {"gain": 2}, "output": {"gain": 3}})
    with pytest.raises(BadValue, match="it has layer 1 alone"):
        Experiment(depth=1, layers={2: {"gain": 2}})


def test_starts_come_back_from_their_data_and_from_their_text() -> None:
    starts = {
        "output": {"init": {"name": "normal", "std": 1 / 3, "mean": 0.1}},
        -2: {"bias_init": "ones"},
        1: {"gain": 2},
    }
    experiment = NET.replace(layers=starts)
    assert list(experiment.as_data()["layers"]) == ["1", "-2", "output"]
    assert experiment_from(experiment.as_data()) == experiment
    assert NET.replace(layers=str(experiment.layers)) == experiment
    assert hash(NET.replace(layers=str(experiment.layers))) == hash(experiment)
    assert NET.replace(layers="1.gain=2;-2.bias_init=ones; output.init=normal:std=0.5,mean=2") != experiment
    assert (GAINS, NET.layers.as_data()) == (RANGES["gain"], {})


def test_a_start_that_is_the_usual_one_changes_nothing() -> None:
    usual = NET.replace(init="he_uniform", bias_init="normal", gain=3.0)
    said = usual.replace(layers={2: {"init": "he_uniform", "bias_init": "normal", "gain": 3}})
    assert np.array_equal(initialize(said).flat, initialize(usual).flat)


@pytest.mark.parametrize("own", ["zeros", "he_uniform", "truncated_normal", "orthogonal", "sparse", "normal(std=0.3)"])
@pytest.mark.parametrize("usual", ["xavier_normal", "constant", "torch_linear", "truncated_normal(std=0.2)"])
def test_no_layer_is_drawn_otherwise_because_another_is(usual: str, own: str) -> None:
    before = NET.replace(init=usual, bias_init="normal")
    after = initialize(before.replace(layers={2: {"init": own, "bias_init": "uniform"}}))
    for layer, (mine, other) in enumerate(zip(after.weights, initialize(before).weights, strict=True), start=1):
        assert np.array_equal(mine, other) == (layer != 2)
    for layer, (mine, other) in enumerate(zip(after.biases, initialize(before).biases, strict=True), start=1):
        assert np.array_equal(mine, other) == (layer != 2)


def test_two_scales_of_one_distribution_are_made_of_the_same_numbers() -> None:
    usual, own = (
        initialize(NET.replace(init="normal(std=0.1)", layers=each)) for each in ("", "2.init=normal(std=0.3)")
    )
    assert own.weights[1] == pytest.approx(3 * usual.weights[1], rel=1e-14)


def test_layers_with_starts_of_their_own_are_independent_of_one_another() -> None:
    arrays = initialize(NET.replace(init="constant", layers="2.init=normal 3.init=normal")).weights
    assert not np.isin(arrays[1], arrays[2]).any()


def test_the_weights_have_the_size_that_each_layer_asks_for() -> None:
    layers = {1: {"init": "normal(std=0.2)", "gain": 3}, 3: {"init": "orthogonal"}, "output": {"bias_init": "ones"}}
    wide = Experiment(depth=4, width=200, seeds=1, steps=0, samples=8, task="signal", init="he_normal", layers=layers)
    found = initialize(wide)
    assert found.weights[0].std() == pytest.approx(0.6, rel=0.02)
    assert found.weights[1].std() == pytest.approx(0.1, rel=0.02)
    assert found.weights[2][0].T @ found.weights[2][0] == pytest.approx(np.eye(200), abs=1e-12)
    assert [bool(biases.all()) for biases in found.biases] == [False, False, False, True]


def variances(experiment: Experiment) -> np.ndarray:
    arrays = initial_arrays(experiment)
    return np.array([arrays[f"z{layer}"].var(axis=(1, 2)) for layer in range(1, experiment.depth + 1)])


def test_those_layers_are_fitted_to_the_data_that_ask_for_it_and_no_others() -> None:
    some = NET.replace(layers={2: {"init": "lsuv"}, "output": {"init": "lsuv(tolerance=1e-6)"}}, gain=0.1)
    found = variances(some)
    assert found[[1, 3]] == pytest.approx(np.ones((2, 2)), rel=1e-9)
    assert (found[[0, 2]] < 0.1).all()
    but_one = variances(NET.replace(init="lsuv", layers={"output": {"init": "zeros"}}))
    assert but_one[:3] == pytest.approx(np.ones((3, 2)), rel=1e-9)
    assert not but_one[3].any()


def test_a_factored_layer_costs_what_it_costs() -> None:
    wide = Experiment(width=256, depth=3, steps=0)
    costs = [first_cost(wide.replace(layers=each)) for each in ("", "2.gain=2", "2.init=orthogonal", "2.init=lsuv")]
    assert costs == sorted(costs)
    assert costs[0] == costs[1] < costs[2]
    every = first_cost(wide.replace(init="orthogonal", layers="1.gain=3"))
    assert costs[2] - costs[0] < 2.5 * (every - costs[0])


@pytest.mark.parametrize(
    "layers",
    [
        "output.init=zeros",
        "1.gain=3 3.gain=0.5",
        "output.init=normal(std=0.01) 2.init=orthogonal 3.bias_init=normal(std=0.5)",
        "-2.init=he_uniform 1.init=normal(std=2)",
    ],
)
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_theory_predicts_each_layer_by_its_own_start(activation: str, layers: str) -> None:
    experiment = Experiment(
        depth=5, width=64, layers=layers, seeds=40, steps=0, samples=64, activation=activation, init="he_normal"
    )
    frame, theory = next(run(experiment)), predicted(experiment)
    assert theory is not None
    for name in ("preactivation", "delta"):
        typical = np.median(getattr(frame.layers, name), axis=0)
        assert typical == pytest.approx(getattr(theory, name), rel=0.2), name
    low, high = theory.delta_band
    inside = (low <= frame.layers.delta) & (frame.layers.delta <= high)
    assert inside[:, :-1].mean() > 0.75


def test_theory_says_where_it_has_nothing_to_say_of_a_layer() -> None:
    assert unpredictable(NET.replace(layers="2.init=lsuv")) == "weights that are fitted to the data"
    assert unpredictable(NET.replace(layers="2.init=constant")) == "weights or biases that are not random around 0"
    assert unpredictable(NET.replace(init="constant", layers="output.init=he_normal")) is not None
    random = {layer: {"init": "he_normal"} for layer in (1, 2, 3, 4)}
    assert unpredictable(NET.replace(init="constant", layers=random)) is None


def test_the_place_on_the_map_is_that_of_the_layers_between_hidden_ones() -> None:
    xavier = sigmas_of(NET)
    assert sigmas_of(NET.replace(layers="1.gain=3 output.init=zeros")) == xavier
    assert sigmas_of(NET.replace(layers="2.gain=3")) is None
    assert sigmas_of(NET.replace(layers="2.gain=3 3.gain=3")) == pytest.approx((3 * (xavier or (0, 0))[0], 0.0))
    assert sigmas_of(NET.replace(depth=2, layers="1.gain=3")) == xavier


def any_layers(rng: np.random.Generator, depth: int) -> dict[int, Any]:
    """Starts of some layers, drawn anyhow."""
    inits = ["zeros", "constant(value=0.05)", "normal(std=0.3)", "he_uniform", "orthogonal", "lsuv"]
    chosen = rng.permutation(np.arange(1, depth + 1))[: rng.integers(1, depth + 1)]
    return {
        int(layer) - (depth + 1) * int(rng.integers(2)): {
            "init": str(rng.choice(inits)), "gain": float(rng.uniform(0.5, 2)), "bias_init": "normal(std=0.1)"
        }
        for layer in chosen
    }  # fmt: skip


@pytest.mark.parametrize("draw", range(12))
def test_pytorch_trains_such_networks_to_the_same_weights(draw: int) -> None:
    rng = np.random.default_rng(draw)
    depth = int(rng.integers(1, 6))
    experiment = Experiment(
        depth=depth, width=int(rng.integers(2, 9)), samples=24, seeds=1, steps=10, seed=draw,
        activation=str(rng.choice(["tanh", "relu"])), optimizer=str(rng.choice(["sgd", "momentum", "adam"])),
        task=str(rng.choice(["circles", "digits", "xor"])), weight_decay=0.01, learning_rate=0.05,
        layers=any_layers(rng, depth),
    )  # fmt: skip
    assert len(starts_of(experiment)) == depth
    assert_same(trained_here(experiment), trained_in_torch(experiment))
