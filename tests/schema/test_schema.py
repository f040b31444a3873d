"""The JSON Schema that editors use explains every field, and allows what the reader allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from quizapp.checking.lint.rules import RULES
from quizapp.commands.new import SCAFFOLDS
from quizapp.deck.finder import bundled_decks
from quizapp.deck.reader import DeckError, read_text
from quizapp.questions.objectives import OBJECTIVES
from quizapp.questions.types import QUESTION_TYPES
from quizapp.schema.deck_schema import deck_schema
from sim.experiment import ALLOWED, FIELDS, RANGES, REGISTRIES
from tests.support.decks.guide import examples
from tests.support.decks.playing import LETTERS, PLAY
from tests.support.editors.core_schema import EditorValidator, in_an_editor
from tests.support.examples import scaled

SCHEMA = deck_schema()
VALIDATOR = EditorValidator(SCHEMA)


def complaints(text: str) -> list[str]:
    return [f"{each.json_path}: {each.message[:200]}" for each in VALIDATOR.iter_errors(in_an_editor(text))]


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field, but not where the schema only narrows what a field may be."""
    if isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            yield f"{path}.{name}", field
        for key, part in schema.items():
            if key not in ("if", "then", "else", "dependencies"):
                yield from properties(part, f"{path}.{key}")
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part, path)


def referred(schema: Any) -> Any:
    return SCHEMA["definitions"][schema["$ref"].rpartition("/")[2]]


def test_it_is_a_json_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_every_field_is_explained() -> None:
    assert [path for path, field in properties(SCHEMA) if not field.get("description")] == []


def test_every_reference_leads_somewhere() -> None:
    references = {part.split('"')[0] for part in json.dumps(SCHEMA).split('"#/definitions/')[1:]}
    assert references == set(SCHEMA["definitions"])


def test_every_kind_and_every_field_of_an_experiment_is_in_it() -> None:
    question = SCHEMA["properties"]["questions"]["items"]["else"]
    assert set(question["properties"]["type"]["enum"]) == set(QUESTION_TYPES)
    assert {each["$ref"].split("/")[-1] for each in question["then"]["else"]["oneOf"]} == {
        kind.__name__ for kind in QUESTION_TYPES.values()
    }
    assert set(SCHEMA["definitions"]["Experiment"]["properties"]) == {"extends", *FIELDS}


@pytest.mark.parametrize("kind", QUESTION_TYPES.values(), ids=QUESTION_TYPES)
def test_every_field_of_every_kind_is_in_it_whether_values_vary_or_not(kind: Any) -> None:
    for name in (kind.__name__, f"{kind.__name__}Varying"):
        assert set(SCHEMA["definitions"][name]["properties"]) == set(kind.model_fields)


@pytest.mark.parametrize("name", REGISTRIES)
def test_names_and_aliases_are_offered_each_with_a_line_about_it(name: str) -> None:
    field = SCHEMA["definitions"]["Experiment"]["properties"][name]
    names = referred(field["anyOf"][0])
    assert names["enum"] == list(REGISTRIES[name].all_names)
    assert len(names["enumDescriptions"]) == len(names["enum"])
    assert all(names["enumDescriptions"])


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_entry_takes_its_own_parameters_and_no_others(name: str) -> None:
    field = {"definitions": SCHEMA["definitions"], **SCHEMA["definitions"]["Experiment"]["properties"][name]}
    registry = REGISTRIES[name]
    known = {parameter.name for entry in registry.names for parameter in registry.parameters(entry)}
    for entry in registry.all_names:
        takes = {parameter.name: parameter.default for parameter in registry.parameters(entry)}
        assert Draft7Validator(field).is_valid({"name": entry, **takes})
        for other in known - takes.keys():
            assert not Draft7Validator(field).is_valid({"name": entry, other: 0.5})


@pytest.mark.parametrize("name", ALLOWED)
def test_words_are_offered(name: str) -> None:
    assert SCHEMA["definitions"]["Experiment"]["properties"][name]["enum"] == list(ALLOWED[name])


@pytest.mark.parametrize("name", RANGES)
def test_ranges_are_those_of_the_experiment(name: str) -> None:
    field = SCHEMA["definitions"]["Experiment"]["properties"][name]
    field = field.get("anyOf", [field])[0]
    assert (field["minimum"], field["maximum"]) == (RANGES[name].low, RANGES[name].high)


def test_objectives_and_codes_of_warnings_are_offered() -> None:
    question = SCHEMA["definitions"]["Single"]["properties"]
    assert referred(question["objectives"]["items"]["anyOf"][0])["enum"] == list(OBJECTIVES)
    assert referred(question["ignore"]["items"]["anyOf"][0])["enum"] == list(RULES)


def test_text_may_look_like_a_number_or_a_flag() -> None:
    assert SCHEMA["definitions"]["Choice"]["properties"]["text"]["type"] == ["string", "number", "boolean"]


GOOD = [path.read_text("utf-8") for path in (*bundled_decks(), *sorted(SCAFFOLDS.glob("*.yaml")), PLAY, LETTERS)]
GOOD += [PLAY.with_name("forms.yaml").read_text("utf-8"), *examples()]


@pytest.mark.parametrize("text", GOOD, ids=range(len(GOOD)))
def test_a_good_deck_is_allowed(text: str) -> None:
    assert complaints(text) == []


#: What may be put in the place of a scalar, one a line: what some field takes, what hardly any does, what YAML finds
#: odd. `null` is not among it: an editor underlines it as text that is missing, and the reader takes it for text.
OTHER = """1
0
-1
2.5
1e-6
1e9
+3
.5
5.
007
true
'true'
True
no
word
'8'
'2.5'
'2x'
'5%'
'null'
' '
'word '
two words
he_normal
normal(std=0.1)
relu
xor
log
largest
5%
2x
1/16
{digits: 2}
{name: normal, std: 0.1}
{name: relu, std: 1}
[]
[a, 1, true]
{}
https://a.b/c
loss < 1
loss
depth
init.std
'{n}'
'{2 * n}'
'a {n} b'
W104
H1
0.05
12:30""".splitlines()


@st.composite
def decks_with_a_change(draw: Any) -> str:
    """A good deck with something else in the place of one of its scalars."""
    text = draw(st.sampled_from([each for each in GOOD if len(each) < 8000]))
    node = draw(st.sampled_from(list(scalars(yaml.compose(text, yaml.BaseLoader)))))
    line_end = "\n" * (node.style in ("|", ">"))
    return f"{text[: node.start_mark.index]}{draw(st.sampled_from(OTHER))}{line_end}{text[node.end_mark.index :]}"


def scalars(node: Any) -> Iterator[yaml.ScalarNode]:
    """The values in a tree, without its keys."""
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.MappingNode():
            for _, value in node.value:
                yield from scalars(value)
        case yaml.SequenceNode():
            for value in node.value:
                yield from scalars(value)


IN_ORDER = """
format: 1
title: A deck
experiments: {zeros: {init: zeros}, ones: {init: ones}}
questions:
- id: ordered
  type: order
  prompt: Which is smaller?
  items: [{id: a, text: zeros, experiment: zeros}, {id: b, text: ones, experiment: ones}]
  order_by: signal[1]
"""


@pytest.mark.slow
@settings(max_examples=scaled(100))
@given(decks_with_a_change())
@example(f"{IN_ORDER}  min_gap: '8'\n")
@example(IN_ORDER.replace("init: zeros", "init: 'zeros '"))
def test_whatever_the_reader_takes_no_editor_underlines(text: str) -> None:
    try:
        read_text(text)
    except DeckError:
        return
    assert complaints(text) == [], text


VARYING = """
format: 1
title: A deck
experiments: {net: {depth: 4, steps: 0}}
questions:
- id: tuned
  type: tune
  prompt: Turn the {what} to {n}.
  vary: {n: [1, 2], what: [gain, width], how: [true, false]}
  difficulty: "{n}"
  revision: "{n + 1}"
  experiment: own
  experiments: {own: {extends: net, width: "{8 * n}", residual: "{how}", init: {name: normal, std: "{n / 10}"}}}
  knobs: {knob: {field: "{what}", min: "{n}", max: "{9 * n}", start: "{2 * n}"}}
  goal: 0.1 < signal[3] / signal[1] < 10
  solution: {knob: "{3 * n}"}
  predict: "{how}"
- id: entered
  type: numeric
  prompt: How many?
  vary: {n: [1, 2]}
  answer: {value: "{n}", tolerance: "{n}%"}
"""


def test_where_values_vary_they_may_stand_for_numbers_flags_and_words() -> None:
    read_text(VARYING)
    assert complaints(VARYING) == []


def test_where_nothing_varies_a_value_in_braces_is_not_allowed() -> None:
    assert complaints(re.sub(r"\n +vary:.*", "", VARYING))


def test_ids_do_not_vary() -> None:
    other = VARYING.replace("id: entered", "id: 'entered-{n}'")
    with pytest.raises(DeckError):
        read_text(other)
    assert complaints(other)
