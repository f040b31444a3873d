from pathlib import Path

import numpy as np
import pytest

import sim
from sim import TASKS, Experiment, draw_data, ends_only, run
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


def test_digits_are_the_1797_test_images_of_the_collection_each_drawn_once() -> None:
    """The numbers of images by class are those that the UCI repository gives for the test set."""
    x, y = drawn("digits", samples=1797)
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert len(np.unique(x, axis=0)) == 1797
    assert sorted(map(tuple, x.tolist())) == sorted(map(tuple, drawn("digits", samples=1797, seed=1)[0].tolist()))


def test_digits_have_17_levels_of_ink_mean_0_and_variance_1() -> None:
    x, _ = drawn("digits", samples=1797)
    levels = np.unique(x)
    assert np.diff(levels) == pytest.approx(np.full(16, np.diff(levels)[0]))
    assert x.mean() == pytest.approx(0, abs=1e-12)
    assert x.var() == pytest.approx(1, rel=1e-12)
    corner = x.reshape(-1, 8, 8)[:, 0, 0]
    assert (corner == levels[0]).all()


def test_digits_can_be_told_apart_by_their_neighbours_and_nearly_by_straight_lines() -> None:
    assert accuracy_of_nearest_neighbours(*drawn("digits", samples=600)) > 0.95
    assert 0.9 < accuracy_of_straight_lines(*drawn("digits", samples=1797)) < 0.97


def test_more_digits_than_there_are_repeat_each_about_equally_often() -> None:
    x, _ = drawn("digits", samples=4096)
    assert set(np.unique(x, axis=0, return_counts=True)[1].tolist()) == {2, 3}


def test_a_network_learns_digits() -> None:
    experiment = Experiment(
        task="digits", depth=3, width=64, activation="relu", init="he_normal", samples=500, steps=60, seeds=2,
        learning_rate=0.5,
    )  # fmt: skip
    assert list(run(experiment, ends_only))[-1].accuracy.min() > 0.95


def test_the_digits_come_with_their_source_and_licence() -> None:
    beside = (Path(sim.__file__).parent / "data" / "digits.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in beside
    assert "https://doi.org/10.24432/C50P49" in beside
    assert (Path(sim.__file__).parent / "data" / "digits.npy").stat().st_size <= 200_000


@pytest.mark.parametrize("name", TASKS)
def test_each_network_has_its_own_data_whatever_the_network_is_like(name: str) -> None:
    x, y = draw_data(Experiment(task=name, seeds=2))
    other_x, other_y = draw_data(Experiment(task=name, seeds=2, init="zeros", depth=7, steps=3, precision="float32"))
    assert not np.array_equal(x[0], x[1])
    assert np.array_equal(x.astype(np.float32), other_x)
    assert np.array_equal(y, other_y)
