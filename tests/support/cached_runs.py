"""Experiments whose runs are kept, and runs compared."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np

from quizapp.runs.batch import Ends
from quizapp.runs.disk_cache import Cache
from sim import Experiment, Frame, Layers

NET = Experiment(depth=2, width=3, samples=8, steps=2, seeds=2)


def entries(cache: Cache) -> list[Path]:
    return sorted(cache.folder.iterdir()) if cache.folder.is_dir() else []


def assert_same(one: Ends | None, other: Ends) -> None:
    assert one is not None
    for left, right in zip(one, other, strict=True):
        assert_same_frame(left, right)


def assert_same_frame(left: Frame, right: Frame) -> None:
    assert (left.step, left.divergences) == (right.step, right.divergences)
    for name in ("loss", "accuracy", "input_signal"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))
    for field in fields(Layers):
        np.testing.assert_array_equal(getattr(left.layers, field.name), getattr(right.layers, field.name))
    assert left.histograms.layers == right.histograms.layers
    assert (left.histograms.low, left.histograms.high) == (right.histograms.low, right.histograms.high)
    np.testing.assert_array_equal(left.histograms.shares, right.histograms.shares)
