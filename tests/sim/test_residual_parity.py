"""Residual networks with branch scales, normalisations in all positions and affine parts, against PyTorch's layers."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim import Experiment, ends_only, initial_arrays, run
from tests.support.joined import random_experiment


@pytest.fixture(autouse=True)
def double_precision() -> Iterator[None]:
    torch = pytest.importorskip("torch")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def in_torch(experiment: Experiment) -> Any:
    """The first network of an experiment built from PyTorch's own layers, with the weights that it starts from."""
    torch = pytest.importorskip("torch")
    nn: Any = torch.nn
    arrays, width, depth = initial_arrays(experiment), experiment.width, experiment.depth
    position, affine = experiment.normalization_position, experiment.affine.name != "none"

    def normalised(layer: int) -> Any:
        if experiment.normalization == "layer":
            made = nn.LayerNorm(width, elementwise_affine=affine)
        else:
            made = nn.BatchNorm1d(width, affine=affine, track_running_stats=False)
        with torch.no_grad():
            for name, ours in (("weight", "gamma"), ("bias", "beta")):
                if affine and f"{ours}{layer}" in arrays:
                    getattr(made, name).copy_(torch.tensor(arrays[f"{ours}{layer}"][0]))
        return made

    class Network(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.linear = nn.ModuleList(nn.Linear(n, m) for n, m in pairwise(sizes))
            hidden = range(1, depth if experiment.normalization != "none" else 1)
            self.norm = nn.ModuleList(normalised(layer) for layer in hidden)
            self.alpha = nn.ParameterList(
                torch.tensor(arrays[f"alpha{layer}"][0]) for layer in range(1, depth) if f"alpha{layer}" in arrays
            )
            with torch.no_grad():
                for layer, linear in enumerate(self.linear, 1):
                    linear.weight.copy_(torch.tensor(arrays[f"W{layer}"][0].T))
                    linear.bias.copy_(torch.tensor(arrays[f"b{layer}"][0]))

        def forward(self, x: Any) -> Any:
            stream = fed = x
            for index, linear in enumerate(self.linear[:-1]):
                inside = position == "inside" and len(self.norm) > 0
                if inside and experiment.normalization == "batch":  # whose shift is the layer's bias
                    u = self.norm[index](fed @ linear.weight.T) + linear.bias
                else:
                    u = self.norm[index](linear(fed)) if inside else linear(fed)
                branch = PHI[experiment.activation.name](u)
                if experiment.residual and stream.shape == branch.shape:
                    branch = stream + (self.alpha[index] if len(self.alpha) else constant) * branch
                outside = position != "inside" and len(self.norm) > 0
                fed = self.norm[index](branch) if outside else branch
                stream = fed if position == "post" else branch
            return self.linear[-1](fed)

    sizes = experiment.layer_sizes
    branches = sum(n == m for n, m in pairwise(sizes[:-1]))
    given = {"inverse_sqrt_depth": 1 / math.sqrt(max(branches, 1))}
    constant = given.get(experiment.branch_scale.name, dict(experiment.branch_scale.parameters).get("value", 1.0))
    functional = torch.nn.functional
    PHI = {"tanh": torch.tanh, "gelu": functional.gelu, "softplus": functional.softplus}
    return Network(), torch.tensor(arrays["x"][0]), torch.tensor(arrays["y"][0])


def gradients_in_torch(experiment: Experiment) -> dict[str, np.ndarray]:
    torch = pytest.importorskip("torch")
    network, x, y = in_torch(experiment)
    loss = torch.nn.functional.cross_entropy(network(x), y)
    loss.backward()
    found = {"loss": loss.detach().numpy()}
    for layer, linear in enumerate(network.linear, 1):
        found |= {f"dW{layer}": linear.weight.grad.numpy().T, f"db{layer}": linear.bias.grad.numpy()}
    for layer, norm in enumerate(network.norm, 1):
        for name, theirs in (("dgamma", norm.weight), ("dbeta", norm.bias)):
            if theirs is not None and theirs.grad is not None:
                found[f"{name}{layer}"] = theirs.grad.numpy()
    for layer, alpha in enumerate(network.alpha, 1):
        found[f"dalpha{layer}"] = np.zeros(()) if alpha.grad is None else alpha.grad.numpy()
    return found


@pytest.mark.parametrize("number", range(60))
def test_pytorch_gets_the_same_loss_and_gradients_of_random_networks(number: int) -> None:
    experiment = random_experiment(number)
    arrays = initial_arrays(experiment)
    for name, expected in gradients_in_torch(experiment).items():
        if name.startswith("dbeta") and name not in arrays:  # of a batch normalisation whose shift is the bias
            continue
        assert arrays[name][0] == pytest.approx(expected, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("number", range(60))
def test_training_in_pytorch_ends_at_the_same_loss(number: int) -> None:
    """Weights alone decay, as in the simulator; whatever else is learned goes through the same optimiser."""
    torch = pytest.importorskip("torch")
    experiment = random_experiment(number)
    network, x, y = in_torch(experiment)
    weights = [linear.weight for linear in network.linear]
    rest = [each for each in network.parameters() if not any(each is weight for weight in weights)]
    if experiment.normalization == "batch" and experiment.normalization_position == "inside":
        shifts = [norm.bias for norm in network.norm]
        rest = [each for each in rest if not any(each is shift for shift in shifts)]
    groups = [{"params": weights, "weight_decay": experiment.weight_decay}, {"params": rest}]
    rate = experiment.learning_rate
    optimizer = {
        "sgd": lambda: torch.optim.SGD(groups, lr=rate),
        "momentum": lambda: torch.optim.SGD(groups, lr=rate, momentum=0.9),
        "adam": lambda: torch.optim.Adam(groups, lr=rate),
    }[experiment.optimizer.name]()
    for _ in range(experiment.steps):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()
    loss = torch.nn.functional.cross_entropy(network(x), y).item()
    *_, last = run(experiment, ends_only)
    assert last.loss[0] == pytest.approx(loss, rel=1e-6 if experiment.optimizer.name == "adam" else 1e-9)
