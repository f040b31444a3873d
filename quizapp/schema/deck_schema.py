"""The JSON Schema of a deck file, made from the models, so that editors complete and underline as the reader reads.

It is written for draft-07, which editors' YAML support reads best. Text may be written as what YAML takes for a
number or a flag (`text: 12`, `text: no`), because the reader reads it as text too. In a question with `vary`, a value
in braces may stand wherever the reader puts one in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from quizapp.checking.lint.rules import RULES
from quizapp.claims.meanings import cheat_sheet
from quizapp.deck.model import NAME, RESERVED, Deck, ExperimentText
from quizapp.deck.reader.including import INCLUDE
from quizapp.deck.reader.variants import FIXED
from quizapp.experiments.descriptions import (
    REGISTERED,
    choice_of,
    layer_start_schema,
    layers_schema,
    named_definitions,
    named_schema,
    registered,
)
from quizapp.experiments.field_knobs import SHARED, knobs_of
from quizapp.questions.objectives import OBJECTIVES
from quizapp.questions.types import QUESTION_TYPES, Question
from sim.experiment import FIELDS, REGISTRIES, Experiment
from sim.layer_starts import LayersField

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
REFERENCE = "#/definitions/{model}"
AS_WRITTEN = ["string", "number", "boolean"]
NOT_SCALARS = ["object", "array", "null"]
#: Text of which something is left when the spaces around it are taken off.
NOT_BLANK = {"pattern": r"\S", "patternErrorMessage": "Text must not be empty."}
VARYING = "Varying"
#: A value that varies, for which each attempt has another: {n}, or {2 * n}.
PUT_IN = {"type": "string", "pattern": r"\{[^{}\n]{1,100}\}"}
#: What goes together, wherever these fields are.
TOGETHER: dict[tuple[str, ...], Schema] = {
    ("claim", "control"): {"dependencies": {"claim": ["experiment"], "control": ["claim"]}},
    ("value", "measure"): {
        "dependencies": {
            "tolerance": ["value"],
            "within": ["measure"],
            "measure": ["within"],
            "value": {"properties": {"measure": False}},
        },
        "anyOf": [{"required": ["value"]}, {"required": ["measure"]}],
    },
}
#: A question that another deck has.
INCLUDED: Schema = {
    "properties": {
        "include": {
            "type": "string",
            "pattern": f"^{INCLUDE.pattern.replace('?P<deck>', '').replace('?P<id>', '')}$",
            "patternErrorMessage": "Write the name of a deck in this folder, a slash and the id of a question.",
            "description": "A question of another deck in this folder, as deck/id, with the networks that it needs.",
        }
    },
    "additionalProperties": False,
}
EXAMPLES = {
    "claim": ["delta[1] / delta[-1] < 1e-3", "loss / initial.loss < 0.5", "distinct_units[1] == width"],
    "goal": ["0.2 < delta[1] / delta[-2] < 5"],
    "order_by": ["signal[-2]"],
    "measure": ["log10(delta[1] / delta[-1])"],
}


class _Schema(GenerateJsonSchema):
    """pydantic's own, but that text without a pattern may look like a number or a flag, and no field is titled."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        made = {**super().str_schema(schema), "type": AS_WRITTEN}
        if made.pop("minLength", 0):
            made |= NOT_BLANK
        return made

    def encode_default(self, dft: Any) -> Any:
        return super().encode_default(dft.as_data() if hasattr(dft, "as_data") else dft)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        made = super().tagged_union_schema(schema)
        made.pop("discriminator", None)
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        return {key: value for key, value in made.items() if (key, value) != ("default", None)}


def deck_schema() -> Schema:
    """The JSON Schema of a deck."""
    schema = _made(Deck)
    definitions = {name: _completed(each) for name, each in schema.pop("$defs").items()}
    definitions |= {"Experiment": _experiment(), "LayerStart": layer_start_schema()}
    for name, model in QUESTION_TYPES.items():
        definitions[model.__name__] |= {"title": f"{name} question"}
    definitions |= _varying_definitions(definitions)
    definitions |= registered("objective", OBJECTIVES)
    definitions |= registered("warning", {code: rule.summary for code, rule in RULES.items()})
    for name, registry in REGISTRIES.items():
        definitions |= named_definitions(name, registry)
    schema["properties"]["experiments"] |= _by_name("Experiment")
    schema["properties"]["questions"]["items"] = _question(definitions)
    return {"$schema": DRAFT, "title": "A quizapp deck", **schema, "definitions": definitions}


def _made(model: Any) -> Schema:
    made: Schema = model.model_json_schema(ref_template=REFERENCE, schema_generator=_Schema)
    made.pop("title", None)
    return made


def _experiment() -> Schema:
    made = _made(ExperimentText)
    for name, registry in REGISTRIES.items():
        made["properties"][name] |= named_schema(name, registry)
    for name in (name for name, field in FIELDS.items() if isinstance(field, LayersField)):
        made["properties"][name] |= layers_schema()
    made["properties"]["extends"] = _name_of_another(made["properties"]["extends"])
    return {"title": "experiment", **made}


def _question(definitions: Mapping[str, Schema]) -> Schema:
    """A question of the question type that it says, with values that vary if it says how.

    While it says none, it has the fields that all question types share, so that editors offer these.
    """
    types = choice_of({name: model.model_fields["type"].description or "" for name, model in QUESTION_TYPES.items()})
    any_type = definitions[next(iter(QUESTION_TYPES.values())).__name__]["properties"]
    shared = {name: any_type[name] for name in Question.model_fields if name not in ("type", "vary")}
    own = {
        "properties": {"type": {**types, "description": "Which kind of question this is."}},
        "required": ["type"],
        "if": {"required": ["type"], "properties": {"type": {"enum": list(QUESTION_TYPES)}}},
        "then": {"if": {"required": ["vary"]}, "then": _one_of_the_types(VARYING), "else": _one_of_the_types()},
        "else": {"properties": {**shared, **INCLUDED["properties"]}},
    }
    return {"title": "question", "type": "object", "if": {"required": ["include"]}, "then": INCLUDED, "else": own}


def _one_of_the_types(ending: str = "") -> Schema:
    return {
        "oneOf": [{"$ref": REFERENCE.format(model=f"{model.__name__}{ending}")} for model in QUESTION_TYPES.values()]
    }


def _by_name(model: str) -> Schema:
    """What a mapping from the names of experiments to experiments is."""
    names = f"^(?!({'|'.join(RESERVED)})$){NAME.pattern}$"
    return {
        "additionalProperties": {"$ref": REFERENCE.format(model=model)},
        "propertyNames": {"pattern": names, "patternErrorMessage": "A name is a word in small letters, such as tiny."},
    }


def _completed(model: Schema) -> Schema:
    """A part of a question with what the models do not say: what to offer, and what goes together."""
    properties = {name: _offered(name, field) for name, field in model["properties"].items()}
    if "experiments" in properties:
        properties["experiments"] |= _by_name("Experiment")
    rules = next((rules for names, rules in TOGETHER.items() if set(names) <= properties.keys()), {})
    return {**model, "properties": properties, **rules}


def _offered(name: str, field: Schema) -> Schema:
    """A field of a question with what editors offer for it and show beside it; what is allowed stays the same."""
    match name:
        case "experiment" | "control":
            return _name_of_another(field)
        case "also_on":
            return {**field, "items": _name_of_another(field["items"])}
        case "claim" | "goal" | "order_by" | "measure":
            about = f"{field['description']}\n\n{cheat_sheet()}"
            return {**field, "type": ["string", "number"], "examples": EXAMPLES[name], "markdownDescription": about}
        case "field":
            return {"enum": _knobs(), "description": field["description"]}
        case "objectives":
            return {**field, "items": {"anyOf": [{"$ref": f"{REGISTERED}objective"}, field["items"]]}}
        case "vary":
            values = {**field["additionalProperties"], "items": {"type": AS_WRITTEN, **NOT_BLANK}}
            return {**field, "additionalProperties": values}
        case "ignore":
            return {**field, "items": {"anyOf": [{"$ref": f"{REGISTERED}warning"}, field["items"]]}}
    return field


def _name_of_another(field: Schema) -> Schema:
    """A field that names an experiment: one may be called `true`, but that is not to be offered everywhere."""
    rest = {key: part for key, part in field.items() if key != "type"}
    return {**rest, "anyOf": [{"type": ["string", "number"]}, {"not": {"type": [*NOT_SCALARS, "string", "number"]}}]}


def _knobs() -> list[str]:
    """The numbers of an experiment that can be turned, the parameters of everything that is registered included."""
    knobs = (knob for knob in knobs_of(Experiment()) if knob.is_number and not knob.is_parameter)
    fields = [knob.path for knob in knobs if knob.field not in SHARED]
    parameters = {
        f"{name}.{parameter.name}": None
        for name, registry in REGISTRIES.items()
        for entry in registry.names
        for parameter in registry.parameters(entry)
    }
    return [*fields, *parameters]


def _varying_definitions(definitions: Mapping[str, Schema]) -> dict[str, Schema]:
    """All definitions once more, as they are in a question with values that vary."""
    return {f"{name}{VARYING}": _inside(model) for name, model in definitions.items()}


def _varying(schema: Schema) -> Schema:
    """A field for which a value in braces may stand."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*map(_inside, schema["anyOf"]), PUT_IN]}
    if schema.get("type") in ("integer", "number", "boolean") or "enum" in schema or _is_of_a_form(schema):
        about: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
        return {**about, "anyOf": [{key: part for key, part in schema.items() if key not in about}, PUT_IN]}
    return _inside(schema)


def _is_of_a_form(schema: Schema) -> bool:
    return "pattern" in schema and not NOT_BLANK.items() <= schema.items()


def _inside(schema: Schema) -> Schema:
    """The schema of a list or a mapping, extended by values in braces in what it holds."""
    made = dict(schema)
    if not schema.get("$ref", REGISTERED).startswith(REGISTERED):
        made["$ref"] = f"{schema['$ref']}{VARYING}"
    if "properties" in schema:
        fields = schema["properties"].items()
        made["properties"] = {name: field if name in FIXED else _varying(field) for name, field in fields}
    for part in ("items", "additionalProperties"):
        if isinstance(schema.get(part), dict):
            made[part] = _varying(schema[part])
    return made
