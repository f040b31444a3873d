"""What to simulate: one frozen Experiment, every field bounded, and so is the work and the memory it may ask for.

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

#: Work, in multiply-adds of a matrix product (a laptop does about 5 in a nanosecond), before the first frame is there.
MAX_FIRST_WORK = 1.25e9
#: The same for all steps of a run.
MAX_RUN_WORK = 4e11
#: Numbers kept for one run, all networks together: weights, and outputs of units.
MAX_WEIGHTS = 6e6
MAX_OUTPUTS = 7e6
#: What other things cost in multiply-adds, as measured: drawing a weight, sorting it, a matrix; and, for each example,
#: an output of a unit (more for some activations), a layer, and all the rest.
WEIGHT_WORK, SORTING_WORK, MATRIX_WORK = 80, 180, 50_000
OUTPUT_WORK, LAYER_WORK, EXAMPLE_WORK = 55, 350, 1400
#: What normalising a unit's output costs beside; and, for each step, a weight, and a number remembered of it.
NORMALIZING_WORK, UPDATE_WORK, MEMORY_WORK = 45, 12, 16
#: Passes forward that fitting the weights to the data costs at most, by what a training step does.
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
        None, 1, 4096, "Examples in one training step; all of them if not given.", whole=True, optional=True
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
        """The same experiment with some fields changed."""
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


def _check_size(experiment: Experiment) -> None:
    kept = experiment.samples + (experiment.batch if experiment.batch < experiment.samples else 0)
    outputs = experiment.seeds * sum(experiment.layer_sizes) * kept * _arrays_by_layer(experiment) / 3
    first_work = sum(work(experiment) for work in (_drawing_work, _fitting_work, _measuring_work))
    first_work += _training_work(experiment, experiment.samples)
    run_work = experiment.steps * (_training_work(experiment, experiment.batch) + _updating_work(experiment))
    for amount, limit, what, lower in (
        (_weights(experiment), MAX_WEIGHTS, "weights", "depth, width or seeds"),
        (outputs, MAX_OUTPUTS, "outputs of units at once", "depth, width, samples or seeds"),
        (first_work, MAX_FIRST_WORK, "multiplications before its first frame", "depth, width, samples or seeds"),
        (run_work, MAX_RUN_WORK, "multiplications in all steps", "depth, width, steps, seeds or the batch size"),
    ):
        if amount > limit:
            raise BadValue(f"this needs {amount:.2g} {what}, over the limit of {limit:.2g}; lower {lower}")


def _weights(experiment: Experiment) -> int:
    return experiment.seeds * sum(n * m for n, m in itertools.pairwise(experiment.layer_sizes))


def _arrays_by_layer(experiment: Experiment) -> int:
    """Arrays kept for each hidden layer: z, h and delta of a plain one."""
    return 3 + (experiment.normalization != "none") + experiment.residual


def _drawing_work(experiment: Experiment) -> int:
    inputs = experiment.samples * experiment.layer_sizes[0]
    work = WEIGHT_WORK * (_weights(experiment) + experiment.seeds * inputs)
    work += MATRIX_WORK * experiment.seeds * experiment.depth
    init = metadata_of(experiment.init)
    work += SORTING_WORK * _weights(experiment) * init.sorts
    if not init.factors:
        return work
    shapes = itertools.pairwise(experiment.layer_sizes)
    return work + experiment.seeds * sum(2 * MATRIX_WORK + 3 * n * m * min(n, m) // 2 for n, m in shapes)


def _training_work(experiment: Experiment, examples: int) -> int:
    *hidden, classes = experiment.layer_sizes[1:]
    outputs = OUTPUT_WORK * (sum(hidden) + 2 * classes) + LAYER_WORK * experiment.depth + EXAMPLE_WORK
    outputs += _activation_work(experiment.activation) * sum(hidden)
    if experiment.normalization != "none":
        outputs += NORMALIZING_WORK * sum(hidden) + LAYER_WORK * experiment.depth
    return examples * (_weights(experiment) + experiment.seeds * outputs)


@lru_cache(256)
def _activation_work(activation: Named) -> int:
    work: int = ACTIVATIONS.build(activation)().cost
    return work


def _fitting_work(experiment: Experiment) -> int:
    if metadata_of(experiment.init).fit is None:
        return 0
    return FITTING_STEPS * _training_work(experiment, experiment.samples)


def _updating_work(experiment: Experiment) -> int:
    """Turning a gradient into a step, for each weight whatever the number of examples."""
    memories: int = OPTIMIZERS.build(experiment.optimizer)().memories
    return _weights(experiment) * (UPDATE_WORK + MEMORY_WORK * memories)


def _measuring_work(experiment: Experiment) -> int:
    """Multiplying the outputs of each layer with themselves, half a product where training has three."""
    examples = experiment.samples
    return experiment.seeds * sum(examples * n * min(n, examples) for n in experiment.layer_sizes[1:]) // 6
