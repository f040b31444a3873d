"""NTK and maximal-update parametrisation: the tables of the papers, parity with PyTorch, and rates that carry over."""

import math
from typing import Any

import numpy as np
import pytest

from sim import OPTIMIZERS, BadValue, Experiment, ends_only, initialize, predicted, run, sigmas_of
from sim.parametrization import PARAMETRIZATIONS, scalings_of
from sim.training import Training
from tests.support.in_torch import assert_same, trained_here, trained_in_torch

NET = Experiment(depth=4, width=64, base_width=16, task="digits", samples=32, seeds=2, steps=3, init="he_normal")
M = 4.0
ADAPTIVE = ("adam", "adamw", "rmsprop")


def table(**changes: Any) -> list[tuple[float, float, float, float]]:
    """By layer: a, the standard deviation of w by that at base_width, and the rates of weights and biases."""
    experiment = NET.replace(**changes)
    at_base = initialize(experiment.replace(width=experiment.base_width, seeds=64))
    found = initialize(experiment.replace(seeds=16))
    spreads = [mine.std() / usual.std() for mine, usual in zip(found.weights, at_base.weights, strict=True)]
    scalings = zip(scalings_of(experiment), spreads, strict=True)
    return [(each.multiplier, spread / each.multiplier, each.rate, each.bias_rate) for each, spread in scalings]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({"parametrization": "mup"}, [(1, 1, M, M), (1, M**-0.5, 1, M), (1, M**-0.5, 1, M), (1 / M, 1, M, 1)]),
        (
            {"parametrization": "mup", "optimizer": "adam"},
            [(1, 1, 1, 1), (1, M**-0.5, 1 / M, 1), (1, M**-0.5, 1 / M, 1), (1 / M, 1, 1, 1)],
        ),
        ({"parametrization": "ntk"}, [(1, 1, 1, 1), *[(M**-0.5, 1, 1, 1)] * 3]),
        ({"parametrization": "ntk", "optimizer": "adam"}, [(1, 1, 1, 1), *[(M**-0.5, 1, 1, 1)] * 3]),
        ({"parametrization": "standard"}, [(1, 1, 1, 1), *[(1, M**-0.5, 1, 1)] * 3]),
    ],
    ids=str,
)
@pytest.mark.parametrize("init", ["he_normal", "xavier_normal", "lecun_uniform", "orthogonal"])
def test_multipliers_variances_and_rates_are_those_of_the_papers(
    init: str, changes: dict[str, Any], rows: list[tuple[float, ...]]
) -> None:
    """Yang et al. 2022, table 8; Jacot et al. 2018, section 2. Standard weights are he_normal's there."""
    if changes["parametrization"] == "standard" and init != "he_normal":
        pytest.skip("of the standard parametrisation each initialiser says itself what it is")
    for found, expected in zip(table(init=init, **changes), rows, strict=True):
        assert found == pytest.approx(expected, rel=0.06)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
def test_table_8_is_table_3_in_other_words(optimizer: str) -> None:
    """There W itself is trained: with SGD a step of W is a^2 times the rate, with Adam a times."""
    scalings = scalings_of(NET.replace(parametrization="mup", optimizer=optimizer))
    power = 1 if optimizer in ADAPTIVE else 2
    rates = [each.multiplier**power * each.rate for each in scalings]
    assert rates == pytest.approx([1, 1 / M, 1 / M, 1 / M] if optimizer in ADAPTIVE else [M, 1, 1, 1 / M])


@pytest.mark.parametrize("parametrization", PARAMETRIZATIONS)
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_at_the_base_width_all_are_the_same_to_the_last_digit(optimizer: str, parametrization: str) -> None:
    usual = NET.replace(base_width=64, optimizer=optimizer, weight_decay=0.1, bias_init="torch_linear", clip_norm=1.0)
    *_, expected = run(usual)
    *_, found = run(usual.replace(parametrization=parametrization))
    assert np.array_equal(found.loss, expected.loss)
    assert np.array_equal(found.layers.update_ratio, expected.layers.update_ratio)


def any_experiment(draw: int) -> Experiment:
    rng = np.random.default_rng(draw)
    return Experiment(
        depth=int(rng.integers(1, 6)), width=int(rng.integers(2, 24)), base_width=int(rng.integers(1, 12)), seed=draw,
        samples=24, seeds=1, steps=10, activation=str(rng.choice(["tanh", "relu"])),
        optimizer=str(rng.choice(OPTIMIZERS.names)), weight_decay=float(rng.choice([0, 0.05])),
        clip_value=[None, 0.02][int(rng.integers(2))], task=str(rng.choice(["circles", "digits", "signal"])),
        init=str(rng.choice(["he_normal", "xavier_uniform", "orthogonal"])), bias_init="torch_linear",
        parametrization=["ntk", "mup"][draw % 2], learning_rate=0.02, gain=float(rng.uniform(0.5, 1.5)),
        layers={"output": {"gain": 2}},
    )  # fmt: skip


def multipliers_and_rates(experiment: Experiment) -> tuple[list[float], list[tuple[float, float]]]:
    """The tables once more, from the sizes of layers alone."""
    kind, eta, adam = experiment.parametrization, experiment.learning_rate, experiment.optimizer.name in ADAPTIVE
    at_base = experiment.replace(width=experiment.base_width).layer_sizes
    m = experiment.width / experiment.base_width
    multipliers, rates = [], []
    for layer in range(experiment.depth):
        wide_in, wide_out = (
            at_base[place] == experiment.base_width and experiment.layer_sizes[place] == experiment.width
            for place in (layer, layer + 1)
        )
        if kind == "ntk":
            multipliers.append(m**-0.5 if wide_in else 1.0)
            rates.append((eta, eta))
        elif wide_in and wide_out:
            multipliers.append(1.0)
            rates.append((eta / m, eta) if adam else (eta, eta * m))
        else:
            multipliers.append(1 / m if wide_in else 1.0)
            faster = eta * m if wide_in or wide_out else eta
            rates.append((eta, eta) if adam else (faster, eta * m if wide_out else eta))
    return multipliers, rates


@pytest.mark.parametrize("draw", range(24))
def test_pytorch_with_multipliers_and_a_rate_for_each_group_trains_to_the_same_weights(draw: int) -> None:
    experiment = any_experiment(draw)
    assert_same(trained_here(experiment), trained_in_torch(experiment, *multipliers_and_rates(experiment)))


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_what_a_normalisation_learns_is_as_fast_as_the_biases_of_hidden_layers(optimizer: str) -> None:
    experiment = NET.replace(parametrization="mup", normalization="layer", affine="learned", optimizer=optimizer)
    usual = Training(experiment.replace(parametrization="standard"))
    start, changes = usual.parameters.flat.copy(), []
    for each in (Training(experiment), usual):
        np.copyto(each.parameters.flat, start)
        each.evaluate(0)
        each.update()
        changes.append(np.asarray(each.parameters.gamma) - 1.0)
    assert changes[0] == pytest.approx((M if optimizer == "sgd" else 1) * changes[1])
    assert changes[0].any()


def changes_of_z(experiment: Experiment) -> np.ndarray:
    """By how much three steps change what each layer computes, as the rms over networks, examples and units."""
    training = Training(experiment)
    training.evaluate(0)
    before = [np.array(z) for z in training.of_batch[0].z]
    for step in range(experiment.steps):
        training.update()
        training.evaluate(step + 1)
    return np.array([np.sqrt(np.square(z - b).mean()) for z, b in zip(training.of_batch[0].z, before, strict=True)])


@pytest.mark.parametrize(("optimizer", "rate"), [("sgd", 0.1), ("adam", 0.003)])
def test_with_mup_alone_every_layer_learns_as_fast_at_any_width(optimizer: str, rate: float) -> None:
    """The coordinate check of Yang et al. 2022, appendix D.1."""
    experiment = NET.replace(activation="tanh", init="lecun_normal", optimizer=optimizer, learning_rate=rate)
    grown = {}
    for kind in PARAMETRIZATIONS:
        narrow, wide = (
            changes_of_z(experiment.replace(parametrization=kind, width=n, base_width=64)) for n in (128, 512)
        )
        grown[kind] = wide / narrow
    assert grown["mup"] == pytest.approx(np.ones(4), abs=0.2)
    assert grown["standard"][-1] > 1.7
    if optimizer == "sgd":
        assert grown["ntk"][0] == pytest.approx(4**-0.5, rel=0.1)
        assert grown["ntk"][-1] == pytest.approx(1, abs=0.2)


def best_rate(experiment: Experiment, rates: list[float]) -> float:
    """log2 of the rate with the lowest final loss, between those of the grid by a parabola."""
    losses = []
    for rate in rates:
        *_, last = run(experiment.replace(learning_rate=rate), ends_only)
        losses.append(float(np.median(last.loss)))
    at = min(max(int(np.argmin(losses)), 1), len(rates) - 2)
    low, least, high = losses[at - 1 : at + 2]
    return math.log2(rates[at]) + (low - high) / (low - 2 * least + high) / 2


@pytest.mark.parametrize(
    ("changes", "widths", "exponents", "shift"),
    [
        ({"depth": 3, "activation": "relu", "optimizer": "adam"}, (16, 64, 192), range(-9, -2), 2.0),
        ({"depth": 2, "activation": "tanh", "init": "lecun_normal"}, (32, 128, 512), range(-4, 2), 0.8),
    ],
    ids=["adam", "sgd"],
)
def test_the_best_rate_stays_where_it_is_with_mup_and_falls_with_the_width_without_it(
    changes: dict[str, Any], widths: tuple[int, ...], exponents: range, shift: float
) -> None:
    experiment = NET.replace(samples=128, steps=5, seeds=4, base_width=widths[0], **changes)
    rates = [2.0**exponent for exponent in exponents]
    standard, mup = (
        [best_rate(experiment.replace(width=width, parametrization=kind), rates) for width in widths]
        for kind in ("standard", "mup")
    )
    assert standard[0] - standard[-1] > shift
    assert max(mup) - min(mup) < shift / 3


@pytest.mark.parametrize("kind", ["ntk", "mup"])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_theory_predicts_the_start_of_either(activation: str, kind: str) -> None:
    experiment = NET.replace(
        parametrization=kind,
        activation=activation,
        seeds=40,
        steps=0,
        init="xavier_normal",
        bias_init="normal(std=0.1)",
    )
    frame, theory = next(run(experiment)), predicted(experiment)
    assert theory is not None
    for name in ("preactivation", "delta"):
        assert np.median(getattr(frame.layers, name), axis=0) == pytest.approx(getattr(theory, name), rel=0.2), name
    sigma_w, _ = sigmas_of(experiment) or (0, 0)
    assert initialize(experiment).weights[1].std() * 8 == pytest.approx(sigma_w, rel=0.02)


@pytest.mark.parametrize("init", ["constant", "ones", "identity", "lsuv", "normal(mean=0.1)"])
def test_weights_of_no_known_variance_are_refused_with_what_to_do(init: str) -> None:
    with pytest.raises(BadValue, match="parametrization mup needs weights that are random around 0"):
        NET.replace(parametrization="mup", init=init)
    with pytest.raises(BadValue, match="choose another init, or parametrization standard"):
        NET.replace(parametrization="ntk", layers={2: {"init": init}})
    assert NET.replace(parametrization="mup", layers={"output": {"init": "zeros"}}).layers
