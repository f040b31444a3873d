"""What a network answers over the plane, seen against the run itself."""

import numpy as np
import pytest

from sim import Experiment, initial_arrays, run
from sim.plane import examples, grid, is_on_plane, reach, responses

NETS = [
    Experiment(steps=5, depth=4, width=6, samples=40, seeds=2),
    Experiment(steps=5, depth=3, width=5, samples=40, seeds=2, residual=True, activation="relu"),
    Experiment(steps=5, depth=3, width=5, samples=40, seeds=2, normalization="layer", bias_init="normal"),
    Experiment(steps=5, depth=3, width=5, samples=40, normalization="batch", residual=True, bias_init="normal"),
    Experiment(steps=5, depth=1, samples=40, normalization="batch"),
    Experiment(
        steps=5, depth=4, width=5, samples=40, residual=True, branch_scale="learned", normalization="batch",
        normalization_position="pre", affine="learned(gamma=0.5)",
    ),
    Experiment(
        steps=5, depth=4, width=5, samples=40, residual=True, branch_scale=0.3, normalization="batch",
        normalization_position="post", affine="learned",
    ),
    Experiment(steps=5, depth=4, width=5, samples=40, normalization="layer", normalization_position="post"),
]  # fmt: skip


@pytest.mark.parametrize(
    "net", NETS, ids=lambda net: f"{net.normalization} {net.normalization_position} {net.residual} {net.depth}"
)
def test_on_the_examples_the_answers_are_those_of_the_run(net: Experiment) -> None:
    frame, arrays = next(run(net)), initial_arrays(net)
    assert frame.weights is not None
    seen = responses(net, frame.weights, examples(net)[0])
    assert len(seen.hidden) == net.depth - 1
    for layer, h in enumerate(seen.hidden, start=1):
        assert h == pytest.approx(arrays[f"h{layer}"][0], rel=1e-4, abs=1e-5)
    odds = np.exp(arrays[f"z{net.depth}"][0])
    assert seen.shares == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=1e-5)


@pytest.mark.parametrize(
    "net", NETS, ids=lambda net: f"{net.normalization} {net.normalization_position} {net.residual} {net.depth}"
)
def test_the_weights_of_a_later_frame_give_its_accuracy(net: Experiment) -> None:
    *_, frame = run(net)
    x, y = examples(net)
    assert frame.weights is not None
    answers = responses(net, frame.weights, x).shares.argmax(axis=1)
    assert np.mean(answers == y) == pytest.approx(frame.accuracy[0])


def test_the_grid_covers_all_examples_from_the_upper_left_on() -> None:
    net = NETS[0]
    points = grid(net, 3, 5)
    assert points.shape == (15, 2)
    assert points[0][0] < 0 < points[0][1]
    assert points[-1] == pytest.approx(-points[0])
    assert np.abs(examples(net)[0]).max() < reach(net)


def test_weights_are_kept_of_small_networks_on_the_plane_alone() -> None:
    assert is_on_plane(Experiment(depth=9, width=32))
    assert not is_on_plane(Experiment(task="digits"))
    assert not is_on_plane(Experiment(depth=30, width=64))
    assert next(run(Experiment(task="digits", steps=0))).weights is None


def test_a_network_that_has_diverged_keeps_the_weights_of_that_step() -> None:
    net = Experiment(depth=4, init="normal(std=5)", activation="relu", learning_rate=1e6, steps=20, seeds=1)
    frames = list(run(net))
    divergence = frames[-1].divergences[0]
    assert divergence is not None
    assert frames[-1].weights is not None
    at = frames[divergence.step].weights
    assert at is not None
    assert np.array_equal(frames[-1].weights, at, equal_nan=True)
