"""The time of a training step against PyTorch: the same network, precision and data, one thread each, in turn.

That both compute the same is checked by their losses after some steps.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from benchmarks.steps import Amount, amount_of, seconds_each, stepper, training_of, unbounded
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, ratios
from sim.loss import cross_entropy
from sim.training import Training

#: (depth, width, batch) and what the ratio may be at most.
SIZES = {(3, 16, 64): 0.8, (10, 32, 128): 0.8, (30, 64, 64): 0.8, (20, 128, 128): 1.1, (50, 256, 256): 1.1}
PRECISIONS = ("float32", "float64")
LEARNING_RATE = 0.01
STEPS = 5


def rows(size: Size) -> Iterator[Row]:
    """One row for each size and precision."""
    amount, tiny = amount_of(size), (2, 4, 8)
    for (shape, at_most), precision in itertools.product(SIZES.items(), PRECISIONS):
        depth, width, batch = shape
        what = f"training step / PyTorch's, {depth} x {width}, batch {batch}, {precision}"
        measure = partial(_measure, size.of(shape, tiny), precision, amount)
        yield Row(f"{depth}x{width}-{precision}", what, measure, at_most=at_most)


def _measure(shape: tuple[int, int, int], precision: str, amount: Amount) -> Measured:
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    training = _training(shape, precision)
    works: dict[str, Callable[[], object]] = {"sim": stepper(training), "torch": _torch_stepper(torch, training)}
    _assert_same(training, works)
    turns = seconds_each(works, amount)
    return Measured(ratios(turns, "sim", "torch"), against(turns, "sim", "torch"))


def _training(shape: tuple[int, int, int], precision: str) -> Training:
    depth, width, batch = shape
    experiment = unbounded(
        depth=depth,
        width=width,
        activation="relu",
        init="he_normal",
        samples=batch,
        learning_rate=LEARNING_RATE,
        precision=precision,
        seeds=1,
    )
    return training_of(experiment)


def _torch_stepper(torch: Any, training: Training) -> Callable[[], float]:
    """A step of the same network in PyTorch, which gives the loss before it."""
    model = _same_network(torch, training)
    x, y = torch.from_numpy(training.x[0].copy()), torch.from_numpy(training.y[0].copy())
    loss_of = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def step() -> float:
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    return step


def _same_network(torch: Any, training: Training) -> Any:
    parts: list[Any] = []
    for weights, biases in zip(training.parameters.weights, training.parameters.biases, strict=True):
        layer = torch.nn.Linear(*weights.shape[1:], dtype=getattr(torch, training.experiment.precision))
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weights[0].T.copy()))
            layer.bias.copy_(torch.from_numpy(biases[0].copy()))
        parts += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*parts[:-1])


def _assert_same(training: Training, works: dict[str, Callable[[], Any]]) -> None:
    for _ in range(STEPS):
        ours = cross_entropy(training.over_all_samples().output, training.y)[0]
        np.testing.assert_allclose(ours, works["torch"](), rtol=1e-3)
        works["sim"]()
