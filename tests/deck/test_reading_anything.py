"""Whatever stands in a file is a deck, or a mistake at a place within the file."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.deck.reader import DeckError, read_text, tree
from tests.support.decks_to_read import GOOD, PARSERS, is_printable
from tests.support.examples import scaled

#: The kinds that measure, with values that vary and an experiment of a question's own.
MEASURING = """\
format: 1
title: Small
experiments:
  xavier: {depth: 9, width: 16, activation: tanh, init: xavier_normal}
  tiny: {extends: xavier, init: {name: normal, std: 0.05}}
questions:
- {id: number, type: numeric, prompt: "{n} inputs?", vary: {n: [8, 16]}, answer: {value: "1 / {n}", tolerance: 5%},
   misconceptions: [{value: "{2 / n}", feedback: var}], experiment: own,
   experiments: {own: {extends: tiny, width: "{n}"}}}
- {id: key, prompt: p, type: numeric, answer: {measure: "log10(delta[1])", within: {digits: 2}}, experiment: tiny}
- {id: order, prompt: p, type: order, order_by: "signal[-2]", min_gap: 2x, items: [{id: a, text: A, experiment: tiny},
   {id: b, text: B, experiment: xavier}]}
- {id: tune, prompt: p, type: tune, experiment: tiny, goal: "0.2 < delta[1] / delta[-2] < 5", solution: {std: 0.25},
   knobs: {std: {field: init.std, min: 0.01, max: 1, scale: log, start: 0.05}}}
"""


def check_that_it_is_a_deck_or_a_located_error(text: str) -> None:
    try:
        read_text(text)
    except DeckError as error:
        check_places(error, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def check_places(error: DeckError, lines: list[str]) -> None:
    assert error.problems
    assert is_printable(str(error))
    for problem in error.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


YAMLISH = st.text(
    st.sampled_from(list(" \n\t:-?[]{},#&*!|>'\"%@`\\~<=.0123456789abenot\x1b\u202e\ufeff日")), max_size=60
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
KEYS = [
    "format",
    "title",
    "experiments",
    "questions",
    "id",
    "type",
    "choices",
    "text",
    "correct",
    "experiment",
    "claim",
    "control",
]
NEAR_DECKS = st.recursive(
    SCALARS | st.sampled_from(["1", "single", "multiple", "true_false", "tiny", "delta[1] < 1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=25,
)


@given(st.text(max_size=80))
def test_any_text_is_a_deck_or_a_located_error(text: str) -> None:
    check_that_it_is_a_deck_or_a_located_error(text)


@settings(max_examples=scaled(60))
@given(YAMLISH, st.sampled_from(PARSERS))
def test_any_text_of_yamls_own_characters_is_a_deck_or_a_located_error(text: str, parser: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Parser", parser)
        check_that_it_is_a_deck_or_a_located_error(text)


@settings(max_examples=scaled(60))
@given(st.integers(0, len(GOOD)), st.integers(0, 12), YAMLISH | st.text(max_size=6), st.sampled_from(PARSERS))
def test_a_good_deck_with_a_piece_exchanged_is_a_deck_or_a_located_error(
    at: int, cut: int, put: str, parser: Any
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Parser", parser)
        check_that_it_is_a_deck_or_a_located_error(GOOD[:at] + put + GOOD[at + cut :])


PIECES = st.sampled_from(
    ["{n}", "{{", "}}", "{m}", "null", "[]", "{}", "-1", "0", "1e400", "[1]", "{a: b}", "seed", "he"]
)


@pytest.mark.slow
@settings(max_examples=scaled(100))
@given(st.integers(0, len(MEASURING)), st.integers(0, 12), YAMLISH | PIECES)
def test_a_deck_of_the_kinds_that_measure_with_a_piece_exchanged_is_a_deck_or_a_located_error(
    at: int, cut: int, put: str
) -> None:
    check_that_it_is_a_deck_or_a_located_error(MEASURING[:at] + put + MEASURING[at + cut :])


@given(TREES | NEAR_DECKS, st.booleans())
def test_any_data_written_as_yaml_is_a_deck_or_a_located_error(data: Any, flow: bool) -> None:
    check_that_it_is_a_deck_or_a_located_error(yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow))


@given(st.text(max_size=60))
def test_any_text_in_place_of_a_claim_is_a_claim_or_a_located_error(text: str) -> None:
    check_that_it_is_a_deck_or_a_located_error(GOOD.replace("'loss < 0'", "'" + text.replace("'", "''") + "'"))


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_text_in_quotes_is_read_to_the_letter(text: str) -> None:
    deck = read_text(GOOD.replace("title: Small", "title: '" + text.replace("'", "''") + "'"))
    assert deck.title == text
