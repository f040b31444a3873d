"""Layers with a start of their own in the source of scripts, and which layers are fitted to the data."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.lab.frameworks.drawings import Numbers
from quizapp.lab.frameworks.pieces import NotInFramework, proper
from sim.experiment import Experiment
from sim.layer_starts import Start, number_of, starts_of

TORCH = '''

def start_layer_{number}(layer):
    """Layer {number} has a start of its own."""
    weights, biases, fan_in, fan_out = layer.weight, layer.bias, layer.in_features, layer.out_features
{weights}{gain}
{biases}
'''
KERAS = """

def draw_weights_of_layer_{number}(fan_in, fan_out):
    shape = (fan_in, fan_out)
{weights}


def draw_biases_of_layer_{number}(fan_in, fan_out):
    shape = (fan_out,)
{biases}
"""
KERAS_CALLS = """
    fans = SIZES[{index}], SIZES[{number}]
    layers[{index}].kernel.assign({gain}draw_weights_of_layer_{number}(*fans))
    biased(layers[{index}]).bias.assign(draw_biases_of_layer_{number}(*fans))"""


def own_starts(experiment: Experiment) -> Iterator[tuple[int, Start]]:
    """The layers that have one, by number, with all that they start from."""
    starts = starts_of(experiment)
    for number in sorted(number_of(layer, experiment.depth) for layer, _ in experiment.layers.by_layer):
        yield number, starts[number - 1]


def drawn_as(field: str, start: Start) -> tuple[str, Numbers]:
    """The proper name of how weights or biases are drawn, before they are fitted to anything, and its parameters."""
    name, given = proper(field, getattr(start, field))
    return ("orthogonal" if name == "lsuv" else name), given


def fitted_layers(experiment: Experiment) -> tuple[str, Numbers]:
    """The indices of the layers that LSUV fits, as source, and its parameters; "" if it fits none.

    NotInFramework where layers are fitted to different tolerances.
    """
    found = [proper("init", start.init) for start in starts_of(experiment)]
    fitted = [index for index, (name, _) in enumerate(found) if name == "lsuv"]
    if not fitted:
        return "", {}
    if any(found[index] != found[fitted[0]] for index in fitted):
        raise NotInFramework("nobody has written out LSUV with a tolerance for each layer; export it as Python instead")
    indices = f"range({len(found)})" if len(fitted) == len(found) else f"{fitted}"
    return indices, found[fitted[0]][1]
