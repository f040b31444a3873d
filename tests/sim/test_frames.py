"""Which frames of a run come, and that each is what it would be by itself."""

import math
import pickle
from typing import Any

import numpy as np
import pytest

from sim import Experiment, ends_only, every, run
from sim.sizes import rms
from sim.training import Training
from tests.support.runs import last, numbers, same


def test_the_first_and_the_last_frame_always_come() -> None:
    assert [frame.step for frame in run(Experiment(steps=7), ends_only)] == [0, 7]
    assert [frame.step for frame in run(Experiment(steps=7))] == list(range(8))
    assert [frame.step for frame in run(Experiment(steps=7), every(3))] == [0, 3, 6, 7]
    assert [frame.step for frame in run(Experiment(steps=0), ends_only)] == [0]


def test_a_frame_is_the_same_whichever_others_were_asked_for() -> None:
    experiment = Experiment(steps=9, batch_size=32, optimizer="momentum")
    all_frames = list(run(experiment))
    assert all(same(frame, all_frames[frame.step]) for frame in run(experiment, every(4)))


class Asked:
    """A `wanted` that notes the steps it is asked about."""

    def __init__(self, first_wanted: float = math.inf) -> None:
        self.first_wanted = first_wanted
        self.steps: list[int] = []

    def __call__(self, step: int) -> bool:
        self.steps.append(step)
        return step >= self.first_wanted


def test_wanted_is_asked_once_for_each_step_between_the_ends_and_in_order() -> None:
    asked = Asked()
    list(run(Experiment(steps=5), asked))
    assert asked.steps == [1, 2, 3, 4]


def test_a_closed_run_does_no_further_step() -> None:
    asked = Asked(first_wanted=3)
    frames = run(Experiment(steps=5000, width=4, samples=8), asked)
    assert [next(frames).step, next(frames).step] == [0, 3]
    frames.close()  # type: ignore[attr-defined]
    assert asked.steps == [1, 2, 3]
    assert list(frames) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"batch_size": 16},
        {"precision": "float32"},
        {"optimizer": "adam"},
        {"init": "lsuv", "normalization": "batch", "residual": True},
    ],
    ids=str,
)
def test_the_same_seed_gives_the_same_frames(fields: dict[str, Any]) -> None:
    experiment = Experiment(steps=6, samples=64, **fields)
    assert all(same(one, two) for one, two in zip(run(experiment), run(experiment), strict=True))
    assert not same(last(experiment), last(experiment.replace(seed=99)))


@pytest.mark.slow
@pytest.mark.parametrize("fields", [
    {}, {"batch_size": 5}, {"width": 1}, {"clip_norm": 0.1, "weight_decay": 0.01}, {"precision": "float32"},
    {"normalization": "layer", "residual": True}, {"normalization": "batch", "batch_size": 5, "optimizer": "adam"},
    {"init": "lsuv", "bias_init": "normal", "task": "digits"}, {"optimizer": "nesterov", "clip_value": 1e-3},
    {"init": "orthogonal", "task": "signal"}, {"activation": "relu", "init": "normal(std=2)", "depth": 6, "steps": 40},
], ids=str)  # fmt: skip
def test_each_network_of_a_batch_trains_as_if_it_were_alone(fields: dict[str, Any]) -> None:
    experiment = Experiment(**{"steps": 8, "samples": 24, "width": 9, "seeds": 4, "seed": 11, **fields})
    frames = list(run(experiment))
    for network in range(4):
        for alone in run(experiment.replace(seeds=1, seed=11 + network)):
            together = frames[alone.step]
            assert together.divergences[network] == alone.divergences[0]
            for name, values in numbers(alone).items():
                if name not in ("shares", "weights"):  # which are of the first network alone
                    assert np.array_equal(values[0], numbers(together)[name][network], equal_nan=True), name


@pytest.mark.parametrize("fields", [
    {}, {"precision": "float32"}, {"samples": 1}, {"samples": 1, "precision": "float32"}, {"samples": 1, "depth": 1},
    {"batch_size": 3, "clip_norm": 0.1}, {"normalization": "batch", "init": "lsuv"},
], ids=str)  # fmt: skip
def test_the_first_of_many_networks_are_those_of_a_run_of_a_few(fields: dict[str, Any]) -> None:
    """To the last digit; but for the order in which one network with one example adds its numbers up."""
    experiment = Experiment(**{"steps": 5, "samples": 12, "width": 7, "seed": 3, **fields})
    many = last(experiment.replace(seeds=20))
    one_product = experiment.samples > 1
    rounding = 0.0 if one_product else 1e-12 if experiment.precision == "float64" else 1e-4
    for start, seeds in ((0, 8), (8, 8), (16, 4), (0, 1), (19, 1)):
        few = numbers(last(experiment.replace(seed=3 + start, seeds=seeds)))
        for name in few.keys() - {"shares", "weights"}:  # which are of the first network alone
            same = numbers(many)[name][start : start + seeds]
            np.testing.assert_allclose(few[name], same, rtol=rounding, err_msg=name)


def test_experiments_that_differ_only_in_scale_draw_the_same_numbers() -> None:
    one, two = (last(Experiment(activation="identity", init=f"normal(std={std})", steps=0)) for std in (0.1, 0.3))
    assert two.layers.signal == pytest.approx(one.layers.signal * 3.0 ** np.arange(1, 4), rel=1e-13)


def test_frames_are_copies_that_later_steps_do_not_touch() -> None:
    frames, kept = [], []
    for frame in run(Experiment(steps=5, batch_size=64)):
        frames.append(frame)
        kept.append(pickle.dumps(frame))
    assert [pickle.dumps(frame) for frame in frames] == kept


def test_frames_cannot_be_written_to() -> None:
    frame = last(Experiment(steps=1))
    for name, array in numbers(frame).items():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
        assert array.base is None, f"{name} is a view of something that could be written to"


#: What is measured on the way back, and so of the batch that the coming update follows from.
OF_BATCH = {"delta", "weight_gradient", "bias_gradient", "update_ratio"}


def test_the_forward_measures_of_a_minibatch_run_are_over_all_samples() -> None:
    whole, parts = Experiment(steps=0), Experiment(steps=0, batch_size=16)
    one, two = numbers(last(whole)), numbers(last(parts))
    assert all(np.array_equal(one[name], two[name]) for name in one.keys() - OF_BATCH)


@pytest.mark.parametrize("normalization", ["none", "layer", "batch"])
@pytest.mark.parametrize("batch_size", [None, 16, 100])
def test_the_gradient_that_is_shown_is_the_one_that_training_takes(normalization: str, batch_size: int | None) -> None:
    """Plain gradient descent: an update is the learning rate times the gradient, in every step and every layer."""
    net = Experiment(steps=4, batch_size=batch_size, normalization=normalization, learning_rate=0.3, seeds=2)
    training = Training(net)
    for frame in run(net):
        weights = np.stack([rms(part) for part in training.parameters.weights], axis=1)
        assert frame.layers.update_ratio == pytest.approx(0.3 * frame.layers.weight_gradient / weights, rel=1e-9)
        training.evaluate(frame.step)
        training.update()


def test_the_error_that_is_shown_is_that_of_the_batch() -> None:
    """At the output it is softmax minus one-hot, by the number of examples that one loss is averaged over."""
    net = Experiment(steps=0, init="zeros", task="circles", batch_size=16)
    assert last(net).layers.delta[:, -1] == pytest.approx(0.5 / 16, rel=1e-12)


def test_under_batch_normalisation_every_example_is_seen_among_a_batch_of_training() -> None:
    """Each 16 examples have statistics of their own; the last of 41 are filled up with those before them."""
    net = Experiment(steps=0, depth=2, normalization="batch", samples=41, batch_size=16, seeds=2)
    training = Training(net)
    training.evaluate(0)
    z = training.x @ training.parameters.weights[0]
    seen = training.over_all_samples().hidden_u[0]
    for rows, batch in ((slice(16), slice(16)), (slice(16, 25), slice(16, 32)), (slice(25, 41), slice(25, 41))):
        centred = z[:, rows] - z[:, batch].mean(axis=1, keepdims=True)
        expected = centred / np.sqrt(z[:, batch].var(axis=1, keepdims=True) + 1e-5)
        assert seen[:, rows] == pytest.approx(expected, rel=1e-9, abs=1e-12)
