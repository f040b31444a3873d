"""A deck that is written as YAML and read again is the same deck, whatever is in it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from quizapp.commands.new import SCAFFOLDS, scaffold
from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck, read_text, tree
from quizapp.deck.reader.text import HIDDEN
from quizapp.deck.summary import glance
from quizapp.deck.writer import deck_as_yaml, scalar
from quizapp.questions.fields import Surroundings
from quizapp.questions.types import QUESTION_TYPES
from quizapp.schema.deck_schema import NOT_BLANK, deck_schema
from sim.experiment import REGISTRIES, Experiment
from sim.initializers import INITIALIZERS
from sim.registry import BadValue
from tests.support.decks.playing import LETTERS, PLAY
from tests.support.examples import scaled

SCHEMA = deck_schema()["definitions"]
PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]
NAMES = ("net", "wide-net", "no", "1e3")
CLAIMS = ("delta[1] / delta[-1] < 1e-4", "loss < 0.5 and not diverged", "net.loss > 1", "accuracy * 2 >= 1")

#: Characters that mean something in YAML, that look like nothing, or that terminals and editors find hard.
HOSTILE = st.sampled_from(
    list(" \t\n:#-?,[]{}&*!|>'\"%@`\\~<=.0123eEabn\u00a0\u3000\u200d\u0301ß日\U0001f600\uffff\ufffe")
)
TEXT = st.text(HOSTILE, max_size=40) | st.text(max_size=40) | st.text(st.sampled_from("ab \n"), max_size=400)
VISIBLE = TEXT.filter(lambda text: not HIDDEN.search(text))
WORDS = st.sampled_from(["no", "null", "~", "true", "1_000", "12:30", "- x", "a: b", "a #b", "---", "<<", "=", "|"])
#: Fields in which an author may say anything.
WORDY = {"prompt", "text", "says", "feedback", "explanation", "title", "unit", "by"}
WORDY |= {"if_right", "if_wrong", "if_chosen", "if_not_chosen"}
#: What a text of a deck may be: not only spaces.
SAID = (VISIBLE | WORDS).filter(lambda text: bool(text.strip()))


def plain_data(schema: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Data as a part of the schema describes it."""
    if "$ref" in schema:
        return objects(SCHEMA[schema["$ref"].rpartition("/")[2]])
    if name in ("experiment", "control"):
        return st.sampled_from(NAMES)
    if name in ("claim", "goal"):
        return st.sampled_from(CLAIMS)
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema or "oneOf" in schema:
        return st.one_of([plain_data(each, name) for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))])
    return of_type(schema, name)


def of_type(schema: dict[str, Any], name: str) -> st.SearchStrategy[Any]:
    match schema.get("type"):
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", -9), schema.get("maximum", 9))
        case "number":
            return st.floats(schema.get("minimum", -1e9), schema.get("maximum", 1e9), allow_nan=False)
        case "array":
            return st.lists(plain_data(schema["items"], name), min_size=schema.get("minItems", 0), max_size=4)
        case "object":
            return objects(schema)
    if name == "url":
        return st.from_regex(r"https://[a-z.]{1,9}/[a-z#?=&:~%,{}\[\]-]{0,9}", fullmatch=True)
    pattern = schema.get("pattern")
    if pattern in (None, NOT_BLANK["pattern"]):
        return SAID
    return st.from_regex(pattern.strip("^$"), fullmatch=True)


def objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: plain_data(field, name) for name, field in schema.get("properties", {}).items()}
    needed = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in needed},
        optional={name: field for name, field in fields.items() if name not in needed},
    )


@st.composite
def experiments(draw: Callable[..., Any]) -> Experiment:
    fields = draw(objects(SCHEMA["Experiment"]).map(lambda data: {**data, "extends": None}))
    del fields["extends"]
    init = draw(st.sampled_from(INITIALIZERS.names))
    names: dict[str, Any] = {name: registry.names[0] for name, registry in REGISTRIES.items()}
    names["init"] = {"name": init, **{each.name: each.default for each in INITIALIZERS.parameters(init)}}
    small = {"depth": draw(st.integers(1, 9)), "width": draw(st.integers(1, 16)), "samples": 8, "seeds": 2, "steps": 9}
    try:
        return Experiment(**{**fields, **names, **small})
    except BadValue:
        assume(False)
        raise


def leave_out_what_cannot_be_alone(data: Any) -> None:
    """A claim needs an experiment, and a control needs a claim."""
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        leave_out_what_cannot_be_alone(part)
    if isinstance(data, dict):
        for needed, name in (("experiment", "claim"), ("claim", "control")):
            if needed not in data:
                data.pop(name, None)


@st.composite
def decks(draw: Callable[..., Any], kind: str) -> Deck:
    """A deck with questions of one kind that the models accept; what has to be unique, or one of a kind, is made so."""
    nets = {name: draw(experiments()) for name in NAMES}
    questions = draw(st.lists(objects(SCHEMA[QUESTION_TYPES[kind].__name__]), min_size=1, max_size=2))
    for number, question in enumerate(questions):
        question.update(id=f"q{number}", type=kind, vary={}, experiments={})
        question["isomorph"] = f"q{1 - number}" if len(questions) == 2 and "isomorph" in question else None
        leave_out_what_cannot_be_alone(question)
        for items in (items for items in question.values() if isinstance(items, list)):
            for place, item in enumerate(item for item in items if isinstance(item, dict) and "id" in item):
                item["id"] = f"{item['id'][:60]}-{place}"
                if kind == "single" and "correct" in item:
                    item["correct"] = place == 0
    data = {"format": 1, "title": draw(SAID), "experiments": nets, "questions": questions}
    try:
        return Deck.model_validate(data, context=Surroundings(nets, Path("deck.yaml")))
    except ValidationError:
        assume(False)
        raise


def check_that_it_comes_back(deck: Deck, parser: Any) -> None:
    text = deck_as_yaml(deck)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Parser", parser)
        assert said_by(read_text(text, deck.path)) == said_by(deck), text


def said_by(deck: Deck) -> Any:
    """All that a deck says, each question with its variants."""
    variants = [
        [(type(each), dict(each), each.drawn) for each in deck.variants(question)] for question in deck.questions
    ]
    return {**dict(deck), "questions": variants}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["single", "multiple", "true_false"])
@settings(max_examples=scaled(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(PARSERS))
def test_any_deck_of_choices_comes_back_as_it_was(kind: str, data: st.DataObject, parser: Any) -> None:
    check_that_it_comes_back(data.draw(decks(kind)), parser)


def other_words(model: BaseModel, texts: Iterator[str]) -> BaseModel:
    """The same with other words wherever any words would do."""
    changed: dict[str, Any] = {}
    for name, value in model:
        if isinstance(value, BaseModel):
            changed[name] = other_words(value, texts)
        elif isinstance(value, tuple):
            changed[name] = tuple(other_words(each, texts) if isinstance(each, BaseModel) else each for each in value)
        elif name in WORDY and value is not None:
            changed[name] = next(texts)
    return model.model_copy(update=changed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(path.stem for path in SCAFFOLDS.glob("*.yaml")))
@settings(max_examples=scaled(20), deadline=None)
@given(st.lists(SAID.map(str.strip), min_size=5, max_size=9), st.sampled_from(PARSERS))
def test_a_question_of_any_kind_comes_back_in_any_words(kind: str, words: list[str], parser: Any) -> None:
    deck = read_text(scaffold(kind))
    questions = tuple(other_words(question, itertools.cycle(words)) for question in deck.questions)
    changed = deck.model_copy(update={"questions": questions, "title": words[0]})
    check_that_it_comes_back(changed, parser)


@settings(max_examples=scaled(60), deadline=None)
@given(SAID, SAID, st.sampled_from(PARSERS))
def test_hostile_text_comes_back_to_the_letter(text: str, hint: str, parser: Any) -> None:
    lists = {"hints": [hint, "a, b"], "tags": [text]}
    question = {"id": "q", "type": "true_false", "prompt": text, "answer": True, **lists}
    deck = Deck.model_validate({"format": 1, "title": text, "description": hint, "questions": [question]})
    written = deck_as_yaml(deck)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Parser", parser)
        read = read_text(written)
    assert (read.title, read.description, read.questions) == (deck.title, deck.description, deck.questions), written


@settings(max_examples=scaled(60), deadline=None)
@given(VISIBLE | WORDS)
def test_a_scalar_is_for_any_yaml_reader_the_text_that_it_was(text: str) -> None:
    assert yaml.load(f"key: {scalar(text)}\n", yaml.BaseLoader) == {"key": text}
    assert yaml.load(f"- {scalar(text)}\n", yaml.BaseLoader) == [text]


@pytest.mark.parametrize(
    "path", [*bundled_decks(), PLAY, LETTERS, *sorted(SCAFFOLDS.glob("*.yaml"))], ids=lambda path: path.stem
)
def test_decks_that_people_wrote_come_back_and_can_be_glanced_at(path: Path, tmp_path: Path) -> None:
    deck = read_deck(path)
    check_that_it_comes_back(deck, tree.Parser)
    copy = tmp_path / "copy.yaml"
    copy.write_text(deck_as_yaml(deck), "utf-8")
    seen = glance(copy)
    assert seen is not None
    assert (seen.title, seen.questions) == (deck.title, len(deck.questions))


def test_a_deck_is_written_as_an_author_would() -> None:
    text = """\
format: 1
title: Small, and good

experiments:
  net: {width: 16, init: {name: normal, std: 0.05}, learning_rate: 10}

questions:
  - id: lines
    type: true_false
    prompt: |-
      The first line
        and the second: it is "quoted".
    answer: false
    experiment: net
    claim: delta[1] / delta[-1] < 1e-4
    if_wrong: 'No: read it again.'
    hints:
      - One, of two.
      - "It's here: look."
    explanation: >-
      A text that is longer than a line is folded at its spaces, so that no editor has to scroll sideways for what
      an author wants to say.
    tags: [one, two words]
"""
    assert deck_as_yaml(read_text(text)) == text


@pytest.mark.parametrize(
    "question",
    [
        "{id: q, type: numeric, prompt: How many?, answer: {value: 1/16, tolerance: 0.1234567}}",
        "{id: q, type: numeric, prompt: How many?, answer: {value: 10, tolerance: {digits: 2}}}",
        "{id: q, type: numeric, prompt: How many?, answer: {value: 1e-9, tolerance: 0.00001234567%}, unit: '%'}",
        "{id: q, type: numeric, prompt: How many?, experiment: a, answer: {measure: loss, within: 2.5%}}",
        "{id: q, type: order, prompt: Which?, order_by: loss, min_gap: 1.23456789x, items:"
        " [{id: a, text: A, experiment: a}, {id: b, text: B, experiment: b}]}",
        "{id: q, type: order, prompt: Which?, order_by: loss, min_gap: 1e-7, items:"
        " [{id: a, text: A, experiment: a}, {id: b, text: B, experiment: b}]}",
        "{id: q, type: true_false, prompt: 'With {n} it is.', answer: true, vary: {n: [1, 2, 'no', 'a, b']},"
        " experiment: own, claim: loss < 99, experiments: {own: {depth: 2, width: 7}}}",
        "{id: q, type: numeric, prompt: 'How many of {n}?', answer: {value: '2 / {n}'}, vary: {n: [128, 256]}}",
        "{id: q, type: true_false, prompt: 'From {s}?', answer: true, vary: {s: [zeros, ones]}, experiment: own,"
        " claim: loss < 99, experiments: {own: {layers: {output: {init: '{s}'}, -2: {gain: 0.1234567}}}}}",
    ],
)
def test_every_way_to_say_a_key_comes_back(question: str) -> None:
    layers = "{output: {init: {name: normal, std: 0.1234567}}, 1: {bias_init: ones, gain: 2}}"
    experiments = f"{{a: {{depth: 2, layers: {layers}}}, b: {{depth: 3}}}}"
    text = f"format: 1\ntitle: A deck\nexperiments: {experiments}\nquestions:\n- {question}\n"
    deck = read_text(text)
    for parser in PARSERS:
        check_that_it_comes_back(deck, parser)


def test_a_character_that_no_deck_may_have_is_named() -> None:
    with pytest.raises(ValueError, match=r"U\+001B"):
        scalar("a\x1b[2J")


def test_text_that_only_looks_like_a_number_or_nothing_is_text_for_editors_too() -> None:
    assert [scalar(text) for text in ("null", "~", "true", "12", "no")] == ["'null'", "'~'", "'true'", "12", "no"]
