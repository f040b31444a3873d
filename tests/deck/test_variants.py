"""A question that varies is as many questions as its values combine, each as if it had been written out by hand."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.checking.claims import check_deck
from quizapp.deck.reader import read_deck, read_text
from quizapp.play.session import start
from quizapp.questions.types import Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.variables import draws
from tests.support.examples import scaled
from tests.support.varying import DECK

WORDS = st.text(st.characters(categories=["L", "N"]), max_size=8)
TEXTS = st.lists(st.sampled_from(["{a}", "{b}", "{ a }"]) | WORDS, max_size=5).map(" ".join)
VALUES = st.lists(st.integers(1, 99).map(str), min_size=1, max_size=3, unique=True)


def by_hand(text: str, n: int, phi: str) -> str:
    """The deck with the values of one variant written in place of the braces."""
    return (
        text.replace("  vary: {n: [8, 16, 32], phi: [relu, tanh]}\n", "")
        .replace('"{2 * n}"', str(2 * n))
        .replace("{2 * n}", str(2 * n))
        .replace('"{1/n}"', str(1 / n))
        .replace('"{phi}"', phi)
        .replace("{phi}", phi)
        .replace("has {n}", f"has {n}")
        .replace("/ {n}", f"/ {n}")
        .replace("< {n}", f"< {n}")
    )


def content(question: Question) -> dict[str, Any]:
    """All that a question says but for the list of values."""
    return {name: value for name, value in question if name != "vary"}


def test_each_variant_reads_as_the_question_with_the_values_written_out() -> None:
    deck = read_text(DECK)
    variants = deck.variants(deck.questions[0])
    combinations = list(itertools.product((8, 16, 32), ("relu", "tanh")))
    assert [tuple(variant.drawn.values()) for variant in variants] == [(str(n), phi) for n, phi in combinations]
    for variant, (n, phi) in zip(variants, combinations, strict=True):
        assert content(variant) == content(read_text(by_hand(DECK, n, phi)).questions[0])


def test_the_key_of_each_variant_is_computed_from_its_values() -> None:
    deck = read_text(DECK)
    for variant in deck.variants(deck.questions[0]):
        assert isinstance(variant, Numeric)
        assert variant.right_number({}) == pytest.approx(math.sqrt(2 / int(variant.drawn["n"])))


def test_a_variant_is_called_by_its_id_and_its_values() -> None:
    deck = read_text(DECK)
    varying, plain = deck.questions
    assert [each.name for each in deck.variants(varying)[:2]] == ["q (n = 8, phi = relu)", "q (n = 8, phi = tanh)"]
    assert (plain.name, deck.variants(plain)) == ("r", (plain,))


def test_braces_stay_where_nothing_varies() -> None:
    assert read_text(DECK).questions[1].prompt == "Braces such as {n} stay."


def test_decks_with_variants_can_be_compared() -> None:
    assert read_text(DECK) == read_text(DECK)
    assert read_text(DECK) != read_text(DECK.replace("32]", "33]"))


def test_check_runs_every_variant_and_says_with_which_values_it_is_wrong(tmp_path: Any) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK.replace('"delta[1] < {n} * 1e6"', '"delta[1] * 1e-9 + {n} < 20"'))
    report = check_deck(read_deck(path), 2)
    assert [claim.variant for claim in report.claims] == [
        f"q (n = {n}, phi = {phi})" for n in (8, 16, 32) for phi in ("relu", "tanh")
    ]
    assert [problem.message.partition(": ")[0] for problem in report.problems] == [
        "with n = 32, phi = relu",
        "with n = 32, phi = tanh",
    ]
    assert {problem.line for problem in report.problems} == {12}


@given(st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=3))
def test_there_are_as_many_draws_as_the_product_and_no_two_are_the_same(vary: dict[str, list[str]]) -> None:
    drawn = [tuple(each.items()) for each in draws(vary)]
    assert len(drawn) == len(set(drawn)) == math.prod(map(len, vary.values()))
    assert all(value in vary[name] for each in drawn for name, value in each)


@settings(max_examples=scaled(40))
@given(VALUES, VALUES, st.lists(TEXTS, max_size=3), TEXTS)
def test_any_table_of_values_gives_each_variant_as_if_by_hand(
    a: list[str], b: list[str], hints: list[str], end: str
) -> None:
    head = "format: 1\ntitle: T\nquestions:\n- id: q\n  type: true_false\n  answer: true\n"
    quoted = ", ".join(f"'- {hint}'" for hint in hints)
    text = f"{head}  prompt: 'Is it {{a}} or {{b}}? {end}'\n  hints: [{quoted}]\n"
    deck = read_text(f"{text}  vary: {{a: [{', '.join(a)}], b: [{', '.join(b)}]}}\n")
    variants = deck.variants(deck.questions[0])
    assert len(variants) == len(a) * len(b)
    for variant, (first, second) in zip(variants, itertools.product(a, b), strict=True):
        substituted = text.replace("{a}", first).replace("{ a }", first).replace("{b}", second)
        assert content(variant) == content(read_text(substituted).questions[0])


def test_a_session_draws_its_variants_by_its_seed() -> None:
    deck = read_text(DECK)
    names = [start(deck, seed).attempts[0].question.name for seed in range(200)]
    assert names == [start(deck, seed).attempts[0].question.name for seed in range(200)]
    assert set(names) == {variant.name for variant in deck.variants(deck.questions[0])}
    assert max(names.count(name) for name in names) < 70


def test_what_is_played_again_is_drawn_anew_from_all_variants() -> None:
    deck = read_text(DECK)
    again = [start(deck, seed, start(deck, 0).not_right()).attempts[0].question.name for seed in range(200)]
    assert set(again) == {variant.name for variant in deck.variants(deck.questions[0])}


def test_a_question_may_have_experiments_of_its_own_without_varying() -> None:
    deck = read_text(DECK.replace("answer: true}", "answer: true, experiment: own, claim: 'loss < 9 * depth', "
                                  "experiments: {own: {depth: 3}}}"))  # fmt: skip
    question = deck.questions[1]
    assert deck.experiments_for(question)["own"].depth == 3
    assert "own" not in deck.experiments_for(deck.questions[0])
    assert "own" not in deck.experiments


@pytest.mark.parametrize(
    "rest",
    [
        "type: numeric, answer: {measure: 'loss', within: 1}, experiment: own",
        "type: order, order_by: 'loss', items: [{id: a, text: A, experiment: own}, {id: b, text: B, experiment: base}]",
        "type: tune, experiment: own, goal: loss < 1, solution: {g: 1}, "
        "knobs: {g: {field: gain, min: 1, max: 2, start: 2}}",
    ],
)
def test_every_measuring_kind_may_measure_on_an_experiment_of_its_own(rest: str) -> None:
    line = '- {id: r, type: true_false, prompt: "Braces such as {n} stay.", answer: true}'
    deck = read_text(DECK.replace(line, f"- {{id: r, prompt: So?, {rest}, experiments: {{own: {{depth: 3}}}}}}"))
    assert [question.id for question in deck.questions] == ["q", "r"]
