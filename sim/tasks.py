"""Small data sets to classify, one function each.

A task draws `samples` examples: x of shape (samples, inputs) and class indices y of shape (samples,). To add one,
decorate the function with `@task(inputs=..., classes=...)`. The planar tasks have coordinates of about unit size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Data = tuple[NDArray[np.float64], NDArray[np.int64]]


@dataclass(frozen=True)
class Task:
    """A data set: how to draw it, and its sizes (None: as many as the network is wide).

    `examples` is how many there are in all, of which more samples draw the same and then others; None without an end.
    """

    draw: Callable[[Generator, int, int], Data]
    inputs: int | None
    classes: int | None
    examples: int | None = None

    def shape(self, width: int) -> tuple[int, int]:
        """(inputs, classes) for a network of this width; a network of width 1 still has two classes."""
        return self.inputs or width, self.classes or max(width, 2)


TASKS: dict[str, Task] = {}


def task(
    inputs: int | None, classes: int | None, examples: int | None = None
) -> Callable[[Callable[..., Data]], Callable[..., Data]]:
    """Register a function as a task with these sizes (None: the width); it is called with (rng, samples, width)."""

    def add(draw: Callable[[Generator, int, int], Data]) -> Callable[[Generator, int, int], Data]:
        TASKS[draw.__name__] = Task(draw, inputs, classes, examples)
        return draw

    return add


@task(inputs=None, classes=None)
def signal(rng: Generator, samples: int, width: int) -> Data:
    """Standard normal inputs with as many features as the network is wide, and random labels: nothing to learn."""
    return rng.standard_normal((samples, width)), rng.integers(max(width, 2), size=samples)


@task(inputs=2, classes=3)
def blobs(rng: Generator, samples: int, width: int) -> Data:
    """Three round clouds, easy to separate by straight lines."""
    y = _balanced(rng, samples, 3)
    angle = 2 * np.pi * y / 3
    return 1.5 * _circle(angle) + 0.3 * rng.standard_normal((samples, 2)), y


@task(inputs=2, classes=2)
def xor(rng: Generator, samples: int, width: int) -> Data:
    """Four clouds in the corners of a square, opposite corners alike: no straight line separates them."""
    corner = _balanced(rng, samples, 4)
    centre = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])[corner]
    return centre + 0.25 * rng.standard_normal((samples, 2)), np.array([0, 1, 1, 0])[corner]


@task(inputs=2, classes=2)
def circles(rng: Generator, samples: int, width: int) -> Data:
    """A ring around a disc."""
    y = _balanced(rng, samples, 2)
    radius = np.where(y == 0, 0.5, 1.5)[:, None]
    return radius * _circle(2 * np.pi * rng.random(samples)) + 0.15 * rng.standard_normal((samples, 2)), y


@task(inputs=2, classes=2)
def moons(rng: Generator, samples: int, width: int) -> Data:
    """Two half-moons that reach into each other."""
    y = _balanced(rng, samples, 2)
    arc = _circle(np.pi * rng.random(samples))
    x = np.where(y[:, None] == 0, arc, np.array([1.0, 0.5]) - arc)
    return 1.4 * (x - np.array([0.5, 0.25])) + 0.1 * rng.standard_normal((samples, 2)), y


@task(inputs=2, classes=2)
def spiral(rng: Generator, samples: int, width: int) -> Data:
    """Two spirals wound around each other, one and a half turns each."""
    y = _balanced(rng, samples, 2)
    along = np.sqrt(rng.random(samples))
    angle = 3 * np.pi * along + np.pi * y
    return 1.8 * along[:, None] * _circle(angle) + 0.05 * rng.standard_normal((samples, 2)), y


@task(inputs=64, classes=10, examples=1797)
def digits(rng: Generator, samples: int, width: int) -> Data:
    """Handwritten digits of 8x8 pixels, all 1,797 test images of Alpaydin & Kaynak 1998 (see sim/data/digits.md).

    Drawn without repetition, as long as there are enough. Pixels have mean 0 and variance 1 over the whole set.
    """
    pixels, y = _digits()
    chosen = np.resize(rng.permutation(len(y)), samples)
    return pixels[chosen], y[chosen]


@cache
def _digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    with as_file(files("sim") / "data" / "digits.npy") as path:
        table = np.load(path)
    pixels = table[:, :64].astype(np.float64)
    return (pixels - pixels.mean()) / pixels.std(), table[:, 64].astype(np.int64)


def _balanced(rng: Generator, samples: int, classes: int) -> NDArray[np.int64]:
    return rng.permutation(np.arange(samples) % classes)


def _circle(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)
