"""What to simulate: one frozen Experiment, every field bounded, and so are the time and the memory it may ask for.

A field is one line of the class: its default, what it may be and a sentence about it, which `FIELDS` holds as data for
whatever reads decks, makes command-line options or writes documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, replace
from functools import lru_cache, partial
from typing import Any, overload

from sim import costs
from sim import lsuv as lsuv  # registers the data-driven initialisers
from sim.activations import ACTIVATIONS
from sim.affine import AFFINES
from sim.asked import NOTHING, Asked
from sim.branches import BRANCH_SCALES
from sim.fields import (
    ExperimentField,
    NamedField,
    NumberField,
    WordField,
    flag,
    number,
    word,
)
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS
from sim.layer_starts import LayersField, StartsOfLayers, check_starts
from sim.normalization import NORMALIZATIONS, POSITIONS
from sim.optimizers import OPTIMIZERS
from sim.parametrization import PARAMETRIZATIONS, check_parametrization
from sim.registry import BadValue, Named, NameLike, Registry, nearest, shown
from sim.tasks import TASKS

PRECISIONS = ("float64", "float32")
#: Where an experiment keeps its hash.
KEPT_HASH = "_hash"

#: The largest cost before the first frame, in multiply-adds of a matrix product: a laptop does about 5 in a nanosecond.
MAX_FIRST_COST = 1.25e9
#: The largest cost of all steps of a run, in multiply-adds.
MAX_RUN_COST = 4e11
#: The most numbers kept for one run, all networks together: weights, and outputs of units.
MAX_WEIGHTS = 6e6
MAX_OUTPUTS = 7e6


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

    def __set__(self, instance: object, value: NameLike | float) -> None:
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
    layers: StartsOfLayers = StartsOfLayers(
        "Layers that start otherwise, each from an init, bias_init or gain of its own."
    )
    parametrization: str = word(
        "standard", PARAMETRIZATIONS, "How weights and learning rates change with the width, if at all."
    )
    base_width: int = number(
        32, 1, 512, "The width at which all parametrizations are the same; only ntk and mup look at it.", whole=True
    )
    residual: bool = flag("Whether a hidden layer adds its input to its output, where they are of one size.")
    branch_scale: RegisteredName = RegisteredName(
        BRANCH_SCALES, "constant", "The factor on what a layer of a residual network adds to its input."
    )
    normalization: str = word(
        "none", NORMALIZATIONS, "Over what hidden layers are normalised: a layer's units, or a batch."
    )
    normalization_position: str = word(
        "inside",
        POSITIONS,
        "Where a normalisation stands: inside a layer before its activation, pre (before the next weights, and not on "
        "the skip) or post (after the skip is added).",
    )
    affine: RegisteredName = RegisteredName(AFFINES, "none", "The scale and shift that a normalisation learns.")
    task: str = word("circles", tuple(TASKS), "The data that the network learns to classify.")
    samples: int = number(256, 1, 4096, "Examples in the data set.", whole=True)
    test_samples: int = number(
        0, 0, 4096, "Examples held out, from which nothing is learnt and on which the network is tested.", whole=True
    )
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
    weight_decay: float = number(
        0.0, 0.0, 1e3, "The factor on the weights that is added to their gradient; under adamw to the step instead."
    )
    steps: int = number(200, 0, 5000, "Training steps; 0 looks at the initialisation only.", whole=True)
    precision: str = word("float64", PRECISIONS, "The floating-point numbers computed with.")
    seeds: int = number(8, 1, 64, "How many networks are drawn and trained at once.", whole=True)
    seed: int = number(0, 0, 2**32 - 1, "The first network's random seed; the others count up from it.", whole=True)
    asked: Asked = NOTHING

    def __post_init__(self) -> None:
        for field in FIELDS.values():
            if not isinstance(field, NamedField | LayersField):  # which are checked as they are set
                field.check(getattr(self, field.name))
        check_starts(self.layers, self.depth)
        check_parametrization(self)
        _check_batch(self)
        _check_held_out(self)
        _check_size(self)

    def __hash__(self) -> int:
        """Kept from the first time on, as an experiment is looked up in one table after the other."""
        kept: int | None = self.__dict__.get(KEPT_HASH)
        if kept is None:
            kept = self.__dict__[KEPT_HASH] = hash((*(getattr(self, name) for name in FIELDS), self.asked))
        return kept

    def __getstate__(self) -> dict[str, Any]:
        """What another process is handed: not the hash, which differs from one to the next."""
        return {name: value for name, value in self.__dict__.items() if name != KEPT_HASH}

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Units of layers 0 (the input) to L (the output)."""
        inputs, classes = TASKS[self.task].shape(self.width)
        return (inputs, *[self.width] * (self.depth - 1), classes)

    @property
    def batch(self) -> int:
        """Examples in one training step."""
        return min(self.batch_size or self.samples, self.samples)

    def asking(self, asked: Asked) -> Experiment:
        """The same networks, of which something else is asked; before training, what can be measured there."""
        return self.replace(asked=asked if self.steps else asked.before_training())

    def replace(self, **changes: Any) -> Experiment:
        """A copy of the experiment with some fields changed; BadValue for a value that one cannot have."""
        try:
            return _replaced(self, **changes)
        except TypeError:  # a value that has no hash, such as a mapping, or a name that is no field
            return replace(self, **changes)

    def networks(self, first: int, count: int) -> Experiment:
        """Some of the networks: `count`, no more than there are, from the one with the seed `first`.

        What may be of many networks may be of fewer, so that nothing but the seed is checked; a deck is cut into
        thousands of such parts.
        """
        RANGES["seed"].check("seed", first, whole=True)
        if not 0 < count <= self.seeds:
            raise BadValue(f"there are {self.seeds} networks, not {count}", ("seeds",))
        part = object.__new__(Experiment)
        part.__dict__.update(self.__getstate__(), seed=first, seeds=count)
        return part

    def as_data(self) -> dict[str, Any]:
        """All fields as plain data, in the form in which a deck file writes them."""
        values = {name: getattr(self, name) for name in FIELDS}
        return {name: value.as_data() if hasattr(value, "as_data") else value for name, value in values.items()}


@lru_cache(8192, typed=True)
def _replaced(experiment: Experiment, **changes: Any) -> Experiment:
    """Kept, because a deck is asked for the same changes of the same experiments thousands of times."""
    return replace(experiment, **changes)


def _described(attribute: Field[Any]) -> ExperimentField:
    if attribute.metadata:
        described: ExperimentField = attribute.metadata["describe"](name=attribute.name)
        return described
    checked: RegisteredName | StartsOfLayers = vars(Experiment)[attribute.name]
    return checked.description


#: The description of every field, in the order of the class; what is asked of a run is none of them.
FIELDS = {attribute.name: _described(attribute) for attribute in fields(Experiment) if attribute.name != "asked"}
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


def _check_held_out(experiment: Experiment) -> None:
    """Refuse held-out examples of a task that has not as many, and single ones under batch normalisation."""
    there_are = TASKS[experiment.task].examples
    if experiment.test_samples and there_are is not None and experiment.samples + experiment.test_samples > there_are:
        raise BadValue(
            f"{experiment.task} has {there_are} examples, and samples and test_samples together must not be more, so "
            f"that none is in both; with {experiment.samples} samples, test_samples may be up to "
            f"{max(there_are - experiment.samples, 0)}",
            ("test_samples",),
        )
    if experiment.test_samples == 1 and experiment.normalization == "batch":
        raise BadValue("batch normalisation needs more than 1 example at a time; raise test_samples", ("test_samples",))


def _check_size(experiment: Experiment) -> None:
    for amount, limit, what, lower in (
        (costs.weights(experiment), MAX_WEIGHTS, "weights", "depth, width or seeds"),
        (costs.outputs(experiment), MAX_OUTPUTS, "outputs of units at once", "depth, width, samples or seeds"),
        (
            costs.first_cost(experiment),
            MAX_FIRST_COST,
            "multiplications before its first frame",
            "depth, width, samples or seeds",
        ),
        (
            costs.steps_cost(experiment),
            MAX_RUN_COST,
            "multiplications in all steps",
            "depth, width, steps, seeds or the batch size",
        ),
    ):
        if amount > limit:
            raise BadValue(f"this needs {amount:.2g} {what}, over the limit of {limit:.2g}; lower {lower}")
