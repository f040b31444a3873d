"""A deck as it is after reading: its title, its experiments by name, and its questions.

The model of an experiment is made from the fields of `sim.experiment`, so that a new field, activation or
initialiser can be written in decks without a change here.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Mapping
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, assert_never

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    InstanceOf,
    PrivateAttr,
    WithJsonSchema,
    create_model,
    model_validator,
)

from quizapp.experiments import scalars
from quizapp.experiments.descriptions import word_schema
from quizapp.questions.fields import FROZEN, ExperimentName, Text, did_you_mean, option, required
from quizapp.questions.types import QUESTION_TYPES, Question
from sim.experiment import FIELDS, Experiment
from sim.fields import ExperimentField, FlagField, NamedField, NumberField, WordField
from sim.layer_starts import REGISTRIES, LayersField, LayerStarts, starts_from
from sim.registry import BadValue, Named, Registry

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
RESERVED = ("initial",)

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[reduce(operator.or_, QUESTION_TYPES.values()), Field(discriminator="type")]


def check_name(name: str) -> None:
    """Raise BadValue unless `name` can be the name of an experiment."""
    if not NAME.fullmatch(name):
        shown = scalars.shortened(name)
        raise BadValue(f"an experiment's name has 1 to 64 of the characters a-z, 0-9, _ and -, not {shown}")
    if name in RESERVED:
        raise BadValue(f"an experiment cannot be called {name!r}, which claims use for the start of a run")


def _number_type(field: NumberField) -> Any:
    limits = {"minimum": field.range.low, "maximum": field.range.high}
    schema: dict[str, Any] = {"type": "integer" if field.whole else "number", **limits}
    if field.optional:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return Annotated[Any, BeforeValidator(partial(_read_number, field)), WithJsonSchema(schema)]


def _read_number(field: NumberField, value: object) -> object:
    if field.optional and scalars.is_null(value):
        return None
    number = scalars.whole(value) if field.whole else scalars.number(value)
    field.range.check(field.name, number)
    return number


def _word_type(field: WordField) -> Any:
    return Annotated[Any, BeforeValidator(partial(_read_word, field)), WithJsonSchema(word_schema(field.name))]


def _read_word(field: WordField, value: object) -> str:
    if not isinstance(value, str):
        raise BadValue(f"must be one of {', '.join(field.allowed)}, not {scalars.in_words(value)}")
    if value not in field.allowed:
        raise BadValue(f"unknown {field.name} {scalars.shortened(value)}{did_you_mean(value, field.allowed)}")
    return str(value)


def _flag_type() -> Any:
    return Annotated[Any, BeforeValidator(scalars.flag), WithJsonSchema({"type": "boolean"})]


def _named_type(registry: Registry[Any]) -> Any:
    return Annotated[Any, BeforeValidator(partial(_read_named, registry))]


def _read_named(registry: Registry[Any], value: object) -> Named:
    if registry.of_number(value):
        return registry.check(scalars.number(value))
    if isinstance(value, str) and value:
        return registry.check(str(value))
    if not isinstance(value, dict):
        number = "a number or " if registry.numbers else ""
        raise BadValue(f"must be {number}the {registry.what}'s name, not {scalars.in_words(value)}")
    _check_registered(registry, value.get("name"))
    return registry.check({key: str(part) if key == "name" else _parameter(key, part) for key, part in value.items()})


def _check_registered(registry: Registry[Any], name: object) -> None:
    if name is None:
        raise BadValue(f"this mapping must say which {registry.what}, as in {{name: {registry.names[0]}}}")
    if not isinstance(name, str):
        raise BadValue(f"must be the {registry.what}'s name, not {scalars.in_words(name)}", ("name",))
    if name not in registry.all_names:
        known = did_you_mean(name, registry.all_names)
        raise BadValue(f"unknown {registry.what} {scalars.shortened(name)}{known}", ("name",))


def _parameter(key: str, value: object) -> object:
    try:
        return scalars.number(value)
    except BadValue as error:
        raise BadValue(str(error), (key,)) from None


def _read_layers(value: object) -> LayerStarts:
    if not isinstance(value, dict):
        raise BadValue(f"must be a mapping from layers to their starts, not {scalars.in_words(value)}")
    return starts_from({layer: _read_start(layer, start) for layer, start in value.items()})


def _read_start(layer: str, start: object) -> object:
    """A layer's start with its numbers as numbers; whatever else is wrong with it is found by `starts_from`."""
    if not isinstance(start, dict):
        return start
    return {name: _read_part(layer, name, value) for name, value in start.items()}


def _read_part(layer: str, name: str, value: object) -> object:
    try:
        if name in REGISTRIES:
            return _read_named(REGISTRIES[name], value)
        return scalars.number(value) if name == "gain" else value
    except BadValue as error:
        raise BadValue(str(error), (layer, name, *error.path)) from None


def _type(field: ExperimentField) -> Any:
    match field:
        case NumberField():
            return _number_type(field)
        case WordField():
            return _word_type(field)
        case FlagField():
            return _flag_type()
        case NamedField():
            return _named_type(field.registry)
        case LayersField():
            return Annotated[Any, BeforeValidator(_read_layers), WithJsonSchema({"type": "object"})]
        case _:
            assert_never(field)


def _optional(field: ExperimentField) -> Any:
    default = field.default
    written: Any = default.as_data() if isinstance(default, Named | LayerStarts) else default
    extra = None if written is None else {"default": written}
    return Field(default, description=field.about, json_schema_extra=extra)


_FIELDS: dict[str, Any] = {name: (_type(field), _optional(field)) for name, field in FIELDS.items()}

#: An experiment as it is written in a deck: every field may be left out, and `extends` names another to start from.
ExperimentText: type[BaseModel] = create_model(
    "Experiment",
    __config__=FROZEN,
    __doc__="A fully connected network, how its weights are drawn, what it learns, and for how long.",
    extends=(ExperimentName | None, option("Another experiment of the deck, from which all other fields are copied.")),
    **_FIELDS,
)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "x"
    return name


def _version(value: object) -> int:
    if value not in ("1", 1) or isinstance(value, scalars.Quoted | bool):
        raise BadValue(f"must be 1, not {scalars.in_words(value)}; no other format is known")
    return 1


#: What is wrong with a deck that is said to run nothing, and does.
HAS_EXPERIMENTS = "this deck has experiments, which are run; take out `simulation: none`"


class Deck(BaseModel):
    """A title, experiments and questions; experiments are as they run, with `extends` filled in."""

    model_config = FROZEN
    _path: Path = PrivateAttr(Path("deck"))
    _bases: frozenset[str] = PrivateAttr(frozenset())
    _variants: Mapping[str, tuple[Question, ...]] = PrivateAttr({})
    _included: Mapping[str, str] = PrivateAttr({})

    format: Annotated[int, BeforeValidator(_version), WithJsonSchema({"const": 1})] = required(
        "The version of the format, which is 1."
    )
    title: Text = required("What the deck is called.")
    description: Text | None = option("What the deck is about, in a sentence or two.")
    simulation: Literal["none", "todo"] | None = option(
        "`none` in a deck that is meant to run no networks, so that what is right is the author's word; `todo` in one "
        "that is still to get its experiments and claims."
    )
    experiments: Annotated[
        Mapping[str, InstanceOf[Experiment]],
        WithJsonSchema({"type": "object"}),
    ] = option("Networks to watch, by name.", {})
    questions: tuple[AnyQuestion, ...] = required("What is asked, in this order.", min_length=1)

    @model_validator(mode="after")
    def _none_means_none(self) -> Self:
        if self.simulation == "none" and self.has_experiments:
            raise BadValue(HAS_EXPERIMENTS, ("simulation",))
        return self

    def model_post_init(self, context: Any) -> None:
        """Remember where the deck was read from, what is there only to be extended, and the questions that vary."""
        if context is not None:
            self._path, self._bases, self._variants = context.path, context.bases, context.variants
            self._included = context.included

    def experiments_for(self, question: Question) -> Mapping[str, Experiment]:
        """The experiments that a question can speak of: the deck's and its own."""
        return {**self.experiments, **question.experiments} if question.experiments else self.experiments

    def variants(self, question: Question) -> tuple[Question, ...]:
        """A question of the deck with each combination of the values that vary; itself if nothing does."""
        return self._variants.get(question.id, (question,))

    def only(self, names: Iterable[str]) -> Deck:
        """The deck with none of its questions but those of these ids."""
        chosen = set(names)
        return self.model_copy(
            update={"questions": tuple(question for question in self.questions if question.id in chosen)}
        )

    def with_all_variants(self) -> Deck:
        """The deck with each variant as a question of its own: `he-std-2` is the second of `he-std`."""
        every = [self._numbered(question) for question in self.questions]
        deck = self.model_copy(update={"questions": tuple(variant for each in every for variant in each)})
        deck._variants = {}
        return deck

    def _numbered(self, question: Question) -> list[Question]:
        taken = {each.id for each in self.questions}
        found: list[Question] = []
        for number, variant in enumerate(self.variants(question), start=1):
            name = question.id if number == 1 else _free(f"{question.id[:58]}-{number}", taken)
            taken.add(name)
            found.append(variant.without_vary(name))
        return found

    @property
    def included(self) -> Mapping[str, str]:
        """The questions that are taken from other decks, by their ids, as deck/id."""
        return self._included

    def home_of(self, question: Question) -> str:
        """The name of the deck in which a question is written."""
        return self._included.get(question.id, self.name).partition("/")[0]

    def written_out(self, questions: Iterable[Question], experiments: Mapping[str, Experiment]) -> Deck:
        """The deck with these questions and experiments in place of its own, none of them taken from elsewhere."""
        deck = self.model_copy(update={"questions": tuple(questions), "experiments": experiments})
        deck._included = {}
        return deck

    @property
    def has_experiments(self) -> bool:
        """Whether there is any network to run."""
        return bool(self.experiments) or any(question.experiments for question in self.questions)

    @property
    def path(self) -> Path:
        """The file that the deck was read from."""
        return self._path

    @property
    def bases(self) -> frozenset[str]:
        """The names of the experiments that others extend."""
        return self._bases

    @property
    def name(self) -> str:
        """The name of that file without its ending."""
        return self._path.stem
