"""The JSON Schema of a deck file, made from the models, so that editors complete and underline as the reader reads.

It is written for draft-07, which editors' YAML support reads best. Text may be written as what YAML takes for a
number or a flag (`text: 12`, `text: no`), because the reader reads it as text too.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from quizapp.deck import NAME, Deck, ExperimentText
from quizapp.kinds import KINDS

DRAFT = "http://json-schema.org/draft-07/schema#"
REFERENCE = "#/definitions/{model}"
AS_WRITTEN = ["string", "number", "boolean"]


class _Schema(GenerateJsonSchema):
    """pydantic's own, but that text without a pattern may look like a number or a flag, and nothing is titled."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return {**super().str_schema(schema), "type": AS_WRITTEN}

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


def deck_schema() -> dict[str, Any]:
    """The JSON Schema of a deck."""
    schema = _made(Deck)
    experiment = _made(ExperimentText)
    definitions = {**schema.pop("$defs", {}), **experiment.pop("$defs", {}), "Experiment": experiment}
    definitions["VaryingExperiment"] = _varying(experiment)
    schema["properties"]["experiments"] |= _named("Experiment")
    for kind in KINDS.values():
        definitions[kind.__name__]["properties"]["experiments"] |= _named("VaryingExperiment")
    return {"$schema": DRAFT, "title": "A quizapp deck", **schema, "definitions": definitions}


def _named(model: str) -> dict[str, Any]:
    """What a mapping from the names of experiments to experiments is."""
    return {
        "additionalProperties": {"$ref": REFERENCE.format(model=model)},
        "propertyNames": {"pattern": f"^{NAME.pattern}$"},
    }


def _varying(experiment: dict[str, Any]) -> dict[str, Any]:
    """An experiment of which every field may also be a value that varies, as in width: "{n}"."""
    properties = {name: _or_varying(field) for name, field in experiment["properties"].items()}
    return {**experiment, "properties": properties}


def _or_varying(field: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {key: field[key] for key in ("description", "default") if key in field}
    rest = {key: value for key, value in field.items() if key not in about}
    return {**about, "anyOf": [rest, {"type": "string", "pattern": r"\{.+\}"}]}


def _made(model: Any) -> dict[str, Any]:
    made: dict[str, Any] = model.model_json_schema(ref_template=REFERENCE, schema_generator=_Schema)
    made.pop("title", None)
    return made
