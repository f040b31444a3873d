import math
from collections.abc import Callable

import numpy as np
import pytest

from sim import ACTIVATIONS, BadValue, Experiment, draw_data, forward, initialize
from sim.architecture import architecture_of
from sim.jacobian import initial_singular_values, jacobian_singular_values

STEP = 1e-6
SMALL = Experiment(depth=4, width=5, samples=6, seeds=2, task="signal", bias_init="normal(std=0.3)")


PHI: dict[str, Callable[[np.ndarray], np.ndarray]] = {"tanh": np.tanh, "relu": lambda z: np.where(z > 0, z, 0.0)}


def by_differences(experiment: Experiment, example: int, first: int, last: int) -> np.ndarray:
    """Singular values of dh_last/dh_first at one example, (S, k): nudge each number of h_first, and run on by hand."""
    phi = PHI[experiment.activation.name]
    parameters, (x, _) = initialize(experiment), draw_data(experiment)
    built, architecture = ACTIVATIONS.build(experiment.activation)(), architecture_of(experiment)
    h = forward(parameters, x, built, architecture=architecture).h[first]

    def run_on(network: int, h: np.ndarray) -> np.ndarray:
        for layer in range(first, last):
            z = h @ parameters.weights[layer][network] + parameters.biases[layer][network]
            u = (z - z.mean()) / math.sqrt(z.var() + 1e-5) if experiment.normalization == "layer" else z
            top = layer == experiment.depth - 1
            h = z if top else phi(u) + (h if experiment.residual and h.shape == z.shape else 0.0)
        return h

    values = []
    for network in range(experiment.seeds):
        nudges = STEP * np.eye(h.shape[2])
        start = h[network, example]
        columns = [(run_on(network, start + n) - run_on(network, start - n)) / (2 * STEP) for n in nudges]
        values.append(np.linalg.svd(np.array(columns), compute_uv=False))
    return np.array(values)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("normalization", ["none", "layer"])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("task", ["signal", "blobs"])
@pytest.mark.parametrize(("first", "last"), [(0, 4), (0, 1), (1, 3), (2, 4)])
def test_singular_values_are_those_of_the_matrix_of_central_differences(
    activation: str, normalization: str, residual: bool, task: str, first: int, last: int
) -> None:
    experiment = SMALL.replace(activation=activation, normalization=normalization, residual=residual, task=task)
    found = initial_singular_values(experiment, 3, first, last)
    for example in range(3):
        expected = by_differences(experiment, example, first, last)
        assert found[:, example] == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_batch_statistics_are_held_fixed() -> None:
    """Then a layer is its weights times a diagonal, as in a network that is no longer trained."""
    experiment = SMALL.replace(normalization="batch")
    phi, architecture, parameters = ACTIVATIONS.build("tanh")(), architecture_of(experiment), initialize(experiment)
    done = forward(parameters, draw_data(experiment)[0], phi, architecture=architecture)
    found = jacobian_singular_values(parameters, done, phi, architecture, 1, 2)
    for network in range(2):
        rate = 1 / np.sqrt(done.hidden_z[1][network].var(axis=0) + 1e-5)
        for example in range(6):
            slope = 1 - done.hidden_a[1][network, example] ** 2
            by_hand = np.linalg.svd(parameters.weights[1][network] * rate * slope, compute_uv=False)
            assert found[network, example] == pytest.approx(by_hand, rel=1e-12)


def test_an_orthogonal_linear_network_has_only_ones_at_depth_100() -> None:
    """Saxe et al. 2013: dynamical isometry."""
    deep = Experiment(depth=100, width=32, activation="identity", init="orthogonal", task="signal", seeds=2, samples=8)
    found = initial_singular_values(deep)
    assert found == pytest.approx(np.ones((2, 4, 32)), rel=1e-12)


def test_a_gaussian_linear_network_of_the_same_size_is_far_from_it() -> None:
    """Saxe et al. 2013, section 3: most singular values go to 0 with depth, and a few grow."""
    deep = Experiment(depth=30, width=32, activation="identity", init="xavier_normal", task="signal", samples=4)
    found = initial_singular_values(deep, 1)[:, 0]
    assert (found[:, 0] > 2).all()
    assert (np.median(found, axis=1) < 0.01).all()


@pytest.mark.parametrize("gain", [1e-3, 0.1, 10.0])
def test_no_depth_loses_them_to_underflow_or_overflow_on_the_way(gain: float) -> None:
    """The logarithm of each is depth x log gain, and that is exact as long as the result can be written down."""
    deep = Experiment(
        depth=100, width=4, gain=gain, activation="identity", init="identity", task="signal", samples=2, seeds=1
    )
    found = initial_singular_values(deep, 2)
    assert np.log10(found) == pytest.approx(np.full((1, 2, 4), 100 * math.log10(gain)), rel=1e-12)


def test_huge_and_tiny_weights_that_make_up_for_each_other_are_no_trouble() -> None:
    experiment = Experiment(depth=4, width=3, activation="identity", init="identity", task="signal", samples=2, seeds=1)
    parameters, (x, _) = initialize(experiment), draw_data(experiment)
    done = forward(parameters, x, ACTIVATIONS.build("identity")())
    for weights, factor in zip(parameters.weights, (1e-200, 1e-200, 1e200, 1e200), strict=True):
        weights *= factor
    assert jacobian_singular_values(parameters, done, ACTIVATIONS.build("identity")()) == pytest.approx(
        np.ones((1, 2, 3)), rel=1e-12
    )


def test_zeros_are_zero_and_no_numbers_no_number() -> None:
    assert not initial_singular_values(SMALL.replace(init="zeros")).any()
    wild = SMALL.replace(depth=80, activation="identity", init="normal(std=1e6)")
    assert np.isnan(initial_singular_values(wild)).all()


def test_width_and_layers_out_of_range_are_refused() -> None:
    with pytest.raises(BadValue, match="width must be at most 128 for the Jacobian, not 129"):
        initial_singular_values(Experiment(width=129))
    for first, last in ((2, 2), (3, 1), (-1, 2), (0, 5)):
        with pytest.raises(BadValue, match="must satisfy 0 <= first < last <= 4"):
            initial_singular_values(SMALL, 1, first, last)


@pytest.mark.parametrize("depth", [1, 2])
def test_the_smallest_networks_have_one_too(depth: int) -> None:
    assert initial_singular_values(Experiment(depth=depth, width=1, seeds=1, samples=1)).shape == (1, 1, 2)
