"""How networks of finite width spread, against networks that were drawn and against integrals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.experiment import Experiment
from sim.theory import predicted
from sim.theory.gaussian import Numbers, activation_of, pair_mean, slope_of, value_of
from sim.theory.pairs import PairMoments, drifted
from sim.training import run

#: Networks of the bundled deck and of frameworks, in most of which bands were once far too narrow.
KNOWN: dict[str, dict[str, Any]] = {
    "sigmoid-8": {"depth": 8, "activation": "sigmoid", "task": "signal", "samples": 128},
    "xavier": {"depth": 9, "samples": 128},
    "tiny": {"depth": 9, "samples": 128, "init": "normal(std=0.05)"},
    "large-tanh": {"depth": 9, "samples": 128, "init": "normal(std=1)"},
    "huge": {"depth": 9, "samples": 128, "activation": "relu", "init": "normal(std=0.5)"},
    "small-8": {"depth": 8, "activation": "relu", "init": "normal(std=0.1)", "task": "signal", "samples": 128},
    "PyTorch": {"depth": 12, "activation": "relu", "init": "torch_linear", "bias_init": "torch_linear"},
    "digits": {"depth": 9, "width": 64, "task": "digits", "samples": 128},
    "sparse": {"depth": 5, "width": 64, "init": "sparse(sparsity=0.5, std=0.17)", "samples": 64},
    "orthogonal": {"depth": 12, "width": 32, "init": "orthogonal", "samples": 64},
}


def drawn(experiment: Experiment, networks: int = 96) -> dict[str, Numbers]:
    """What so many networks measure at initialisation, (networks, layers)."""
    frames = [next(run(experiment.replace(seed=seed, steps=0))) for seed in range(1000, 1000 + networks, 8)]
    names = ("signal", "delta", "weight_gradient")
    measured = {name: np.concatenate([getattr(frame.layers, name) for frame in frames]) for name in names}
    return {**measured, "input": np.concatenate([frame.input_signal for frame in frames])}


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_nine_of_ten_networks_lie_in_the_bands_and_their_medians_where_they_are_said_to(name: str) -> None:
    experiment = Experiment(**KNOWN[name])
    measured = drawn(experiment)
    found = predicted(experiment, float(np.median(measured["input"])), float(np.median(measured["delta"][:, -1])))
    assert found is not None
    assert found.unreliable is None
    for measure, first in (("signal", 1), ("delta", 0), ("weight_gradient", 0)):
        low, high = (side[first:] for side in getattr(found, f"{measure}_band"))
        inside = (low * (1 - 1e-9) <= measured[measure]) & (measured[measure] <= high * (1 + 1e-9))
        assert 0.8 < inside.mean() <= 1
        typical = np.median(measured[measure], axis=0) / getattr(found, measure)[first:]
        assert np.abs(np.log(typical)).max() < np.log(1.6)


@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu", "hard_tanh", "sigmoid"])
@pytest.mark.parametrize("c", [-0.9, 0.0, 0.5, 0.95, 1.0])
def test_the_ratios_of_pairs_are_those_of_the_double_integral(activation: str, c: float) -> None:
    phi, std = activation_of(activation), 1.5
    found = PairMoments(phi, std).ratios(np.array([c]))
    for ratio, function, power in (
        (found.value, value_of, 1),
        (found.slope, slope_of, 1),
        (found.square, value_of, 2),
        (found.squared_slope, slope_of, 2),
    ):

        def of(phi: Any, u: Numbers, function: Any = function, power: int = power) -> Numbers:
            return np.asarray(function(phi, u) ** power)

        norm = pair_mean(lambda phi, u: function(phi, u), phi, std, 1.0) ** power  # noqa: B023
        assert float(ratio[0]) == pytest.approx(pair_mean(of, phi, std, c) / norm, abs=0.02)


def test_one_example_of_a_relu_network_varies_by_five_by_width_both_ways() -> None:
    """E[phi^4] / E[phi^2]^2 - 1 = 5 and 3 E[phi'^4] / E[phi'^2]^2 - 1 = 5."""
    found = PairMoments(activation_of("relu"), 1.0).ratios(np.ones(1))
    assert float(found.square[0]) - 1 == pytest.approx(5)
    assert 3 * float(found.squared_slope[0]) - 1 == pytest.approx(5)


def test_unrelated_examples_have_the_correlation_of_random_vectors_after_a_layer() -> None:
    vectors = np.random.default_rng(3).standard_normal((4000, 2, 50))
    cosines = (vectors[:, 0] * vectors[:, 1]).sum(axis=1) / np.linalg.norm(vectors, axis=2).prod(axis=1)
    assert float(drifted(np.zeros(1), 50)[0]) ** 2 == pytest.approx(float(np.square(cosines).mean()), rel=0.1)
    assert float(drifted(np.ones(1), 50)[0]) == 1
