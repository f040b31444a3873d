"""The JSON Schema of what a deck names: initialisers, activations, tasks and the like, each with a line about it.

Editors offer the names and show the line. All of it is read from the registries of `sim`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from sim.experiment import ALLOWED, FIELDS
from sim.initializers import BIAS_INITIALIZERS
from sim.layer_starts import GAINS, LAYER
from sim.layer_starts import REGISTRIES as LAYER_REGISTRIES
from sim.registry import Parameter, Registry
from sim.tasks import TASKS

Schema = dict[str, Any]

#: How references to words that are known begin.
REGISTERED = "#/definitions/registered_"


def choice_of(about: Mapping[str, str]) -> Schema:
    """One of the words, each with what it means; editors show it beside the word."""
    return {"enum": list(about), "enumDescriptions": list(about.values())}


def registered(what: str, about: Mapping[str, str]) -> dict[str, Schema]:
    """A definition of words that are known, to be referred to as REGISTERED and `what`."""
    return {f"{REGISTERED.rpartition('/')[2]}{what}": choice_of(about)}


def word_schema(name: str) -> Schema:
    """What a field of an experiment is that takes one of a few words."""
    if name == "task":
        return choice_of({task: first_paragraph(TASKS[task].draw) for task in TASKS})
    return {"enum": list(ALLOWED[name])}


def named_schema(field: str, registry: Registry[Any]) -> Schema:
    """What a field is that takes a registered name: alone, with parameters, as a mapping, or by a number."""
    names = {"$ref": f"{REGISTERED}{field}"}
    mapping = {
        "type": "object",
        "properties": {"name": {"description": f"Which {registry.what}.", "anyOf": [names]}, **_parameters(registry)},
        "required": ["name"],
        "additionalProperties": False,
        "allOf": [{"$ref": f"{REGISTERED}{field}_parameters"}],
    }
    text = {"type": "string", "pattern": rf"^\s*({'|'.join(registry.all_names)})\s*(\([\s\S]*\)\s*)?$"}
    ends = registry.numbers
    number = [{"type": "number", "minimum": ends.low, "maximum": ends.high}] if ends else []
    return {"anyOf": [names, text, mapping, *number]}


def layers_schema() -> Schema:
    """What the starts of single layers are: by layer, each as the definition of `layer_start_schema`."""
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^({LAYER.pattern})$", "patternErrorMessage": "A layer is 1, -1 or output."},
        "additionalProperties": {"$ref": "#/definitions/LayerStart"},
    }


def layer_start_schema() -> Schema:
    """What a layer's own start says."""
    named = {
        name: {"description": f"{FIELDS[name].about[:-1]} in this layer.", **named_schema(name, registry)}
        for name, registry in LAYER_REGISTRIES.items()
    }
    about = "A factor on the weights of this layer as they are drawn."
    gain = {"type": "number", "minimum": GAINS.low, "maximum": GAINS.high, "description": about}
    return {
        "title": "start of a layer",
        "type": "object",
        "properties": {**named, "gain": gain},
        "additionalProperties": False,
        "minProperties": 1,
    }


def named_definitions(field: str, registry: Registry[Any]) -> dict[str, Schema]:
    """What `named_schema` refers to: the names, and which parameters each takes."""
    names = registered(field, {name: _about(registry, name) for name in registry.all_names})
    (key,) = names
    return {**names, f"{key}_parameters": {"allOf": list(_parameters_by_name(registry))}}


def meaning(registry: Registry[Any], name: str) -> str:
    """What a registered name means; many initialisers are registered for weights and for biases."""
    about = first_paragraph(registry.function(name))
    return about.replace("weight", "bias") if registry is BIAS_INITIALIZERS else about


def first_paragraph(described: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(described) or "").partition("\n\n")[0].split())


def _about(registry: Registry[Any], name: str) -> str:
    function = registry.function(name)
    proper = next(each for each in registry.names if registry.function(each) is function)
    about = meaning(registry, proper)
    return about if name == proper else f"Another name of {proper}. {about}"


def _parameters(registry: Registry[Any]) -> Schema:
    """The parameters of all entries together, so that editors can offer them before the name is given."""
    takers: dict[str, list[str]] = {}
    for entry in registry.names:
        for parameter in registry.parameters(entry):
            takers.setdefault(parameter.name, []).append(entry)
    return {name: {"type": "number", "description": f"Of {', '.join(entries)}."} for name, entries in takers.items()}


def _parameters_by_name(registry: Registry[Any]) -> Iterable[Schema]:
    """Which parameters go with which names, and in which range."""
    groups: dict[tuple[Parameter, ...], list[str]] = {}
    for name in registry.all_names:
        groups.setdefault(registry.parameters(name), []).append(name)
    for parameters, names in groups.items():
        takes = [parameter.name for parameter in parameters]
        ranges = {each.name: {"minimum": each.range.low, "maximum": each.range.high} for each in parameters}
        yield {
            "if": {"properties": {"name": {"enum": names}}, "required": ["name"]},
            "then": {"properties": ranges, "propertyNames": {"enum": ["name", *takes]}},
        }
