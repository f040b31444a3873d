import numpy as np
import pytest

from sim import TASKS, Experiment, draw_data
from sim.tasks import Data

PLANAR = [name for name, task in TASKS.items() if task.inputs == 2]


def drawn(name: str, samples: int = 600, width: int = 8, seed: int = 0) -> Data:
    return TASKS[name].draw(np.random.default_rng(seed), samples, width)


def accuracy_of_straight_lines(x: np.ndarray, y: np.ndarray) -> float:
    """The accuracy of least squares on one-hot labels."""
    inputs = np.column_stack([x, np.ones(len(x))])
    weights = np.linalg.lstsq(inputs, np.eye(y.max() + 1)[y], rcond=None)[0]
    return float(((inputs @ weights).argmax(axis=1) == y).mean())


def accuracy_of_nearest_neighbours(x: np.ndarray, y: np.ndarray) -> float:
    distance = np.linalg.norm(x[:, None] - x[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    return float((y[distance.argmin(axis=1)] == y).mean())


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("samples", [1, 2, 7, 64])
@pytest.mark.parametrize("width", [1, 2, 9])
def test_a_task_draws_the_sizes_it_says(name: str, samples: int, width: int) -> None:
    inputs, classes = TASKS[name].shape(width)
    x, y = drawn(name, samples, width)
    assert x.shape == (samples, inputs)
    assert y.shape == (samples,)
    assert set(y.tolist()) <= set(range(classes))
    assert classes >= 2


@pytest.mark.parametrize("name", TASKS)
def test_the_same_seed_draws_the_same_data_and_another_seed_others(name: str) -> None:
    assert all(np.array_equal(a, b) for a, b in zip(drawn(name), drawn(name), strict=True))
    assert not np.array_equal(drawn(name)[0], drawn(name, seed=1)[0])


@pytest.mark.parametrize("name", PLANAR)
def test_a_planar_task_is_balanced_centred_and_of_unit_size(name: str) -> None:
    x, y = drawn(name)
    shares = np.bincount(y) / len(y)
    assert np.allclose(shares, shares[0])
    assert np.abs(x.mean(axis=0)).max() < 0.2
    assert 0.5 < np.sqrt(np.square(x).mean()) < 1.5


@pytest.mark.parametrize("name", PLANAR)
def test_the_classes_of_a_planar_task_lie_apart(name: str) -> None:
    assert accuracy_of_nearest_neighbours(*drawn(name)) > 0.95


@pytest.mark.parametrize(("name", "least", "most"), [
    ("blobs", 0.99, 1.0), ("xor", 0.4, 0.75), ("circles", 0.4, 0.7), ("moons", 0.7, 0.95), ("spiral", 0.4, 0.75),
])  # fmt: skip
def test_only_blobs_are_separated_by_straight_lines(name: str, least: float, most: float) -> None:
    assert least <= accuracy_of_straight_lines(*drawn(name)) <= most


def test_signal_is_standard_normal_noise_as_wide_as_the_network() -> None:
    x, y = drawn("signal", samples=500, width=40)
    assert abs(x.mean()) < 0.03
    assert abs(x.var() - 1) < 0.06
    assert len(set(y.tolist())) == 40


@pytest.mark.parametrize("name", TASKS)
def test_each_network_has_its_own_data_whatever_the_network_is_like(name: str) -> None:
    x, y = draw_data(Experiment(task=name, seeds=2))
    other_x, other_y = draw_data(Experiment(task=name, seeds=2, init="zeros", depth=7, steps=3, precision="float32"))
    assert not np.array_equal(x[0], x[1])
    assert np.array_equal(x.astype(np.float32), other_x)
    assert np.array_equal(y, other_y)
