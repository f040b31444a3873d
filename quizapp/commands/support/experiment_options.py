"""The options of `quizapp simulate` and `sweep`: one for each field of an experiment, read from `sim.experiment`."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, assert_never

import click
from click.core import ParameterSource

from quizapp.commands.support.option_values import Reader, read_by
from quizapp.experiments import scalars
from sim.experiment import FIELDS, Experiment
from sim.fields import ExperimentField, FlagField, NamedField, NumberField, WordField
from sim.layer_starts import LayersField, starts_from
from sim.registry import BadValue, Registry, nearest, shown


def field_options() -> list[click.Parameter]:
    """An option for every field."""
    return [_option(field) for field in FIELDS.values()]


def chosen(context: click.Context, deck: str | None, name: str | None, fields: dict[str, Any]) -> Experiment:
    """The experiment that options ask for: one of a deck, or the defaults, with the fields that were given."""
    given = {each: value for each, value in fields.items() if _is_given(context, each)}
    try:
        return _base(deck, name).replace(**given)
    except BadValue as error:
        raise click.ClickException(str(error)) from None


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _base(deck: str | None, name: str | None) -> Experiment:
    from quizapp.commands.support.deck_experiments import named_experiment

    return Experiment() if deck is None and name is None else named_experiment(deck, name)


def _option(field: ExperimentField) -> click.Option:
    if isinstance(field, LayersField):
        return _option_of_layers(field)
    kind, read = _reader(field)
    alone: dict[str, Any] = {"is_flag": False, "flag_value": "true"} if isinstance(field, FlagField) else {}
    return click.Option(
        [f"--{field.name.replace('_', '-')}", field.name],
        metavar=kind,
        callback=read_by(read),
        **alone,
        help=f"{field.about}  [{_allowed(field)}]",
    )


def _option_of_layers(field: LayersField) -> click.Option:
    """An option that is given once for each thing that a layer has of its own, or once for all of them."""

    def callback(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> object:
        return read_by(starts_from)(context, option, "; ".join("" if text == "none" else text for text in texts))

    about = "may be given several times, as in --layer output.init=zeros --layer 1.gain=2; default none"
    return click.Option(
        ["--layer", f"--{field.name}", field.name],
        metavar="LAYER.FIELD=VALUE",
        multiple=True,
        callback=callback,
        help=f"{field.about}  [{about}]",
    )


def _reader(field: ExperimentField) -> tuple[str, Reader]:
    match field:
        case NumberField():
            return "NUMBER", partial(_number, field)
        case WordField():
            return "NAME", partial(_word, field)
        case FlagField():
            return "[true|false]", scalars.flag
        case NamedField():
            return "NAME", partial(_named, field.registry)
        case LayersField():
            return "LAYER.FIELD=VALUE", starts_from
        case _:
            assert_never(field)


def _number(field: NumberField, text: str) -> object:
    if field.optional and text == "none":
        return None
    number = scalars.whole(text) if field.whole else scalars.number(text)
    field.range.check("it", number)
    return number


def _word(field: WordField, text: str) -> str:
    if text not in field.allowed:
        raise BadValue(f"unknown {field.name} {shown(text)}{nearest(text, field.allowed)}")
    return text


def _named(registry: Registry[Any], text: str) -> object:
    """A name with or without parameters: normal, normal(std=0.05) or, which needs no quotes, normal:std=0.05."""
    return registry.check(re.sub(r"^(\w+):(.*)$", r"\1(\2)", text.strip()))


def _allowed(field: ExperimentField) -> str:
    """What may be given, and what is the default."""
    default = field.default
    ending = f"default {default:g}" if isinstance(default, float) else f"default {default or 'none'}"
    match field:
        case NumberField():
            return f"{field.range.low:.10g} to {field.range.high:.10g}; {ending}"
        case WordField():
            return f"{', '.join(field.allowed)}; {ending}"
        case FlagField():
            return f"default {str(default).lower()}"
        case NamedField():
            names = ", ".join(map(partial(_signature, field.registry), field.registry.names))
            return f"{'a number, ' if field.registry.numbers else ''}{names}; {ending}"
        case LayersField():
            return ending
        case _:
            assert_never(field)


def _signature(registry: Registry[Any], name: str) -> str:
    parameters = ",".join(f"{each.name}={each.default:g}" for each in registry.parameters(name))
    return f"{name}:{parameters}" if parameters else name
