"""The reader takes a scalar exactly where no editor underlines it: in every field, with quotes and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from quizapp.deck.model import Deck, ExperimentText
from quizapp.deck.reader import DeckError, read_text, tree
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.variants import FIXED
from quizapp.experiments.scalars import Quoted
from quizapp.questions.fields import ANY_EXPERIMENT, Surroundings
from quizapp.questions.types import QUESTION_TYPES, Question
from quizapp.schema.deck_schema import VARYING, deck_schema
from sim.experiment import REGISTRIES
from sim.layer_starts import REGISTRIES as LAYER_REGISTRIES
from tests.support.editors.core_schema import EditorValidator, in_an_editor

SCHEMA = deck_schema()
AROUND = Surroundings(dict.fromkeys(["net", "8", "007", "true", "no", "null"], ANY_EXPERIMENT), Path("deck.yaml"))

#: What may stand in a field, one a line; each is tried as it is, and in quotes.
SCALARS = """1
0
-1
8
2.5
.5
1e-6
+3
5%
0%
100%
100.5%
05%
1.5.2%
5 %
2x
1x
1.0x
0.5x
1.5×
02x
2 x
1/16
sqrt(2 / 512)
12:30
1_000
true
false
no
null
~
word
two words
net
largest
log
layer
float32
pre
learned
relu
mup
xor
sgd
zeros
he_normal
normal(std=0.1)
gain
init.std
loss < 1
signal[1]
single
multiple
https://a.b/c
https://
http://a.b/c
W104
H1""".splitlines()
#: What YAML takes for a number, a flag or nothing: an editor does not see that the reader goes by how it is written.
ODD = ["007", "5.", "1e9", "0x10", ".inf", ".nan", "1e400", "True", "FALSE", "Null", ""]
QUOTED = [f"'{text}'" for text in (*SCALARS, *ODD, " ", "8 ", "true ", "he_normal ", "https://a.b/c ")]
TOO_LARGE = "'1e400'"
NULLS = ("null", "~", "Null")
#: Text in which the reader sees more than a schema can: claims, quantities, arithmetic, names of experiments.
MEANT = ("claim", "goal", "order_by", "measure", "value", "shows", "experiment", "control", "extends", "also_on")

HEAD = """
format: 1
title: A deck
experiments: {net: {init: {name: normal, std: 0.1}, steps: 0}}
questions:
"""
#: What the reader judges by the whole question, as a deck with HERE in its place.
BY_THE_QUESTION = {
    "KnobText.field": f"""{HEAD}
- id: tuned
  type: tune
  prompt: Turn it.
  experiment: net
  goal: signal[1] > 0.5
  solution: {{knob: 0.5}}
  knobs:
    knob:
      min: 0.1
      max: 1
      start: 0.1
      field: HERE
""",
    "Key.measure": f"""{HEAD}
- id: entered
  type: numeric
  prompt: How many?
  experiment: net
  answer:
    within: 1
    measure: HERE
""",
}


@dataclass(frozen=True)
class Place:
    """Where a scalar can stand: in a field of a model, with something around it there."""

    model: type[BaseModel]
    field: str
    inside: str
    around: Callable[[Any], Any]

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.field}{self.inside}"


def models(part: Any) -> Iterator[type[BaseModel]]:
    """The models that a type is made of."""
    if isinstance(part, type) and issubclass(part, BaseModel):
        yield part
        for field in part.model_fields.values():
            yield from models(field.annotation)
    for each in get_args(part):
        yield from models(each)


MODELS: list[type[BaseModel]] = [Deck, ExperimentText]
MODELS += dict.fromkeys(model for kind in QUESTION_TYPES.values() for model in models(kind))
#: The kinds but the first: what all kinds share is looked at in the first.
OTHER_KINDS = list(QUESTION_TYPES.values())[1:]


def places() -> Iterator[Place]:
    """Every place of a deck file where a scalar can stand."""
    for model in MODELS:
        for field, schema in schema_of(model)["properties"].items():
            if model not in OTHER_KINDS or field == "type" or field not in Question.model_fields:
                yield from (Place(model, field, inside, around) for inside, around in within(schema, field))


def within(schema: Any, field: str) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Where scalars can stand in what a schema describes, and what has to be around them."""
    yield "", lambda value: value
    for part in [schema, *schema.get("anyOf", ())]:
        for key, inner in parts(part):
            named = key.removeprefix(".")
            for inside, around in within(inner, named if named in LAYER_REGISTRIES else field):
                yield f"{key}{inside}", partial(put, field, key, around)


def parts(schema: Any) -> Iterator[tuple[str, Any]]:
    """The items, values and fields that a schema describes by itself."""
    if isinstance(schema.get("items"), dict):
        yield "[]", schema["items"]
    if isinstance(schema.get("additionalProperties"), dict):
        of_layers = "LayerStart" in schema["additionalProperties"].get("$ref", "")
        yield (".1", SCHEMA["definitions"]["LayerStart"]) if of_layers else (".k", schema["additionalProperties"])
    yield from ((f".{name}", part) for name, part in schema.get("properties", {}).items())


def put(field: str, key: str, around: Callable[[Any], Any], scalar: Any) -> Any:
    """The scalar, and what is around it, in a list or a mapping; a parameter goes with a name that takes it."""
    value = around(scalar)
    if key == "[]":
        return [value]
    name = key.removeprefix(".")
    if field not in REGISTRIES or name == "name":
        return {name: value}
    registry = REGISTRIES[field]
    takes = (entry for entry in registry.names if name in {each.name for each in registry.parameters(entry)})
    return {"name": next(takes), name: value}


def schema_of(model: type[BaseModel], ending: str = "") -> Any:
    return SCHEMA if model is Deck else SCHEMA["definitions"][f"{model.__name__}{ending}"]


PLACES = list(places())


def is_read(place: Place, written: str) -> bool:
    """Whether the reader takes a scalar at a place, whatever else is missing there."""
    if str(place) in BY_THE_QUESTION:
        return is_a_deck(BY_THE_QUESTION[str(place)].replace("HERE", written))
    given = {place.field: place.around(by_the_reader(written))}
    if "experiment" in place.model.model_fields:
        given = {"experiment": "net", **given}
    try:
        place.model.model_validate(given, context=AROUND)
    except ValidationError as error:
        return all(each["loc"][:1] != (place.field,) for each in error.errors())
    return True


def is_a_deck(text: str) -> bool:
    try:
        read_text(text)
    except DeckError:
        return False
    return True


@cache
def by_the_reader(written: str) -> Any:
    root, problems, _ = tree.compose(Source(AROUND.path, f"scalar: {written}"))
    assert not problems
    return root["scalar"]


@cache
def by_an_editor(written: str) -> Any:
    return in_an_editor(f"scalar: {written}")["scalar"]


def editor(place: Place, ending: str = "") -> Callable[[str], bool]:
    """What tells whether an editor leaves a scalar at a place without a line under it."""
    schema = {**schema_of(place.model, ending)["properties"][place.field], "definitions": SCHEMA["definitions"]}
    validator = EditorValidator(schema)
    return lambda written: validator.is_valid(place.around(by_an_editor(written)))


def test_every_definition_of_the_schema_is_looked_at() -> None:
    named = {name for name in SCHEMA["definitions"] if not name.endswith(VARYING) and "registered" not in name}
    assert {model.__name__ for model in MODELS} | {"LayerStart"} == {*named, "Deck"}
    assert "layers.1.init.std" in " ".join(map(str, PLACES))


@pytest.mark.parametrize("text", [*SCALARS, *filter(None, ODD)])
def test_in_quotes_of_either_kind_and_in_blocks_all_is_text(text: str) -> None:
    for written in (f"'{text}'", f'"{text}"', f"|-\n  {text}", f">-\n  {text}"):
        assert by_the_reader(written) == by_an_editor(written) == text
        assert type(by_the_reader(written)) is Quoted


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_what_is_read_is_not_underlined_and_what_is_not_read_is(place: Place) -> None:
    is_allowed = editor(place)
    for written in (*SCALARS, *ODD, *QUOTED):
        read, allowed = is_read(place, written), is_allowed(written)
        if read and not allowed:
            assert written in NULLS, f"{written} is read"
            assert is_read(place, f"'{written}'"), f"{written} is read, and not as text"
        if allowed and not read:
            assert is_beyond_a_schema(place, written), f"{written} is not underlined"


def is_beyond_a_schema(place: Place, written: str) -> bool:
    """Whether only the reader can tell what is wrong: by what text means, how it is written, or how large it is."""
    is_id = place.field in ("id", "isomorph") and isinstance(by_an_editor(written), float | int)
    return place.field in MEANT or written in ODD or written == TOO_LARGE or is_id


@pytest.mark.parametrize("place", [place for place in PLACES if place.model is not Deck], ids=str)
def test_where_values_vary_the_same_is_underlined_but_for_values_in_braces(place: Place) -> None:
    is_allowed, is_allowed_varying = editor(place), editor(place, VARYING)
    for written in ("8", "'8'", "0.5", "true", "'true'", "word", "null", "5%", "2x", "''", "' '"):
        assert is_allowed_varying(written) == is_allowed(written), written
    in_braces = "'{n}'"
    if place.field in FIXED:
        assert is_allowed_varying(in_braces) == is_allowed(in_braces)
    else:
        assert is_allowed_varying(in_braces) == any(map(is_allowed, [*SCALARS, *QUOTED]))
