"""What to simulate: one frozen Experiment, every field bounded, and so are the time and the memory it may ask for.

A field is one line of the class: its default, what it may be and a sentence about it, which `FIELDS` holds as data for
whatever reads decks, makes command-line options or writes documentation.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, replace
from functools import lru_cache, partial
from typing import Any, overload

from sim import lsuv as lsuv  # registers the data-driven initialisers
from sim.activations import ACTIVATIONS
from sim.fields import (
    ExperimentField,
    NamedField,
    NumberField,
    WordField,
    flag,
    number,
    word,
)
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS, metadata_of
from sim.normalization import NORMALIZATIONS
from sim.optimizers import OPTIMIZERS
from sim.registry import BadValue, Named, NameLike, Registry, nearest, shown
from sim.tasks import TASKS

PRECISIONS = ("float64", "float32")

#: The largest cost before the first frame, in multiply-adds of a matrix product: a laptop does about 5 in a nanosecond.
MAX_FIRST_COST = 1.25e9
#: The largest cost of all steps of a run, in multiply-adds.
MAX_RUN_COST = 4e11
#: The most numbers kept for one run, all networks together: weights, and outputs of units.
MAX_WEIGHTS = 6e6
MAX_OUTPUTS = 7e6
#: Measured costs in multiply-adds: of drawing a weight, of sorting it, of drawing a matrix; and, for each example, of
#: an output of a unit (more for some activations), of a layer, and of the rest of a pass.
WEIGHT_COST, SORTING_COST, MATRIX_COST = 80, 180, 50_000
OUTPUT_COST, LAYER_COST, EXAMPLE_COST = 55, 350, 1400
#: Measured costs in multiply-adds of normalising an output; and, for each step, of a weight and of a number of
#: optimizer state.
NORMALIZING_COST, UPDATE_COST, STATE_COST = 45, 12, 16
#: The cost of fitting the weights to the data, at most, in training steps.
FITTING_STEPS = 2


class RegisteredName:
    """The attribute of a named field: it is set to a name, or a name with parameters, and holds a checked Named."""

    def __init__(self, registry: Registry[Any], default: str, about: str) -> None:
        self.describe = partial(NamedField, about=about, default=Named(default), registry=registry)

    def __set_name__(self, owner: type, name: str) -> None:
        self.description = self.describe(name=name)

    @overload
    def __get__(self, instance: None, owner: type) -> Named: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Named: ...
    def __get__(self, instance: object | None, owner: type) -> Named:
        if instance is None:
            return self.description.default
        value: Named = instance.__dict__[f"_{self.description.name}"]
        return value

    def __set__(self, instance: object, value: NameLike) -> None:
        instance.__dict__[f"_{self.description.name}"] = self.description.checked(value)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A fully connected network, how its weights are drawn, what it learns, and for how long.

    Raises BadValue (a ValueError) that names the field, the value and what is allowed.
    """

    depth: int = number(3, 1, 200, "Weight layers, the output layer included.", whole=True)
    width: int = number(32, 1, 512, "Units in each hidden layer.", whole=True)
    activation: RegisteredName = RegisteredName(ACTIVATIONS, "tanh", "The activation function of the hidden layers.")
    init: RegisteredName = RegisteredName(INITIALIZERS, "xavier_normal", "How the weights are drawn.")
    bias_init: RegisteredName = RegisteredName(BIAS_INITIALIZERS, "zeros", "How the biases are drawn.")
    gain: float = number(1.0, 0.0, 1e6, "A factor on all weights as they are drawn.")
    residual: bool = flag("Whether a hidden layer adds its input to its output, where they are of one size.")
    normalization: str = word("none", NORMALIZATIONS, "What is normalised in hidden layers before the activation.")
    task: str = word("circles", tuple(TASKS), "The data that the network learns to classify.")
    samples: int = number(256, 1, 4096, "Examples in the data set.", whole=True)
    batch_size: int | None = number(
        None,
        1,
        4096,
        "Examples in one training step, all of them if not given; what is left over at the end of an epoch is dropped.",
        whole=True,
        optional=True,
    )
    optimizer: RegisteredName = RegisteredName(OPTIMIZERS, "sgd", "How a gradient becomes a step.")
    learning_rate: float = number(0.1, 0.0, 1e6, "The factor on the gradient in each training step.")
    warmup_steps: int = number(
        0, 0, 5000, "The steps in which the learning rate rises from 0 to its value.", whole=True
    )
    clip_norm: float | None = number(
        None, 1e-12, 1e12, "The largest norm of a step's gradient; unlimited if not given.", optional=True
    )
    clip_value: float | None = number(
        None,
        1e-12,
        1e12,
        "The largest size of each number in a step's gradient; unlimited if not given.",
        optional=True,
    )
    weight_decay: float = number(0.0, 0.0, 1e3, "The factor on the weights that is added to their gradient.")
    steps: int = number(200, 0, 5000, "Training steps; 0 looks at the initialisation only.", whole=True)
    precision: str = word("float64", PRECISIONS, "The floating-point numbers computed with.")
    seeds: int = number(8, 1, 64, "How many networks are drawn and trained at once.", whole=True)
    seed: int = number(0, 0, 2**32 - 1, "The first network's random seed; the others count up from it.", whole=True)

    def __post_init__(self) -> None:
        for field in FIELDS.values():
            if not isinstance(field, NamedField):  # which is checked as it is set
                field.check(getattr(self, field.name))
        _check_batch(self)
        _check_size(self)

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Units of layers 0 (the input) to L (the output)."""
        inputs, classes = TASKS[self.task].shape(self.width)
        return (inputs, *[self.width] * (self.depth - 1), classes)

    @property
    def batch(self) -> int:
        """Examples in one training step."""
        return min(self.batch_size or self.samples, self.samples)

    def replace(self, **changes: Any) -> Experiment:
        """A copy of the experiment with some fields changed; BadValue for a value that one cannot have."""
        return replace(self, **changes)

    def as_data(self) -> dict[str, Any]:
        """All fields as plain data, in the form in which a deck file writes them."""
        values = {name: getattr(self, name) for name in FIELDS}
        return {name: value.as_data() if isinstance(value, Named) else value for name, value in values.items()}


def _described(attribute: Field[Any]) -> ExperimentField:
    if attribute.metadata:
        described: ExperimentField = attribute.metadata["describe"](name=attribute.name)
        return described
    named: RegisteredName = vars(Experiment)[attribute.name]
    return named.description


#: The description of every field, in the order of the class.
FIELDS = {attribute.name: _described(attribute) for attribute in fields(Experiment)}
#: Parts of the descriptions: of numbers, words and registered names.
RANGES = {name: field.range for name, field in FIELDS.items() if isinstance(field, NumberField)}
ALLOWED = {name: field.allowed for name, field in FIELDS.items() if isinstance(field, WordField)}
REGISTRIES = {name: field.registry for name, field in FIELDS.items() if isinstance(field, NamedField)}


def experiment_from(data: Mapping[str, Any]) -> Experiment:
    """The experiment with the fields that `data` names; BadValue for an unknown field or value."""
    for name in data:
        if name not in FIELDS:
            raise BadValue(f"unknown field {shown(name)}{nearest(str(name), FIELDS)}", (str(name),))
    return Experiment(**data)


def _check_batch(experiment: Experiment) -> None:
    """Refuse batch normalisation of one example: it is its own mean, and all that is left of it is 0."""
    if experiment.normalization == "batch" and experiment.batch == 1:
        raise BadValue(
            "batch normalisation needs more than 1 example at a time: the mean of one is itself, so that hidden layers "
            "get 0 and learn nothing; raise batch_size or samples, or normalise by layer"
        )


def _check_size(experiment: Experiment) -> None:
    kept = experiment.samples + (experiment.batch if experiment.batch < experiment.samples else 0)
    outputs = experiment.seeds * sum(experiment.layer_sizes) * kept * _arrays_by_layer(experiment) / 3
    first_cost = sum(cost(experiment) for cost in (_drawing_cost, _fitting_cost, _measuring_cost))
    first_cost += _training_cost(experiment, experiment.samples)
    run_cost = experiment.steps * (_training_cost(experiment, experiment.batch) + _updating_cost(experiment))
    for amount, limit, what, lower in (
        (_weights(experiment), MAX_WEIGHTS, "weights", "depth, width or seeds"),
        (outputs, MAX_OUTPUTS, "outputs of units at once", "depth, width, samples or seeds"),
        (first_cost, MAX_FIRST_COST, "multiplications before its first frame", "depth, width, samples or seeds"),
        (run_cost, MAX_RUN_COST, "multiplications in all steps", "depth, width, steps, seeds or the batch size"),
    ):
        if amount > limit:
            raise BadValue(f"this needs {amount:.2g} {what}, over the limit of {limit:.2g}; lower {lower}")


def _weights(experiment: Experiment) -> int:
    return experiment.seeds * sum(n * m for n, m in itertools.pairwise(experiment.layer_sizes))


def _arrays_by_layer(experiment: Experiment) -> int:
    """Arrays kept for each hidden layer: z, h and delta of a plain one."""
    return 3 + (experiment.normalization != "none") + experiment.residual


def _drawing_cost(experiment: Experiment) -> int:
    inputs = experiment.samples * experiment.layer_sizes[0]
    cost = WEIGHT_COST * (_weights(experiment) + experiment.seeds * inputs)
    cost += MATRIX_COST * experiment.seeds * experiment.depth
    init = metadata_of(experiment.init)
    cost += SORTING_COST * _weights(experiment) * init.sorts
    if not init.factors:
        return cost
    shapes = itertools.pairwise(experiment.layer_sizes)
    return cost + experiment.seeds * sum(2 * MATRIX_COST + 3 * n * m * min(n, m) // 2 for n, m in shapes)


def _training_cost(experiment: Experiment, examples: int) -> int:
    *hidden, classes = experiment.layer_sizes[1:]
    outputs = OUTPUT_COST * (sum(hidden) + 2 * classes) + LAYER_COST * experiment.depth + EXAMPLE_COST
    outputs += _activation_cost(experiment.activation) * sum(hidden)
    if experiment.normalization != "none":
        outputs += NORMALIZING_COST * sum(hidden) + LAYER_COST * experiment.depth
    return examples * (_weights(experiment) + experiment.seeds * outputs)


@lru_cache(256)
def _activation_cost(activation: Named) -> int:
    cost: int = ACTIVATIONS.build(activation)().cost
    return cost


def _fitting_cost(experiment: Experiment) -> int:
    if metadata_of(experiment.init).fit is None:
        return 0
    return FITTING_STEPS * _training_cost(experiment, experiment.samples)


def _updating_cost(experiment: Experiment) -> int:
    """The cost of the update of all weights in one step, which does not depend on the number of examples."""
    state_size: int = OPTIMIZERS.build(experiment.optimizer)().state_size
    return _weights(experiment) * (UPDATE_COST + STATE_COST * state_size)


def _measuring_cost(experiment: Experiment) -> int:
    """The cost of a Gram matrix of each layer's outputs: half a product, where training has three."""
    examples = experiment.samples
    return experiment.seeds * sum(examples * n * min(n, examples) for n in experiment.layer_sizes[1:]) // 6
