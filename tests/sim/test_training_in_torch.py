"""Whole training runs beside PyTorch's: its autograd, its optimisers, on the simulator's weights and data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim import Experiment, ends_only, run
from sim.training import initial_arrays

Make = Callable[[Any, list[dict[str, Any]], float, dict[str, float]], Any]
#: By our name: our parameters by theirs, and the optimiser with groups, rate and its parameters.
IN_TORCH: dict[str, tuple[dict[str, str], Make]] = {
    "sgd": ({}, lambda torch, groups, rate, given: torch.optim.SGD(groups, lr=rate)),
    "momentum": ({}, lambda torch, groups, rate, given: torch.optim.SGD(groups, lr=rate, **given)),
    "nesterov": ({}, lambda torch, groups, rate, given: torch.optim.SGD(groups, lr=rate, nesterov=True, **given)),
    "adam": ({"epsilon": "eps"}, lambda torch, groups, rate, given: torch.optim.Adam(groups, lr=rate, **given)),
    "adamw": ({"epsilon": "eps"}, lambda torch, groups, rate, given: torch.optim.AdamW(groups, lr=rate, **given)),
    "rmsprop": ({"epsilon": "eps"}, lambda torch, groups, rate, given: torch.optim.RMSprop(groups, lr=rate, **given)),
}


def random_experiment(number: int) -> Experiment:
    """A small network trained by one of the optimisers, with parameters and decay of its own."""
    rng = np.random.default_rng(number)
    name = list(IN_TORCH)[number % len(IN_TORCH)]
    shares = {
        "momentum": {"momentum": rng.uniform(0, 0.95)},
        "nesterov": {"momentum": rng.uniform(0.1, 0.95)},
        "rmsprop": {"alpha": rng.uniform(0.5, 0.999), "momentum": rng.choice([0.0, rng.uniform(0.1, 0.9)])},
    }.get(name, {})
    if name in ("adam", "adamw"):
        shares = {"beta1": rng.uniform(0, 0.95), "beta2": rng.uniform(0.5, 0.999)}
    if name in ("adam", "adamw", "rmsprop"):
        shares["epsilon"] = 10 ** rng.uniform(-9, -2)
    return Experiment(
        depth=int(rng.integers(1, 6)),
        width=int(rng.integers(2, 12)),
        activation=str(rng.choice(["tanh", "sigmoid", "softplus"])),
        bias_init="normal(std=0.2)",
        samples=24,
        seeds=1,
        seed=number,
        steps=25,
        optimizer={"name": name, **{key: float(value) for key, value in shares.items()}},
        learning_rate=float(10 ** rng.uniform(-3, -1.5)),
        weight_decay=float(rng.choice([0.0, 10 ** rng.uniform(-3, 0)])),
    )


def losses_in_torch(torch: Any, experiment: Experiment) -> list[float]:
    """The loss before each step and after the last, by PyTorch's own gradients and steps."""
    arrays = initial_arrays(experiment)
    x, y = torch.tensor(arrays["x"][0]), torch.tensor(arrays["y"][0])
    W, b = (
        [torch.tensor(arrays[f"{kind}{layer}"][0], requires_grad=True) for layer in range(1, experiment.depth + 1)]
        for kind in "Wb"
    )
    phi = getattr(torch.nn.functional, experiment.activation.name)
    names, make = IN_TORCH[experiment.optimizer.name]
    given: dict[str, Any] = dict(experiment.optimizer.parameters)
    if "beta1" in given:
        given["betas"] = given.pop("beta1"), given.pop("beta2")
    given = {names.get(key, key): value for key, value in given.items()}
    groups = [{"params": W, "weight_decay": experiment.weight_decay}, {"params": b, "weight_decay": 0.0}]
    optimizer, losses = make(torch, groups, experiment.learning_rate, given), []
    for _ in range(experiment.steps + 1):
        h = x
        for layer, (weights, biases) in enumerate(zip(W, b, strict=True), start=1):
            z = h @ weights + biases
            h = phi(z) if layer < experiment.depth else z
        loss = torch.nn.functional.cross_entropy(h, y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@pytest.mark.parametrize("number", range(24))
def test_a_random_training_run_has_the_losses_that_it_has_in_pytorch(number: int) -> None:
    torch = pytest.importorskip("torch")
    experiment = random_experiment(number)
    ours = [float(frame.loss[0]) for frame in run(experiment)]
    assert ours == pytest.approx(losses_in_torch(torch, experiment), rel=1e-9)


def test_a_deep_relu_network_with_xavier_weights_stands_still_under_sgd_and_learns_under_adam() -> None:
    """The question thirty-layers: gradients near 1e-6, which Adam divides by their size."""
    still = Experiment(depth=30, activation="relu", samples=64, batch_size=32, learning_rate=0.04, seeds=20)
    adam = still.replace(optimizer="adam", learning_rate=0.001)
    (*_, plain), (*_, scaled) = (run(each, ends_only) for each in (still, adam))
    assert (plain.loss > 0.69).all()
    assert (scaled.loss < 0.5 * plain.loss).sum() == 20
