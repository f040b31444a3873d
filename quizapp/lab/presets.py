"""Ready-made experiments: each framework's default, each well-known failure by its name, and a healthy network.

To add one, add it to `presets`, with a claim of what its name promises. A preset that needs an initialiser that is not
registered is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.experiment import Experiment
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS


@dataclass(frozen=True)
class Preset:
    """An experiment to start from; `claim` is what its name promises of its run, from the first step to the last.

    `shows` is the diagnosis that it ends with, if it is to show one.
    """

    name: str
    about: str
    experiment: Experiment
    claim: str
    shows: str | None = None


#: The initialiser of weights that each framework's dense layer has, by its name here.
FRAMEWORKS = {
    "PyTorch default": ("torch_linear", "nn.Linear: uniform weights and biases, a third of the variance of LeCun."),
    "Keras default": ("keras_dense", "Dense: Glorot uniform weights, and biases of 0."),
    "Flax default": ("flax_dense", "nnx.Linear and linen.Dense: LeCun normal weights, truncated, and biases of 0."),
}
#: What becomes of 12 layers of ReLU with the default of a framework.
IN_12_LAYERS = {"PyTorch default": "delta[1] / delta[-1] < 0.001 and accuracy < 0.9"}
LEARNS = "accuracy > 0.9"


def presets() -> tuple[Preset, ...]:
    """All presets, in the order in which they are offered."""
    return (*_failures(), *_defaults(), _healthy(), *_deep())


def preset(name: str) -> Preset:
    """The preset called `name`; KeyError if there is none."""
    return {each.name: each for each in presets()}[name]


def _relu(**fields: Any) -> Experiment:
    return Experiment(**{"depth": 12, "width": 32, "activation": "relu", "learning_rate": 0.05, "steps": 200, **fields})


def _tanh(**fields: Any) -> Experiment:
    return Experiment(**{"depth": 6, "width": 32, "activation": "tanh", "steps": 200, **fields})


def _normal(std: float) -> dict[str, Any]:
    return {"name": "normal", "std": std}


def _failures() -> Iterator[Preset]:
    yield Preset(
        "vanishing",
        "Weights too small: each layer passes on a part of the error. The loss stays at ln 2, whatever the accuracy.",
        _relu(init=_normal(0.1)),
        "delta[1] / delta[-1] < 0.01",
        "vanishing",
    )
    yield Preset(
        "exploding",
        "Weights too large: every layer makes the error larger. Steps are clipped, or it would be over at once.",
        _relu(init=_normal(0.6), clip_norm=0.1),
        "delta[1] / delta[-1] > 100",
        "exploding",
    )
    yield Preset(
        "symmetric",
        "Equal weights: all units of a layer stay one unit.",
        _tanh(depth=3, init={"name": "constant", "value": 0.1}, task="xor"),
        "distinct_units[1] < 2 and distinct_units[2] < 2",
        "symmetric",
    )
    yield Preset(
        "zeros",
        "All weights 0: no error reaches the hidden layers.",
        _tanh(depth=3, init="zeros"),
        "delta[1] < 1e-12 and delta[2] < 1e-12",
        "vanishing",
    )
    yield Preset(
        "saturated",
        "Large weights and tanh: outputs near -1 and 1, where the slope is almost 0.",
        _tanh(init=_normal(1.5)),
        "saturated[4] > 0.5",
        "saturated",
    )
    yield Preset(
        "dead units",
        "Large negative biases: whole layers of ReLUs are off.",
        _relu(init="he_normal", bias_init={"name": "constant", "value": -4.0}, depth=4),
        "dead[3] > 0.99",
        "dead units",
    )
    yield Preset(
        "diverged in float32",
        "Weights of standard deviation 1: too large for numbers of 32 bits.",
        _relu(init=_normal(1.0), depth=30, width=128, seeds=2, precision="float32", activation="identity"),
        "diverged",
        "diverged",
    )


def _defaults() -> Iterator[Preset]:
    for name, (init, about) in FRAMEWORKS.items():
        if init in INITIALIZERS.all_names:
            biases = init if init in BIAS_INITIALIZERS.all_names else "zeros"
            yield Preset(name, about, _relu(init=init, bias_init=biases), IN_12_LAYERS.get(name, LEARNS))


def _healthy() -> Preset:
    about = "He's weights for ReLU: signal and error keep their size."
    claim = f"{LEARNS} and 0.05 < initial.delta[1] / initial.delta[-2] < 20"
    return Preset("healthy", about, _relu(init="he_normal"), claim, "healthy")


def _deep() -> Iterator[Preset]:
    yield Preset(
        "Xavier in 30 ReLU layers",
        "Xavier's weights are half of what ReLU needs: the error halves about every two layers. 1 mends it.",
        _relu(depth=30, init="xavier_normal", seeds=4, samples=128, steps=100),
        "delta[1] / delta[-2] < 0.01 and initial.delta[1] / initial.delta[-2] < 0.01",
        "vanishing",
    )
    yield Preset(
        "tanh at the edge of chaos",
        "30 layers with σ_w = 1: on theory's edge the error neither vanishes nor explodes. Turn gain to leave it.",
        _tanh(depth=30, init="orthogonal", seeds=4, samples=128, steps=100, learning_rate=0.02),
        "0.1 < initial.delta[1] / initial.delta[-2] < 10",
    )
