"""The options of `quizapp simulate`: one for each field of an experiment, read from `sim.experiment`."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import click

from quizapp.commands.support.option_values import Reader, read_by
from quizapp.experiments import scalars
from sim.experiment import ABOUT, ALLOWED, FIELDS, FLAGS, RANGES, REGISTRIES, WHOLE
from sim.registry import BadValue, Registry, nearest, shown


def field_options() -> list[click.Parameter]:
    """An option for every field."""
    return [_option(name) for name in FIELDS]


def _option(name: str) -> click.Option:
    kind, read = _reader(name)
    alone: dict[str, Any] = {"is_flag": False, "flag_value": "true"} if name in FLAGS else {}
    return click.Option(
        [f"--{name.replace('_', '-')}", name],
        metavar=kind,
        callback=read_by(read),
        **alone,
        help=f"{ABOUT[name]}  {_allowed(name)}",
    )


def _reader(name: str) -> tuple[str, Reader]:
    if name in RANGES:
        return "NUMBER", partial(_number, name)
    if name in FLAGS:
        return "[true|false]", scalars.flag
    if name in REGISTRIES:
        return "NAME", partial(_named, REGISTRIES[name])
    return "NAME", partial(_word, name)


def _number(name: str, text: str) -> object:
    if FIELDS[name].default is None and text == "none":
        return None
    number = scalars.whole(text) if FIELDS[name].type in WHOLE else scalars.number(text)
    RANGES[name].check("it", number)
    return number


def _word(name: str, text: str) -> str:
    if text not in ALLOWED[name]:
        raise BadValue(f"unknown {name} {shown(text)}{nearest(text, ALLOWED[name])}")
    return text


def _named(registry: Registry[Any], text: str) -> object:
    """A name with or without parameters: normal, normal(std=0.05) or, which needs no quotes, normal:std=0.05."""
    return registry.check(re.sub(r"^(\w+):(.*)$", r"\1(\2)", text.strip()))


def _allowed(name: str) -> str:
    """What may be given, and what is the default, in brackets."""
    default = FIELDS[name].default
    if name in FLAGS:
        return f"[default {str(default).lower()}]"
    ending = f"default {default:g}" if isinstance(default, float) else f"default {default or 'none'}"
    if name in RANGES:
        return f"[{RANGES[name].low:.10g} to {RANGES[name].high:.10g}; {ending}]"
    if name in ALLOWED:
        return f"[{', '.join(ALLOWED[name])}; {ending}]"
    return f"[{', '.join(map(partial(_signature, REGISTRIES[name]), REGISTRIES[name].names))}; {ending}]"


def _signature(registry: Registry[Any], name: str) -> str:
    parameters = ",".join(f"{each.name}={each.default:g}" for each in registry.parameters(name))
    return f"{name}:{parameters}" if parameters else name
