"""Scripts for other frameworks, run in a test: their functions by name, with the simulator's weights put in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from quizapp.lab.frameworks.keras_script import as_keras
from quizapp.lab.frameworks.torch_script import as_torch
from sim import Experiment
from sim.training import initial_arrays

Measured = dict[str, Any]


@contextmanager
def torch_script(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """What the PyTorch script defines; the type of numbers that it sets is taken back at the end."""
    torch = pytest.importorskip("torch")
    usual, names = torch.get_default_dtype(), {"__name__": "script"}
    try:
        exec(compile(as_torch(experiment), "script.py", "exec"), names)
        yield names
    finally:
        torch.set_default_dtype(usual)


def measured_in_torch(experiment: Experiment) -> tuple[Measured, Measured]:
    """What the PyTorch script measures of the simulator's first network, before and after training."""
    with torch_script(experiment) as names:
        torch, arrays = names["torch"], initial_arrays(experiment)
        network = names["Network"]()
        for layer, module in enumerate(network.layers, start=1):
            module.weight.data = torch.tensor(arrays[f"W{layer}"][0].T.copy())
            module.bias.data = torch.tensor(arrays[f"b{layer}"][0])
        x, y = names["data"]()
        first = names["measure"](network, x, y)
        names["train"](network, x, y)
        return first, names["measure"](network, x, y)


@contextmanager
def keras_script(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """What the Keras script defines; run on PyTorch, as TensorFlow is too large for a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        pytest.importorskip("torch")
        pytest.importorskip("keras")
        names: dict[str, Any] = {"__name__": "script"}
        exec(compile(as_keras(experiment), "script.py", "exec"), names)
        yield names


def measured_in_keras(experiment: Experiment) -> tuple[Measured, Measured]:
    """What the Keras script measures of the simulator's first network, before and after training."""
    with keras_script(experiment) as names:
        arrays, layers = initial_arrays(experiment), names["new_layers"]()
        for number, layer in enumerate(layers, start=1):
            layer.kernel.assign(arrays[f"W{number}"][0])
            names["biased"](layer).bias.assign(arrays[f"b{number}"][0])
        x, y = names["data"]()
        first = names["measure"](layers, x, y)
        names["train"](layers, x, y)
        return first, names["measure"](layers, x, y)


def assert_close(measured: Measured, frame: Any, tolerance: float) -> None:
    """Whether a script and the simulator measured the same of the first network."""
    of_layers = {"signal": "signal", "error": "delta", "weight gradient": "weight_gradient"}
    np.testing.assert_allclose(measured["loss"], frame.loss[0], rtol=tolerance)
    assert measured["accuracy"] == pytest.approx(frame.accuracy[0])
    for name, ours in of_layers.items():
        np.testing.assert_allclose(measured[name], getattr(frame.layers, ours)[0], rtol=tolerance, err_msg=name)
