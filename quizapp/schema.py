"""The JSON Schema of a deck file, made from the models, so that editors complete and underline as the reader reads.

It is written for draft-07, which editors' YAML support reads best. Text may be written as what YAML takes for a
number or a flag (`text: 12`, `text: no`), because the reader reads it as text too.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from quizapp.deck import NAME, Deck, ExperimentText

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
    schema["properties"]["experiments"] |= {
        "additionalProperties": {"$ref": REFERENCE.format(model="Experiment")},
        "propertyNames": {"pattern": f"^{NAME.pattern}$"},
    }
    return {"$schema": DRAFT, "title": "A quizapp deck", **schema, "definitions": definitions}


def _made(model: Any) -> dict[str, Any]:
    made: dict[str, Any] = model.model_json_schema(ref_template=REFERENCE, schema_generator=_Schema)
    made.pop("title", None)
    return made
