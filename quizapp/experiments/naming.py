"""Experiments named by what they are: '9 layers of 32, tanh, weights N(0, 0.05²)'; and by what sets two apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.experiment import FIELDS, Experiment
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS
from sim.layer_starts import OUTPUT, LayerStart, LayerStarts
from sim.registry import Named, Parameter

#: Names of initialisers that are people's, as they are written.
PEOPLE = {"xavier": "Xavier", "glorot": "Glorot", "he": "He", "kaiming": "Kaiming", "lecun": "LeCun"}
#: Parametrisations as papers write them.
PARAMETRIZED = {"ntk": "NTK parametrisation", "mup": "muP"}
#: Fields that say nothing of what an experiment is.
UNTOLD = ("seed", "seeds")
#: Fields of which the name of a network tells.
NAMED = ("depth", "width", "activation", "init", "gain", "bias_init", "layers", "parametrization", "base_width")
#: Where a normalisation stands, in words.
POSITIONS = {"inside": "inside layers", "pre": "before the next weights", "post": "after the addition"}
#: With more differences than this another network is named, and not what sets it apart.
MOST_DIFFERENCES = 3


def network_named(experiment: Experiment) -> str:
    """The shape of a network, its activation and its weights: '9 layers of 32, tanh, weights N(0, 0.05²)'."""
    parts = [size_named(experiment), activation_named(experiment.activation), weights_named(experiment)]
    if experiment.bias_init.name != "zeros":
        parts.append(f"biases {drawn_named(experiment.bias_init)}")
    if experiment.layers:
        parts.append(layers_named(experiment.layers))
    if experiment.parametrization != "standard":
        parts.append(parametrization_named(experiment))
    return ", ".join(parts)


def rate_named(experiment: Experiment) -> str:
    """At which rate networks learn: ', rate 0.1'; nothing of those that are not trained."""
    return f", rate {experiment.learning_rate:g}" if experiment.steps else ""


def size_named(experiment: Experiment) -> str:
    """Depth and width: '9 layers of 32'; what has a single layer of that width besides its output says so."""
    depth, width = experiment.depth, experiment.width
    if depth == 2:
        return f"one hidden layer of {width} unit{'s' * (width != 1)}"
    return f"{depth} layers of {width}" if depth > 1 else "1 layer"


def depth_named(experiment: Experiment) -> str:
    """The depth alone: '9 layers', 'one hidden layer'."""
    return "one hidden layer" if experiment.depth == 2 else f"{experiment.depth} layer{'s' * (experiment.depth != 1)}"


def activation_named(activation: Named) -> str:
    """An activation as people write it: 'ReLU', 'tanh', 'leaky ReLU(slope=0.01)'."""
    return str(activation).replace("_", " ").replace("relu", "ReLU")


def weights_named(experiment: Experiment) -> str:
    """How weights are drawn: 'weights N(0, 0.05²)', 'weights all 0', 'weights Xavier', 'weights 0.5 x identity'."""
    factor = f"{experiment.gain:g} x " if experiment.gain != 1 else ""
    return f"weights {factor}{drawn_named(experiment.init)}"


def layers_named(starts: LayerStarts) -> str:
    """Layers that start otherwise: 'output layer: weights all 0; layer 1: gain 2, biases N(0, 0.1²)'."""
    return "; ".join(f"{layer_named(layer)}: {_start_named(start)}" for layer, start in starts.by_layer)


def layer_named(layer: str) -> str:
    """A layer by how it is written: 'layer 1', 'layer -2', 'output layer'."""
    return f"{OUTPUT} layer" if layer == OUTPUT else f"layer {layer}"


def _start_named(start: LayerStart) -> str:
    weights = [] if start.init is None else [f"weights {drawn_named(start.init)}"]
    gain = [] if start.gain is None else [f"gain {start.gain:g}"]
    return ", ".join([*weights, *gain, *([f"biases {drawn_named(start.bias_init)}"] if start.bias_init else [])])


def parametrization_named(experiment: Experiment) -> str:
    """How weights and rates change with the width: 'muP from width 32', 'standard parametrisation'."""
    name = PARAMETRIZED.get(experiment.parametrization)
    return f"{name} from width {experiment.base_width}" if name else "standard parametrisation"


def drawn_named(init: Named) -> str:
    """An initialiser as it is written in textbooks: 'N(0, 0.05²)', 'all 0', 'uniform from -0.5 to 0.5', 'Xavier'."""
    given = {each.name: each.default for each in _defaults(init)} | dict(init.parameters)
    match init.name:
        case "normal" | "gaussian" | "random_normal":
            return f"N({given.get('mean') or 0.0:.3g}, {given['std']:.3g}²)"
        case "uniform" | "random_uniform":
            return f"uniform from {given['low']:.3g} to {given['high']:.3g}"
        case "constant":
            return f"all {given['value']:.3g}"
        case "zeros" | "zero":
            return "all 0"
        case "ones" | "one":
            return "all 1"
    return _spoken(init)


def _spoken(init: Named) -> str:
    person, _, shape = init.name.partition("_")
    if person not in PEOPLE:
        return str(init).replace("_", " ")
    brackets = ", ".join([*([shape.replace("_", " ")] if shape != "normal" else []), *_parameters(init)])
    return f"{PEOPLE[person]} ({brackets})" if brackets else PEOPLE[person]


def _defaults(init: Named) -> Sequence[Parameter]:
    registry = INITIALIZERS if init.name in INITIALIZERS.all_names else BIAS_INITIALIZERS
    return registry.parameters(init.name)


def _parameters(init: Named) -> list[str]:
    return [f"{name}={value:g}" for name, value in init.parameters]


def scaled_named(branch_scale: Named) -> str:
    """What branches are multiplied by: 'x 0.3', 'x 1/sqrt(L)', 'x a number learned from 0'."""
    given = dict(branch_scale.parameters)
    known = {"constant": f"x {given.get('value', 1.0):g}", "inverse_sqrt_depth": "x 1/sqrt(L)"}
    return known.get(branch_scale.name, f"x a number learned from {given.get('start', 0.0):g}")


def affine_named(affine: Named) -> str:
    """Where a scale begins: 'not learned', 'learned from 0.5 and 0', 'learned from 0 on branches'."""
    start = f"learned from {dict(affine.parameters).get('gamma', 1.0):g} and 0"
    return {"none": "not learned", "zero_gamma": "learned from 0 on branches"}.get(affine.name, start)


#: Fields whose difference is told in words of their own; the others as 'learning rate 10'.
TOLD: Mapping[str, Callable[[Experiment], str]] = {
    "depth": depth_named,
    "width": lambda each: f"{each.width} units a layer",
    "activation": lambda each: activation_named(each.activation),
    "init": weights_named,
    "gain": weights_named,
    "bias_init": lambda each: f"biases {drawn_named(each.bias_init)}",
    "layers": lambda each: layers_named(each.layers) or "all layers start alike",
    "parametrization": parametrization_named,
    "base_width": parametrization_named,
    "task": lambda each: f"the task {each.task}",
    "steps": lambda each: f"{each.steps} steps",
    "batch_size": lambda each: f"batches of {each.batch}",
    "precision": lambda each: f"numbers of {each.precision.removeprefix('float')} bits",
    "samples": lambda each: f"{each.samples} examples",
    "branch_scale": lambda each: f"branches {scaled_named(each.branch_scale)}",
    "normalization_position": lambda each: f"normalised {POSITIONS[each.normalization_position]}",
    "affine": lambda each: f"scale and shift {affine_named(each.affine)}",
}


def what_differs(experiment: Experiment, other: Experiment) -> str:
    """All that `other` has where it differs from an experiment: 'ReLU, weights He'; empty where nothing worth telling.

    With many differences the network is named instead, and with it what its name does not say.
    """
    changed = [name for name in FIELDS if name not in UNTOLD and getattr(experiment, name) != getattr(other, name)]
    told = _told(changed, other)
    if len(told) <= MOST_DIFFERENCES:
        return ", ".join(told)
    return ", ".join([network_named(other), *_told([name for name in changed if name not in NAMED], other)])


def _told(fields: Sequence[str], experiment: Experiment) -> list[str]:
    return list(
        dict.fromkeys(TOLD[name](experiment) if name in TOLD else _plainly(name, experiment) for name in fields)
    )


def _plainly(name: str, experiment: Experiment) -> str:
    value = getattr(experiment, name)
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{name.replace('_', ' ')} {shown}"
