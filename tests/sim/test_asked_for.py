"""What is asked of a run beside its frames: moments, traces, and the singular values of the Jacobian."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim import ACTIVATIONS, Asked, Experiment, draw_data, ends_only, forward, initialize, run
from sim.architecture import architecture_of
from sim.asked import TRACED
from sim.costs import whole_cost
from sim.initializers import weight_variance
from sim.jacobian import EXAMPLES, spectrum
from sim.plane import spectrum_of_kept
from tests.support.runs import last, same

NET = Experiment(depth=4, width=8, samples=32, test_samples=16, steps=9, seeds=3, learning_rate=0.5)


def test_the_frames_of_moments_come_whatever_is_wanted_and_those_after_the_end_never() -> None:
    frames = list(run(NET.replace(asked=Asked((2, 7, 30))), ends_only))
    assert [frame.step for frame in frames] == [0, 2, 7, 9]
    assert all(same(frame, list(run(NET))[frame.step]) for frame in frames)


@pytest.mark.parametrize("change", [{}, {"batch_size": 5}, {"batch_size": 5, "normalization": "batch"}], ids=str)
def test_a_trace_has_the_numbers_of_all_frames(change: dict[str, object]) -> None:
    experiment = NET.replace(**change)
    frames = list(run(experiment))
    traced = last(experiment.replace(asked=Asked(traced=TRACED))).trace
    for name in TRACED:
        np.testing.assert_array_equal(traced[name], [getattr(frame, name) for frame in frames])


def test_a_trace_ends_for_a_network_with_its_divergence() -> None:
    wild = NET.replace(activation="identity", init="normal(std=3)", learning_rate=1e6, asked=Asked(traced=("loss",)))
    frames = list(run(wild))
    for network, divergence in enumerate(frames[-1].divergences):
        assert divergence is not None
        numbers = frames[-1].trace["loss"][:, network]
        assert np.isnan(numbers[divergence.step :]).all()
        assert np.isfinite(numbers[: divergence.step]).all()


def test_a_trace_grows_with_its_run_and_what_was_seen_stays() -> None:
    running = run(NET.replace(asked=Asked(traced=("loss",))))
    first, second = next(running), next(running)
    before = second.trace["loss"].copy()
    *_, end = running
    assert first.trace["loss"].shape == (1, 3)
    np.testing.assert_array_equal(second.trace["loss"], before)
    np.testing.assert_array_equal(end.trace["loss"][:2], before)
    with pytest.raises(ValueError, match="read-only"):
        end.trace["loss"][0] = 1.0


def by_autograd(experiment: Experiment) -> np.ndarray:
    """(S, width) singular values of the Jacobian between the hidden layers by PyTorch, the rms over four examples."""
    torch = pytest.importorskip("torch")
    parameters, (x, _) = initialize(experiment), draw_data(experiment)
    phi = {"tanh": torch.tanh, "relu": torch.relu, "identity": lambda z: z}[experiment.activation.name]
    done = forward(parameters, x, ACTIVATIONS.build(experiment.activation)(), architecture=architecture_of(experiment))
    found = np.zeros((experiment.seeds, experiment.width))
    for network in range(experiment.seeds):

        def run_on(h: object, network: int = network) -> object:
            for layer in range(1, experiment.depth - 1):
                W, b = (torch.tensor(part[layer][network]) for part in (parameters.weights, parameters.biases))
                z = h @ W + b
                h = phi(z) + (h if experiment.residual else 0)
            return h

        for example in range(EXAMPLES):
            jacobian = torch.autograd.functional.jacobian(run_on, torch.tensor(done.h[1][network, example]))
            found[network] += np.linalg.svd(jacobian.numpy(), compute_uv=False) ** 2 / EXAMPLES
    return np.sqrt(found)


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
@pytest.mark.parametrize("residual", [False, True])
def test_the_singular_values_are_those_of_pytorchs_jacobian(activation: str, residual: bool) -> None:
    experiment = NET.replace(activation=activation, residual=residual, bias_init="normal(std=0.2)", steps=0)
    frame = last(experiment.replace(asked=Asked(jacobian=True)))
    assert frame.jacobian == pytest.approx(by_autograd(experiment), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("depth", [3, 10, 60])
def test_orthogonal_linear_networks_have_none_but_ones(depth: int) -> None:
    """Saxe et al. 2013: a product of rotations is a rotation."""
    frame = last(
        NET.replace(depth=depth, activation="identity", init="orthogonal", steps=0, asked=Asked(jacobian=True))
    )
    assert frame.jacobian == pytest.approx(np.ones((3, 8)), rel=1e-12)


def test_a_gain_is_in_every_singular_value_once_for_each_layer_between_however_deep() -> None:
    deep = Experiment(
        depth=200, width=8, samples=8, activation="identity", init="orthogonal", gain=1.5, seeds=2, steps=0
    )
    frame = last(deep.replace(asked=Asked(jacobian=True)))
    assert frame.jacobian is not None
    assert np.log(frame.jacobian) == pytest.approx(np.full((2, 8), 198 * math.log(1.5)), rel=1e-12)


def test_the_jacobian_is_measured_at_the_ends_and_the_moments_and_nowhere_else() -> None:
    frames = list(run(NET.replace(asked=Asked((4,), (), True))))
    assert [frame.step for frame in frames if frame.jacobian is not None] == [0, 4, 9]
    assert all(frame.jacobian is None for frame in run(NET))


def test_the_kept_weights_of_the_first_network_have_its_singular_values() -> None:
    frame = last(NET.replace(asked=Asked(jacobian=True)))
    assert frame.weights is not None
    assert frame.jacobian is not None
    assert spectrum_of_kept(NET, frame.weights)[0] == pytest.approx(frame.jacobian[0], rel=1e-4)


def test_numbers_that_overflow_have_no_singular_values() -> None:
    wild = NET.replace(activation="identity", init="normal(std=1e5)", depth=100, precision="float32", steps=0)
    parameters, (x, _) = initialize(wild), draw_data(wild)
    found = spectrum(parameters, x, ACTIVATIONS.build("identity")(), architecture_of(wild))
    assert np.isnan(found).all()


@pytest.mark.parametrize("init", ["lecun_normal", "he_uniform", "xavier_normal", "normal(std=0.05)"])
def test_the_size_of_the_weights_is_the_standard_deviation_that_the_formula_gives(init: str) -> None:
    experiment = Experiment(depth=4, width=200, init=init, samples=4, seeds=4, steps=0)
    measured = last(experiment).layers.weight
    for layer, (n, m) in enumerate(((2, 200), (200, 200), (200, 200), (200, 2))):
        variance = weight_variance(experiment.init, n, m)
        assert variance is not None
        tolerance = 6 / math.sqrt(2 * n * m)
        assert measured[:, layer] == pytest.approx(math.sqrt(variance), rel=tolerance)


def test_what_is_asked_costs_more_and_nothing_asked_costs_nothing() -> None:
    costs = [whole_cost(NET.replace(asked=each)) for each in (Asked(), Asked((3,)), Asked(traced=("test_loss",)))]
    assert costs[0] == costs[1] < costs[2]
    assert whole_cost(NET.replace(asked=Asked(jacobian=True))) > costs[0]


def test_two_runs_cover_what_one_asks_for_only_if_it_asks_for_no_more() -> None:
    small, large = Asked((3,), ("loss",)), Asked((3, 5), ("loss", "accuracy"), True)
    assert large.covers(small)
    assert not small.covers(large)
    assert small.covers(Asked())
