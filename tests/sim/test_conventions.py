"""What docs/conventions.md says of a training step, each line by arithmetic of its own on the arrays of a run."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim import Experiment
from sim.network import forward
from sim.training import Training

NET = Experiment(depth=3, width=6, bias_init="normal(std=0.3)", samples=12, seeds=2, steps=10, learning_rate=0.5)
Arrays = list[np.ndarray[Any, Any]]


def first_steps(steps: int = 1, **fields: Any) -> tuple[Arrays, list[Arrays]]:
    """The weights and biases at the start, and after each step what was taken off them."""
    training = Training(NET.replace(**fields))
    states = [parameters_of(training)]
    for step in range(steps):
        training.evaluate(step)
        training.update()
        states.append(parameters_of(training))
    return states[0], [[old - new for old, new in zip(*pair, strict=True)] for pair in pairwise(states)]


def parameters_of(training: Training) -> Arrays:
    """Copies of all weights, then all biases."""
    return [part.copy() for part in (*training.parameters.weights, *training.parameters.biases)]


def gradients_of() -> Arrays:
    """The gradient at the start, of all weights and then all biases."""
    training = Training(NET)
    training.evaluate(0)
    gradients = training.of_batch[1].gradients
    return [part.copy() for part in (*gradients.weights, *gradients.biases)]


def norm_of(arrays: Arrays) -> Any:
    """One norm over all parameters of each network, (S,)."""
    return np.sqrt(sum(np.square(part).reshape(len(part), -1).sum(axis=1) for part in arrays))


def test_weight_decay_is_added_to_the_gradient_of_weights_and_not_of_biases() -> None:
    start, (step,) = first_steps(weight_decay=0.2)
    for place, (parameter, gradient, change) in enumerate(zip(start, gradients_of(), step, strict=True)):
        decay = 0.2 * parameter if place < NET.depth else 0.0
        assert change == pytest.approx(0.5 * (gradient + decay), abs=1e-14)


def test_adam_divides_the_decay_too_so_it_is_coupled() -> None:
    """Adam's first step is rate * g / (|g| + epsilon), here with the gradient after decay."""
    start, (step,) = first_steps(weight_decay=0.2, optimizer="adam")
    decayed = gradients_of()[0] + 0.2 * start[0]
    assert step[0] == pytest.approx(0.5 * decayed / (np.abs(decayed) + 1e-8), rel=1e-9)


def test_the_decay_of_adamw_is_decoupled_from_its_gradient() -> None:
    start, (step,) = first_steps(weight_decay=0.2, optimizer="adamw")
    _, (plain,) = first_steps(optimizer="adam")
    for place, (parameter, without, change) in enumerate(zip(start, plain, step, strict=True)):
        decay = 0.2 * parameter if place < NET.depth else 0.0
        assert change == pytest.approx(without + 0.5 * decay, abs=1e-14)


def test_rmsprop_does_not_make_up_for_its_start_so_its_first_step_is_ten_times_that_of_adam() -> None:
    gradient = gradients_of()[0]
    _, (step,) = first_steps(optimizer="rmsprop")
    assert step[0] == pytest.approx(0.5 * gradient / (0.1 * np.abs(gradient) + 1e-8), rel=1e-9)


def test_one_norm_over_all_parameters_is_clipped_before_the_decay() -> None:
    gradients = gradients_of()
    limit = float(norm_of(gradients).min() / 3)
    start, (step,) = first_steps(weight_decay=0.2, clip_norm=limit)
    factor = (limit / norm_of(gradients))[:, None, None]
    assert step[0] == pytest.approx(0.5 * (factor * gradients[0] + 0.2 * start[0]), abs=1e-14)


def test_values_are_clipped_before_the_norm_is() -> None:
    cut = [np.clip(part, -0.01, 0.01) for part in gradients_of()]
    _, (step,) = first_steps(clip_value=0.01, clip_norm=0.02)
    assert norm_of(step) == pytest.approx(np.minimum(norm_of(cut), 0.02) * 0.5, rel=1e-12)


def test_the_first_warm_up_step_has_its_share_of_the_rate_and_momentum_takes_the_rate_last() -> None:
    _, (plain,) = first_steps()
    _, steps = first_steps(steps=2, warmup_steps=4, optimizer="momentum(momentum=0.9)")
    assert steps[0][0] == pytest.approx(plain[0] / 4, rel=1e-12)
    after = Training(NET)
    for parameter, change in zip((*after.parameters.weights, *after.parameters.biases), steps[0], strict=True):
        parameter -= change
    after.evaluate(0)
    velocity = 0.9 * gradients_of()[0] + after.of_batch[1].gradients.weights[0]
    assert steps[1][0] == pytest.approx(0.5 * 2 / 4 * velocity, rel=1e-9)


def test_a_last_batch_that_is_not_full_is_dropped_and_the_next_epoch_is_shuffled_anew() -> None:
    training = Training(NET.replace(batch_size=5, seeds=1))
    batches = [next(training._batches)[0][0] for _ in range(40)]
    epochs = [np.concatenate(batches[at : at + 2]) for at in range(0, 40, 2)]
    assert all(len(np.unique(epoch, axis=0)) == 10 for epoch in epochs)
    assert len(np.unique(np.concatenate(epochs), axis=0)) == 12


@pytest.mark.parametrize("normalization", ["layer", "batch"])
def test_normalised_layers_have_no_scale_and_their_variance_has_an_epsilon_inside_the_root(normalization: str) -> None:
    tiny = NET.replace(normalization=normalization, bias_init="zeros", gain=1e-3)
    training = Training(tiny)
    done = forward(training.parameters, training.x, training.activation, None, training.architecture)
    z, axis = training.x @ training.parameters.weights[0], {"layer": 2, "batch": 1}[normalization]
    centred = z - z.mean(axis=axis, keepdims=True)
    expected = centred / np.sqrt(np.square(centred).mean(axis=axis, keepdims=True) + 1e-5)
    assert done.hidden_u[0] == pytest.approx(expected, abs=1e-12)


def test_a_bias_comes_before_layer_and_after_batch_normalisation() -> None:
    def inputs_of(normalization: str, bias: float) -> Any:
        biases = {"name": "constant", "value": bias}
        training = Training(NET.replace(normalization=normalization, bias_init=biases))
        return forward(training.parameters, training.x, training.activation, None, training.architecture).hidden_u[0]

    assert inputs_of("layer", 3.0) == pytest.approx(inputs_of("layer", 0.0), abs=1e-9)
    assert inputs_of("batch", 3.0) == pytest.approx(inputs_of("batch", 0.0) + 3.0, abs=1e-12)
