from typing import Any

import numpy as np
import pytest

from sim import ACTIVATIONS, INITIALIZERS, BadValue, Experiment, experiment_from, initial_arrays, initialize, run
from sim.lsuv import MOST_ITERATIONS, unit_variance
from sim.normalization import NORMALIZATIONS, POSITIONS


def variances(experiment: Experiment) -> np.ndarray:
    """The variance of z over all examples and units, (S, L)."""
    arrays = initial_arrays(experiment)
    layers = range(1, experiment.depth + 1)
    return np.stack([arrays[f"z{layer}"].astype(float).var(axis=(1, 2)) for layer in layers], axis=1)


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_every_layer_has_unit_variance_on_the_data(activation: str, precision: str) -> None:
    """Mishkin & Matas 2015, algorithm 1."""
    experiment = Experiment(init="lsuv", activation=activation, depth=20, samples=64, precision=precision)
    assert np.abs(variances(experiment) - 1).max() < 0.1


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("task", ["digits", "signal", "circles"])
def test_whatever_joins_the_layers(task: str, residual: bool, normalization: str) -> None:
    experiment = Experiment(
        init="lsuv", activation="relu", depth=9, task=task, residual=residual, normalization=normalization, samples=64
    )
    assert np.abs(variances(experiment) - 1).max() < 0.1


@pytest.mark.parametrize("where", POSITIONS)
@pytest.mark.parametrize("scale", [0.3, "skip_init"])
def test_wherever_a_normalisation_stands_and_whatever_scales_branches(scale: float | str, where: str) -> None:
    experiment = Experiment(
        init="lsuv", activation="relu", depth=9, residual=True, branch_scale=scale, normalization="layer", samples=64,
        normalization_position=where, affine="learned(gamma=0.5)",
    )  # fmt: skip
    assert np.abs(variances(experiment) - 1).max() < 0.1


def test_without_biases_the_first_division_is_exact() -> None:
    experiment = Experiment(init="lsuv(tolerance=1e-6)", depth=6, samples=64)
    assert np.abs(variances(experiment) - 1).max() < 1e-12


def test_with_biases_it_is_repeated_until_the_tolerance_is_met() -> None:
    experiment = Experiment(depth=6, samples=64, bias_init="normal(std=0.5)")
    for tolerance in (0.3, 0.01):
        assert np.abs(variances(experiment.replace(init=f"lsuv(tolerance={tolerance})")) - 1).max() < tolerance


def test_it_is_a_plain_loop_over_layers_for_one_network() -> None:
    experiment = Experiment(init="lsuv", activation="relu", depth=5, width=9, seeds=3, samples=40, bias_init="normal")
    found, start = initial_arrays(experiment), initialize(experiment.replace(init="orthogonal"))
    for network in range(3):
        h = found["x"][network]
        for layer in range(1, 6):
            W, b = start.weights[layer - 1][network].copy(), start.biases[layer - 1][network]
            for _ in range(10):
                variance = np.var(h @ W + b)
                if abs(variance - 1) < 0.1:
                    break
                W /= np.sqrt(variance)
            assert found[f"W{layer}"][network] == pytest.approx(W, rel=1e-12)
            h = np.maximum(h @ W + b, 0)


def test_its_weights_are_orthogonal_up_to_a_factor() -> None:
    for weights in initialize(Experiment(init="lsuv", depth=4, width=12)).weights[1:3]:
        gram = weights.transpose(0, 2, 1) @ weights
        assert gram == pytest.approx(gram[:, :1, :1] * np.eye(12), abs=1e-12)


@pytest.mark.slow
def test_a_gain_is_undone_but_for_a_gain_of_zero() -> None:
    experiment = Experiment(init="lsuv", depth=5)
    for gain in (1e-6, 20.0, 1e6):
        assert initialize(experiment.replace(gain=gain)).flat == pytest.approx(initialize(experiment).flat, rel=1e-9)
    assert not initialize(experiment.replace(gain=0.0)).flat.any()


def test_at_most_ten_divisions_are_made() -> None:
    """Where biases alone have a variance of more than 1, no weights can help."""
    weights, measured = np.ones((1, 2, 2)), []

    def compute() -> np.ndarray:
        measured.append(weights.copy())
        return np.array([[[-3.0, 3.0]]]) + 0 * weights[:, :1]

    unit_variance(weights, compute)
    assert len(measured) == MOST_ITERATIONS == 10
    assert weights == pytest.approx(np.full((1, 2, 2), 3.0**-10))


@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_it_repairs_the_smallest_and_the_largest_weights(size: float) -> None:
    h = np.random.default_rng(0).standard_normal((2, 30, 4))
    weights = size * np.random.default_rng(1).standard_normal((2, 4, 5))
    unit_variance(weights, lambda: h @ weights)
    assert (h @ weights).var(axis=(1, 2)) == pytest.approx([1, 1], rel=1e-12)


def test_networks_that_are_fine_already_are_left_alone() -> None:
    h = np.random.default_rng(0).standard_normal((2, 30, 4))
    weights = np.random.default_rng(1).standard_normal((2, 4, 5)) / 2
    weights[0] /= (h[0] @ weights[0]).std() * 0.99
    before = weights.copy()
    unit_variance(weights, lambda: h @ weights)
    assert np.array_equal(weights[0], before[0])
    assert not np.array_equal(weights[1], before[1])


def test_a_signal_of_zeros_or_of_no_numbers_ends_it() -> None:
    for z in (np.zeros((1, 3, 2)), np.full((1, 3, 2), np.nan), np.full((1, 3, 2), np.inf)):
        weights = np.ones((1, 2, 2))
        with np.errstate(all="ignore"):
            unit_variance(weights, lambda z=z: z)  # type: ignore[misc]
        assert (weights == 1).all()


def test_it_is_written_and_checked_as_any_other_initializer() -> None:
    assert "lsuv" in INITIALIZERS.names
    assert experiment_from({"init": {"name": "lsuv", "tolerance": 0.01}}).init.parameters == (("tolerance", 0.01),)
    with pytest.raises(BadValue, match=r"tolerance must be from 1e-06 to 1, not 0\.0"):
        Experiment(init="lsuv(tolerance=0)")


@pytest.mark.slow
def test_a_deep_network_trains_from_it() -> None:
    """Mishkin & Matas 2015, section 4: networks too deep for other schemes train."""
    deep = Experiment(depth=40, activation="tanh", init="lsuv", samples=64, seeds=2, steps=100, learning_rate=0.02)
    assert list(run(deep))[-1].accuracy.min() > 0.9
    assert list(run(deep.replace(init="xavier_normal", gain=0.5)))[-1].accuracy.max() < 0.8


def test_an_alias_of_it_is_fitted_to_the_data_and_its_cost_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INITIALIZERS._aliases, "layer_sequential", "lsuv")
    experiment = Experiment(init="layer_sequential(tolerance=0.01)", depth=6, samples=64, bias_init="normal(std=0.5)")
    assert np.abs(variances(experiment) - 1).max() < 0.01
    dear: dict[str, Any] = {"depth": 20, "width": 100, "samples": 500, "seeds": 4}
    Experiment(init="orthogonal", **dear)
    with pytest.raises(BadValue, match="before its first frame"):
        Experiment(init="layer_sequential", **dear)
