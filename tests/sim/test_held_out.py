"""Held-out examples: never learnt from, of the same task, and what networks make of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import BadValue, Experiment, draw_data, ends_only, run
from sim.held_out import draw_held_out
from sim.tasks import TASKS
from tests.support.runs import last, same

NET = Experiment(depth=3, width=6, samples=40, test_samples=30, steps=6, seeds=2)


def rows(x: np.ndarray[Any, Any]) -> set[tuple[float, ...]]:
    return {tuple(row) for row in x.reshape(-1, x.shape[-1]).tolist()}


@pytest.mark.parametrize("task", TASKS)
def test_no_held_out_example_is_among_those_that_its_network_learns_from(task: str) -> None:
    experiment = NET.replace(task=task, samples=200, test_samples=300, seeds=3)
    (x, y), (held_x, held_y) = draw_data(experiment), draw_held_out(experiment)
    assert held_x.shape == (3, 300, x.shape[2])
    assert held_y.shape == (3, 300)
    assert set(np.unique(held_y)) <= set(np.unique(y))
    for network in range(3):
        assert rows(x[network]).isdisjoint(rows(held_x[network]))


@pytest.mark.parametrize("task", sorted(set(TASKS) - {"signal"}))
def test_held_out_examples_are_of_the_same_task(task: str) -> None:
    """The nearest example that is learnt from has the same class nearly always."""
    experiment = NET.replace(task=task, samples=600, test_samples=200, seeds=1)
    (x, y), (held_x, held_y) = draw_data(experiment), draw_held_out(experiment)
    nearest = np.linalg.norm(held_x[0][:, None] - x[0][None], axis=2).argmin(axis=1)
    assert (y[0][nearest] == held_y[0]).mean() > 0.9


def test_of_the_digits_all_can_be_used_and_none_twice() -> None:
    experiment = Experiment(task="digits", samples=1000, test_samples=797, depth=2, width=8, seeds=1, steps=0)
    (x, y), (held_x, held_y) = draw_data(experiment), draw_held_out(experiment)
    every = np.concatenate([y[0], held_y[0]])
    assert np.bincount(every).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # Alpaydin & Kaynak's
    assert len(x[0]) + len(held_x[0]) == 1797
    with pytest.raises(BadValue, match="test_samples may be up to 797") as error:
        experiment.replace(test_samples=798)
    assert error.value.path == ("test_samples",)


def test_a_run_is_the_same_whether_it_is_tested_or_not() -> None:
    for change in ({}, {"batch_size": 7}, {"normalization": "batch", "batch_size": 7}, {"task": "digits"}):
        plain, tested = (list(run(NET.replace(**change, test_samples=held))) for held in (0, 30))
        for one, other in zip(plain, tested, strict=True):
            assert one.test_loss is None
            assert one.loss.tolist() == other.loss.tolist()
            assert one.layers.delta.tolist() == other.layers.delta.tolist()


@pytest.mark.parametrize("normalization", ["none", "layer", "batch"])
def test_test_loss_is_the_loss_of_the_same_networks_on_the_other_examples(normalization: str) -> None:
    """A second experiment that is given them to learn from has it before its first step."""
    experiment = NET.replace(task="digits", normalization=normalization, samples=30, steps=0, init="he_normal")
    other = NET.replace(task="digits", normalization=normalization, samples=60, test_samples=0, steps=0)
    frame, (x, y), (held_x, held_y) = last(experiment), draw_data(other), draw_held_out(experiment)
    np.testing.assert_array_equal(x[:, 30:], held_x)
    np.testing.assert_array_equal(y[:, 30:], held_y)
    if normalization != "batch":
        both = last(other.replace(init="he_normal"))
        assert frame.test_loss is not None
        assert both.loss == pytest.approx((frame.loss + frame.test_loss) / 2, rel=1e-12)


def test_one_held_out_example_cannot_be_normalised_by_batch() -> None:
    with pytest.raises(BadValue, match="raise test_samples"):
        NET.replace(normalization="batch", test_samples=1)


def test_test_loss_of_a_network_that_diverged_stays_what_it_was() -> None:
    wild = NET.replace(activation="identity", init="normal(std=3)", learning_rate=1e6, steps=30)
    frames = list(run(wild))
    assert frames[-1].diverged.all()
    again = list(run(wild, ends_only))[-1]
    assert same(frames[-1], again)


def test_a_chaotic_start_fits_what_it_learns_from_and_tells_nothing_of_other_digits() -> None:
    ordinary = Experiment(depth=6, width=64, task="digits", samples=128, test_samples=256, steps=300, seeds=4)
    chaotic = ordinary.replace(gain=4.0)
    for experiment, low, high in ((ordinary, 0.85, 1.0), (chaotic, 0.0, 0.6)):
        frame = last(experiment)
        assert frame.test_accuracy is not None
        assert frame.accuracy.min() > 0.98
        assert ((frame.test_accuracy > low) & (frame.test_accuracy < high)).all()
