"""The first network of an experiment, trained in PyTorch from the simulator's weights, and trained by the simulator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from sim import Experiment, initial_arrays
from sim.training import Training

Parameters = list[np.ndarray[Any, Any]]
#: Built from groups of parameters, each with its own rate.
Optimizers = dict[str, Callable[[list[dict[str, Any]]], Any]]


def optimizers(torch: Any) -> Optimizers:
    """PyTorch's optimisers by the names that they have here."""
    return {
        "sgd": lambda groups: torch.optim.SGD(groups),
        "momentum": lambda groups: torch.optim.SGD(groups, momentum=0.9),
        "nesterov": lambda groups: torch.optim.SGD(groups, momentum=0.9, nesterov=True),
        "adam": lambda groups: torch.optim.Adam(groups),
        "adamw": lambda groups: torch.optim.AdamW(groups),
        "rmsprop": lambda groups: torch.optim.RMSprop(groups),
    }


def trained_in_torch(
    experiment: Experiment,
    multipliers: Sequence[float] | None = None,
    rates: Sequence[tuple[float, float]] | None = None,
) -> tuple[float, Parameters, Parameters]:
    """The loss at the start, the first gradients, and W and b of all layers after training.

    Layer l computes a h w + b with a = multipliers[l], and (w, b) learn at rates[l]; 1 and the experiment's rate if not
    given. What is given back is of W = a w. All in float64 on all samples at once.
    """
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)  # more of them only wait for one another over products this small
    depth, arrays = experiment.depth, initial_arrays(experiment)
    factors, pairs = multipliers or [1.0] * depth, rates or [(experiment.learning_rate,) * 2] * depth
    each = [factor for one in factors for factor in (one, 1.0)]
    names = [f"{name}{layer}" for layer in range(1, depth + 1) for name in "Wb"]
    parts = [torch.tensor(arrays[name][0] / a, requires_grad=True) for name, a in zip(names, each, strict=True)]
    x, y = torch.tensor(arrays["x"][0]), torch.tensor(arrays["y"][0])

    def loss() -> Any:
        h = x
        for layer in range(depth):
            z = factors[layer] * (h @ parts[2 * layer]) + parts[2 * layer + 1]
            h = z if layer == depth - 1 else getattr(torch, experiment.activation.name)(z)
        return torch.nn.functional.cross_entropy(h, y)

    flat = [rate for pair in pairs for rate in pair]
    decays = [experiment.weight_decay, 0.0] * depth
    groups = [
        {"params": [part], "lr": rate, "weight_decay": decay}
        for part, rate, decay in zip(parts, flat, decays, strict=True)
    ]
    optimizer, first = optimizers(torch)[experiment.optimizer.name](groups), loss()
    first.backward()
    gradients = [part.grad.numpy() / a for part, a in zip(parts, each, strict=True)]
    for _ in range(experiment.steps):
        optimizer.zero_grad()
        loss().backward()
        if experiment.clip_value is not None:
            torch.nn.utils.clip_grad_value_(parts, experiment.clip_value)
        optimizer.step()
    return first.item(), gradients, [a * part.detach().numpy() for part, a in zip(parts, each, strict=True)]


def trained_here(experiment: Experiment) -> tuple[float, Parameters, Parameters]:
    """The same by the simulator."""
    arrays = initial_arrays(experiment)
    names = [f"{name}{layer}" for layer in range(1, experiment.depth + 1) for name in ("dW", "db")]
    training = Training(experiment)
    for step in range(experiment.steps):
        training.evaluate(step)
        training.update()
    of = training.parameters
    parts = [part[0] for pair in zip(of.weights, of.biases, strict=True) for part in pair]
    return arrays["loss"][0].item(), [arrays[name][0] for name in names], parts


def assert_same(ours: tuple[Any, ...], theirs: tuple[Any, ...], tolerance: float = 1e-9) -> None:
    """Loss, gradients and trained parameters, each number to a share of the largest of its array."""
    assert ours[0] == pytest.approx(theirs[0], rel=tolerance)
    for mine, other in zip([*ours[1], *ours[2]], [*theirs[1], *theirs[2]], strict=True):
        assert mine == pytest.approx(other, rel=tolerance, abs=tolerance * max(np.abs(other).max(), 1e-30))
