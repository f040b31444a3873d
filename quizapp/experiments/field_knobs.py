"""The knobs of an experiment, made from its fields: whatever field, initialiser or activation is added is a knob too.

A knob is addressed by its path: `depth`, `init`, or `init.std` for a parameter of the initialiser that is chosen.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, assert_never

from quizapp.experiments import scalars
from quizapp.experiments.knob_steps import KnobStep, by_one, counting, doubling, linear, logarithmic
from sim.experiment import FIELDS, REGISTRIES, Experiment
from sim.fields import FlagField, NamedField, NumberField, WordField
from sim.layer_starts import EXAMPLE, LayersField, LayerStarts, starts_from
from sim.registry import BadValue, Named, Parameter, Range
from sim.registry import shown as in_message
from sim.tasks import TASKS

Value = float | int | str | bool | LayerStarts | None

#: What a learner turns first, in this order, each with its parameters; the other fields follow behind "more".
COMMON = ("depth", "width", "activation", "init", "gain", "learning_rate", "task", "steps")
#: Fields that hold for both experiments, so that these are made of the same draws.
SHARED = ("seed", "seeds")
STEPS: dict[str, KnobStep] = {
    "width": doubling,
    "base_width": doubling,
    "samples": doubling,
    "batch_size": doubling,
    "seed": by_one,
}
#: What stands for no value, and from where a turn down enters the numbers.
NONE = {"batch_size": ("all", 128.0)}
WORDS_FOR_NONE = ("none", "null", "off", "all", "")
FLAGS = ("off", "on")
WORDS_FOR_FLAGS = {"off": False, "false": False, "on": True, "true": True}
NONE_AT_ALL = "none"
NO_RANGE = Range(0.0, 0.0)
#: The starts of layers to turn to, from and back to none; what else there may be is typed.
ZERO_HEAD = starts_from("output.init=zeros")


@dataclass(frozen=True)
class FieldKnob:
    """One thing to turn: a number in a `range`, one of some `choices`, or starts of `layers`."""

    path: str
    about: str
    choices: tuple[str, ...] = ()
    range: Range = NO_RANGE
    step: KnobStep = logarithmic
    whole: bool = False
    optional: bool = False
    default: Value = None
    layers: bool = False

    @property
    def label(self) -> str:
        """What stands before the knob."""
        return self.path.rpartition(".")[2].replace("_", " ")

    @property
    def field(self) -> str:
        """The field of the experiment that the knob belongs to."""
        return self.path.partition(".")[0]

    @property
    def is_parameter(self) -> bool:
        """Whether it turns a parameter of the name chosen in its field."""
        return "." in self.path

    @property
    def is_number(self) -> bool:
        """Whether it turns a number."""
        return not self.choices and not self.layers

    @property
    def allowed(self) -> str:
        """What may be set, for reading."""
        if self.layers:
            return f"none, or as in {EXAMPLE}"
        return f"{len(self.choices)} to choose from" if self.choices else str(self.range)


@lru_cache(64)
def knobs_of(experiment: Experiment) -> tuple[FieldKnob, ...]:
    """All knobs of an experiment, the common ones first."""
    rest = [name for name in FIELDS if name not in COMMON]
    return tuple(knob for name in (*COMMON, *rest) for knob in _of_field(name, experiment))


@lru_cache(64)
def common_knobs(experiment: Experiment) -> tuple[FieldKnob, ...]:
    """The knobs to begin with."""
    return tuple(knob for knob in knobs_of(experiment) if knob.field in COMMON)


def knob_at(experiment: Experiment, path: str) -> FieldKnob | None:
    """The knob at a path, or None if the experiment has none there: another initialiser has other parameters."""
    field = path.partition(".")[0]
    return next((knob for knob in _of_field(field, experiment) if knob.path == path), None) if field in FIELDS else None


def _of_field(name: str, experiment: Experiment) -> Iterator[FieldKnob]:
    match field := FIELDS[name]:
        case NumberField():
            yield _number(field)
        case WordField():
            yield FieldKnob(name, field.about, field.allowed, default=field.default)
        case FlagField():
            yield FieldKnob(name, field.about, FLAGS, default=field.default)
        case NamedField():
            yield FieldKnob(name, field.about, field.registry.names, default=str(field.default))
            yield from _parameters(field, getattr(experiment, name))
        case LayersField():
            yield FieldKnob(name, field.about, default=field.default, layers=True)
        case _:
            assert_never(field)


def _number(field: NumberField) -> FieldKnob:
    turn = STEPS.get(field.name) or (counting if field.whole else _scale(field.range, field.default))
    return FieldKnob(field.name, field.about, (), field.range, turn, field.whole, field.optional, field.default)


def _parameters(field: NamedField, chosen: Named) -> Iterator[FieldKnob]:
    about = f"{chosen.name}: {_first_line(field.registry.function(chosen.name))}"
    return (_of_parameter(field.name, about, each) for each in field.registry.parameters(chosen.name))


def _of_parameter(field: str, about: str, parameter: Parameter) -> FieldKnob:
    turn = _scale(parameter.range, parameter.default)
    return FieldKnob(f"{field}.{parameter.name}", about, (), parameter.range, turn, default=parameter.default)


def _scale(range_: Range, default: float | None) -> KnobStep:
    """Shares are turned evenly, all else by its size."""
    share = range_.low >= 0 and range_.high <= 1
    return linear if share and (default == 0 or (default or 0) >= 0.01) else logarithmic


def value_of(experiment: Experiment, knob: FieldKnob) -> Value:
    """What a knob is set to."""
    value = getattr(experiment, knob.field)
    if knob.is_parameter:
        return dict(value.parameters).get(knob.path.partition(".")[2], knob.default)
    return value.name if isinstance(value, Named) else value


def shown(experiment: Experiment, knob: FieldKnob) -> str:
    """What a knob is set to, for reading and for typing."""
    value = value_of(experiment, knob)
    if value is None:
        return NONE.get(knob.path, ("none", 0.0))[0]
    if isinstance(value, bool):
        return FLAGS[value]
    if isinstance(value, LayerStarts):
        return str(value) or NONE_AT_ALL
    return value if isinstance(value, str) else f"{value:.10g}"


def with_value(experiment: Experiment, knob: FieldKnob, value: Value) -> Experiment:
    """The experiment with a knob set to a value; BadValue if it cannot have it."""
    if knob.is_parameter:
        chosen: Named = getattr(experiment, knob.field)
        changed = {**dict(chosen.parameters), knob.path.partition(".")[2]: float(value or 0)}  # type: ignore[arg-type]
        return experiment.replace(**{knob.field: Named(chosen.name, tuple(changed.items()))})
    if knob.field in REGISTRIES:
        return experiment.replace(**{knob.field: _renamed(experiment, knob.field, str(value))})
    return experiment.replace(**{knob.field: value})


def _renamed(experiment: Experiment, field: str, text: str) -> Named:
    """Another name, which keeps those parameters of the last one that it has too."""
    registry = REGISTRIES[field]
    wanted = registry.check(text)
    known = {parameter.name: parameter.range for parameter in registry.parameters(wanted.name)}
    last: Named = getattr(experiment, field)
    kept = {key: x for key, x in last.parameters if key in known and known[key].low <= x <= known[key].high}
    return Named(wanted.name, tuple({**kept, **dict(wanted.parameters)}.items()))


def stepped(experiment: Experiment, knob: FieldKnob, up: bool, big: bool = False) -> Experiment:
    """The experiment with a knob turned by one stop; at an end of its range it stays as it is."""
    value = value_of(experiment, knob)
    if knob.layers:
        return with_value(experiment, knob, LayerStarts() if value else ZERO_HEAD)
    if knob.choices:
        index = _index(knob, value) + (1 if up else -1)
        return _chosen(experiment, knob, knob.choices[index % len(knob.choices)])
    return with_value(experiment, knob, _turned_number(knob, value, up, big))


def _turned_number(knob: FieldKnob, value: Any, up: bool, big: bool) -> Value:
    """No value lies above the largest number that is turned to."""
    top = min(NONE.get(knob.path, ("", 10.0))[1], knob.range.high)
    if value is None:
        return None if up else _kept(knob, top)
    turned = knob.step(float(value), up, big)
    if knob.optional and turned > max(top, float(value) if not up else top):
        return None
    return _kept(knob, min(max(turned, knob.range.low), knob.range.high))


def _kept(knob: FieldKnob, number: float) -> int | float:
    return round(number) if knob.whole else float(number)


def _index(knob: FieldKnob, value: Value) -> int:
    """Where a value stands among the choices; an alias stands where its name does."""
    if isinstance(value, bool):
        return int(value)
    registry = REGISTRIES.get(knob.path)
    names = [registry.function(name) for name in knob.choices] if registry else list(knob.choices)
    wanted = registry.function(str(value)) if registry else str(value)
    return names.index(wanted)


def place(experiment: Experiment, knob: FieldKnob) -> int:
    """Which of its choices a knob is set to."""
    return _index(knob, value_of(experiment, knob))


def _chosen(experiment: Experiment, knob: FieldKnob, choice: str) -> Experiment:
    return with_value(experiment, knob, _flag(knob.label, choice) if knob.choices == FLAGS else choice)


def _flag(label: str, text: str) -> bool:
    """What a flag is set to, as knobs show it or as decks write it."""
    if text not in WORDS_FOR_FLAGS:
        raise BadValue(f"{label} must be {FLAGS[1]} or {FLAGS[0]}, not {in_message(text)}")
    return WORDS_FOR_FLAGS[text]


def typed(experiment: Experiment, knob: FieldKnob, text: str) -> Experiment:
    """The experiment with a knob set to what was typed; BadValue says what is wrong with it."""
    text = text.strip()
    if knob.choices:
        return _chosen(experiment, knob, text)
    if knob.layers:
        return with_value(experiment, knob, LayerStarts() if text.lower() in WORDS_FOR_NONE else starts_from(text))
    if knob.optional and text.lower() in WORDS_FOR_NONE:
        return with_value(experiment, knob, None)
    number = scalars.whole(text) if knob.whole else scalars.number(text)
    knob.range.check(knob.label, number, knob.whole)
    return with_value(experiment, knob, number)  # type: ignore[arg-type]


def meaning(knob: FieldKnob, choice: str) -> str:
    """What a choice is, in the first line of its description; nothing where none is written."""
    if knob.path in REGISTRIES:
        return _first_line(REGISTRIES[knob.path].function(choice))
    return _first_line(TASKS[choice].draw) if knob.path == "task" else ""


def _first_line(described: object) -> str:
    return (inspect.getdoc(described) or "").partition("\n")[0]


def problem_with(error: BadValue) -> str:
    """What is wrong, as a sentence."""
    message = str(error)
    return f"{message[:1].upper()}{message[1:]}."
