"""The JSON Schema that editors use is fresh, explains every field, and allows what the reader allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quizapp.kinds import KINDS
from quizapp.schema import deck_schema
from sim.experiment import ALLOWED, FIELDS, RANGES, REGISTRIES

FILE = Path(__file__).parents[1] / "questions" / "quiz.schema.json"


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            yield f"{path}.{name}", field
        for key, part in schema.items():
            yield from properties(part, f"{path}.{key}")
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part, path)


def test_the_file_in_the_repository_is_fresh() -> None:
    assert json.loads(FILE.read_text("utf-8")) == deck_schema(), "run: quizapp schema > questions/quiz.schema.json"


def test_every_field_is_explained() -> None:
    assert [path for path, field in properties(deck_schema()) if not field.get("description")] == []


def test_every_reference_leads_somewhere() -> None:
    schema = deck_schema()
    references = {part.split('"')[0] for part in json.dumps(schema).split('"#/definitions/')[1:]}
    assert references == set(schema["definitions"])


def test_every_kind_and_every_field_of_an_experiment_is_in_it() -> None:
    schema = deck_schema()
    assert {each["$ref"].split("/")[-1] for each in schema["properties"]["questions"]["items"]["oneOf"]} == {
        kind.__name__ for kind in KINDS.values()
    }
    assert set(schema["definitions"]["Experiment"]["properties"]) == {"extends", *FIELDS}


@pytest.mark.parametrize("name", REGISTRIES)
def test_names_and_aliases_are_offered(name: str) -> None:
    field = deck_schema()["definitions"]["Experiment"]["properties"][name]
    assert field["anyOf"][0]["enum"] == list(REGISTRIES[name].all_names)


@pytest.mark.parametrize("name", ALLOWED)
def test_words_are_offered(name: str) -> None:
    assert deck_schema()["definitions"]["Experiment"]["properties"][name]["enum"] == list(ALLOWED[name])


@pytest.mark.parametrize("name", RANGES)
def test_ranges_are_those_of_the_experiment(name: str) -> None:
    field = deck_schema()["definitions"]["Experiment"]["properties"][name]
    field = field.get("anyOf", [field])[0]
    assert (field["minimum"], field["maximum"]) == (RANGES[name].low, RANGES[name].high)


def test_text_may_look_like_a_number_or_a_flag() -> None:
    assert deck_schema()["definitions"]["Choice"]["properties"]["text"]["type"] == ["string", "number", "boolean"]
