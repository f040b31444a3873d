"""The fields of a deck, of a question or of a part of one, as a table made from the JSON Schema of decks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from quizapp.questions.fields import SLUG
from quizapp.questions.types import Question
from quizapp.schema.deck_schema import deck_schema
from tools.docs.guide.tables import code, codes, table

Schema = Mapping[str, Any]

HEAD = ("field", "what is written", "default", "what it is")
REQUIRED = "must be given"
#: What is text for the schema and more for the reader.
WRITTEN = {
    "claim": "[claim](#claims)",
    "goal": "[claim](#claims)",
    "measure": "[quantity](#claims)",
    "order_by": "[quantity](#claims)",
    "value": "number or arithmetic",
    "experiment": "name of an [experiment](#experiments)",
    "control": "name of an [experiment](#experiments)",
    "extends": "name of an experiment",
    "questions": "list of [questions](#every-question)",
    "experiments": "[experiments](#experiments) by name",
    "objectives": "list of [ids](#objectives)",
    "isomorph": "id of a [question](#every-question)",
    "ignore": "list of [codes](#warnings)",
    "vary": "lists of values by name",
    "url": "address that begins with `https://`",
    "field": "name of a number, as in `depth` or `init.std`",
    "init": "[initialiser](#initialisers)",
    "bias_init": "[bias initialiser](#bias-initialisers)",
    "layers": "[starts](#a-start-of-a-layers-own) by layer",
    "activation": "[activation](#activations)",
    "optimizer": "[optimizer](#optimizers)",
    "branch_scale": "number or [branch scale](#residual-networks-and-normalisation)",
    "affine": "[affine part](#residual-networks-and-normalisation)",
    "task": "[task](#tasks)",
}
#: What a definition of the schema is called in the guide, where it is not its own name.
CALLED = {"KnobText": "Knob", "NearMiss": "Near miss"}


def fields(model: str) -> str:
    """The table of the fields of a deck, or of what a definition of its schema describes."""
    properties, required = _fields(model)
    needed_first = sorted(properties, key=lambda name: name not in required)
    return table(HEAD, (_row(name, properties[name], name in required) for name in needed_first))


def _fields(model: str) -> tuple[dict[str, Schema], tuple[str, ...]]:
    if model == "Question":
        properties, required = _of("Single")
        return {name: field for name, field in properties.items() if name in Question.model_fields}, required
    properties, required = _of(model)
    shared = Question.model_fields if "prompt" in properties else ()
    return {name: field for name, field in properties.items() if name not in shared}, required


def _of(model: str) -> tuple[dict[str, Schema], tuple[str, ...]]:
    schema = _schema() if model == "Deck" else _schema()["definitions"][model]
    return schema["properties"], tuple(schema.get("required", ()))


@cache
def _schema() -> Schema:
    return deck_schema()


def _row(name: str, field: Schema, required: bool) -> tuple[str, ...]:
    about = str(field["description"])
    if name == "type":
        return code(name), "[kind](#the-kinds)", REQUIRED, "Which kind of question this is."
    return code(name), WRITTEN.get(name) or written(field), REQUIRED if required else _default(field), about


def _default(field: Schema) -> str:
    value = field.get("default")
    return "" if value in (None, [], {}) else code(value if isinstance(value, str) else json.dumps(value))


def written(schema: Schema) -> str:
    """What an author writes for a field, in words."""
    if "$ref" in schema:
        return _reference(_model(schema))
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(written, schema["anyOf"])))
    if "enum" in schema or "const" in schema:
        return codes(map(str, schema.get("enum", [schema.get("const")])))
    kind = schema.get("type")
    return _BY_TYPE[kind](schema) if isinstance(kind, str) else _text(schema)


def _model(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _reference(model: str, ending: str = "") -> str:
    name = CALLED.get(model, model).lower()
    plural = "es" if ending and name.endswith("s") else ending
    return f"[{name}{plural}](#{name.replace(' ', '-')})"


def _number(schema: Schema) -> str:
    what = "whole number" if schema["type"] == "integer" else "number"
    if "exclusiveMaximum" in schema:
        return f"{what}, {_short(schema['minimum'])} to less than {_short(schema['exclusiveMaximum'])}"
    if "minimum" in schema:
        return f"{what}, {_short(schema['minimum'])} to {_short(schema['maximum'])}"
    return f"{what} above 0" if "exclusiveMinimum" in schema else what


def _short(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"


def _list(schema: Schema) -> str:
    item = schema["items"]
    inside = _reference(_model(item), "s") if "$ref" in item else written(item)
    count = f", {schema['minItems']} to {schema['maxItems']}" if {"minItems", "maxItems"} <= schema.keys() else ""
    return f"list of {inside}{count}"


def _mapping(schema: Schema) -> str:
    if "properties" in schema:
        return code("{" + ", ".join(f"{name}: ..." for name in schema["properties"]) + "}")
    return f"{written(schema['additionalProperties'])} by name"


def _text(schema: Schema) -> str:
    pattern = schema.get("pattern", "")
    if "%" in pattern:
        return "percentage"
    if "×" in pattern:
        return "factor"
    return "`a-z`, `0-9` and `-`" if SLUG.pattern in pattern else "text"


_BY_TYPE = {
    "integer": _number,
    "number": _number,
    "boolean": lambda schema: "`true` or `false`",
    "null": lambda schema: "`null`",
    "array": _list,
    "object": _mapping,
    "string": _text,
}
