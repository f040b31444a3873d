"""A question that varies is as many questions as its values combine, each as if it had been written out by hand."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.checking.claims import check_deck
from quizapp.claims.arithmetic import value_of
from quizapp.deck.reader import DeckError, read_deck, read_text, tree
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.variants import _put_in
from quizapp.play.session import start
from quizapp.questions.types import Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.variables import draws, filled, names_in
from sim.registry import BadValue
from tests.support.examples import scaled

DECK = """\
format: 1
title: T
experiments:
  base: {depth: 9, width: 8, samples: 8, activation: relu, init: he_normal, steps: 0, seeds: 2}
questions:
- id: q
  type: numeric
  prompt: A layer has {n} inputs, twice that is {2 * n}, and its activation is {phi}.
  vary: {n: [8, 16, 32], phi: [relu, tanh]}
  answer: {value: "sqrt(2 / {n})"}
  experiment: layer
  claim: "delta[1] < {n} * 1e6"
  experiments: {layer: {extends: base, width: "{2 * n}", activation: "{phi}", init: {name: normal, std: "{1/n}"}}}
- {id: r, type: true_false, prompt: "Braces such as {n} stay.", answer: true}
"""
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


def messages(text: str) -> list[str]:
    with pytest.raises(DeckError) as caught:
        read_text(text)
    return [problem.message for problem in caught.value.problems]


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


def test_a_tree_with_values_put_in_keeps_its_places() -> None:
    root, _, _ = tree.compose(Source("deck.yaml", DECK))  # type: ignore[arg-type]
    written = root["questions"][0]
    made = _put_in(written, {"n": "8", "phi": "relu"})
    assert same_places(written, made)
    assert made["experiments"]["layer"]["width"] == "16"


def same_places(left: Any, right: Any) -> bool:
    if not isinstance(left, tree.Mapping | tree.Items):
        return isinstance(right, str)
    parts = zip(left.values(), right.values(), strict=True) if isinstance(left, dict) else zip(left, right, strict=True)
    here = type(left) is type(right) and (left.start, left.places) == (right.start, right.places)
    return here and all(same_places(*pair) for pair in parts)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{n}", "8"),
        ("{ n }", "8"),
        ("{2 * n}", "16"),
        ("{n / 3}", "2.66666666667"),
        ("{1e-3 * n}", "0.008"),
        ("{sqrt(2 * n)}", "4"),
        ("{max(n, 10)}", "10"),
        ("a {n} b {word} c", "a 8 b relu c"),
        ("{{n}} and {n}", "{n} and 8"),
        ("{{x}}", "{x}"),
        ("{1, 2} and {}", "{1, 2} and {}"),
        ("{n", "{n"),
        ("{n}{n}", "88"),
    ],
)
def test_what_stands_in_braces_becomes_a_value(text: str, made: str) -> None:
    assert filled(text, {"n": "8", "word": "relu"}) == made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{m}", "there is no value called 'm' in `vary`"),
        ("{n + m}", "there is no value called 'm' in `vary`"),
        ("{2 * word}", "must be a number"),
        ("{n / 0}", "must be a finite number"),
        ("{n; import os}", "there is no value called 'import'"),
        ("{n < 3}", "must be a number"),
    ],
)
def test_braces_that_make_no_value_are_refused(text: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        filled(text, {"n": "8", "word": "relu"})


@given(st.text(max_size=40))
def test_text_without_braces_is_left_alone(text: str) -> None:
    plain = text.replace("{", "").replace("}", "")
    assert filled(plain, {"n": "8"}) == plain
    assert names_in(plain) == set()


def test_the_names_in_a_tree_are_those_in_braces_but_for_ids() -> None:
    assert names_in({"x": ["{a} {1e-3 * b}", {"y": "{sqrt(c)}"}], "id": "{d}", "z": {"e": ""}}) == {*"abce", "sqrt"}


def test_ids_are_never_filled() -> None:
    text = (
        DECK.replace("type: true_false, prompt", "vary: {n: [1, 2]}, type: single, choices: CHOICES, prompt")
        .replace("answer: true}", "}")
        .replace("CHOICES", '[{id: "c-{n}", text: C, correct: true}, {id: d, text: D, correct: false}]')
    )
    (message,) = messages(text)
    assert message.startswith("with n = 1: an id has 1 to 64 of the characters")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('width: "{2 * n}"', "width: {2 * n}", 13, 'with n = 8, phi = relu: width must be in quotes, as in "{2 * n}"'),
        ("phi: [relu, tanh]}", "phi: [relu, tnah]}", 13, "with n = 8, phi = tnah: unknown activation 'tnah'"),
        ("[8, 16, 32]", "[8, 16, 320]", 13, "with n = 320, phi = relu: width must be from 1 to 512, not 640"),
        ("delta[1] <", "detla[1] <", 12, "with n = 8, phi = relu: unknown measure 'detla'"),
        (
            "{layer: {extends",
            "{base: {extends",
            13,
            "with n = 8, phi = relu: the deck has an experiment 'base' already",
        ),
    ],
)
def test_a_mistake_is_shown_where_it_is_written_with_the_values_that_make_it_one(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in DECK
    with pytest.raises(DeckError) as caught:
        read_text(DECK.replace(old, new))
    found = [problem.message for problem in caught.value.problems if problem.line == line]
    assert [text[: len(message)] for text in found] == [message]


def test_a_value_that_nothing_uses_is_a_mistake_at_its_name() -> None:
    with pytest.raises(DeckError) as caught:
        read_text(DECK.replace("{n: [8, 16, 32],", "{n: [8, 16, 32], m: [1],"))
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (9, 26)
    assert problem.message.startswith("nothing in this question uses it")


def test_64_combinations_are_read_and_65_are_not() -> None:
    many = ", ".join(map(str, range(1, 33)))
    deck = read_text(DECK.replace("[8, 16, 32]", f"[{many}]"))
    assert len(deck.variants(deck.questions[0])) == 64
    (message,) = messages(DECK.replace("[8, 16, 32]", f"[{many}, 33]"))
    assert message.startswith("there are more than 64 combinations")


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


@pytest.mark.parametrize(
    ("values", "formula", "keys"),
    [
        ("[-2, -3]", "{n} ** 2", [4, 9]),
        ('["1/2", "1/4"]', "1 / {n}", [2, 4]),
        ('["1 + 1"]', "3 * {n}", [6]),
        ("[-2]", "-{n}", [2]),
        ("[-2]", "{n - 1} ** 2", [9]),
        ("[2, 1e-3]", "{n} ** 2", [4, 1e-6]),
        ('["1/3"]', "{n}", [1 / 3]),
        ("[4]", "sqrt({n})", [2]),
        ('["3 - 1"]', "2 * {n}", [4]),
    ],
)
def test_what_is_put_into_a_formula_is_a_value_and_not_its_characters(
    values: str, formula: str, keys: list[float]
) -> None:
    deck = read_text(
        f"format: 1\ntitle: T\nquestions:\n- {{id: q, type: numeric, prompt: 'Of {{n}}?', vary: {{n: {values}}},\n"
        f"   answer: {{value: '{formula}'}}, misconceptions: [{{value: '1000 + {formula}', feedback: No.}}]}}\n"
    )
    variants = deck.variants(deck.questions[0])
    assert [each.right_number({}) for each in variants] == pytest.approx(keys)  # type: ignore[attr-defined]
    assert [value_of(each.misconceptions[0].value) for each in variants] == pytest.approx(  # type: ignore[attr-defined]
        [1000 + key for key in keys]
    )


@pytest.mark.parametrize("formula", ["1{n}", "{n}5", "1e-{n}", "0.{n}", "{n}.5", "0x{n}", "1_{n}", "{n}_0", "{n}e3"])
def test_a_value_is_not_put_in_as_some_of_the_digits_of_a_number(formula: str) -> None:
    with pytest.raises(DeckError, match="put in as a number, and not as digits of one"):
        read_text(
            "format: 1\ntitle: T\nquestions:\n- {id: q, type: numeric, prompt: 'Of {n}?', vary: {n: [2]},\n"
            f"   answer: {{value: '{formula}'}}}}\n"
        )


def test_a_value_in_a_field_of_an_experiment_is_the_number_that_it_is() -> None:
    deck = read_text(
        DECK.replace("questions:", "questions:\n- {id: half, type: true_false, prompt: '{n}', answer: true,\n"
        "   vary: {n: ['1/2', '-1/4']}, experiment: own, claim: 'loss < 9 - {n}',\n"
        "   experiments: {own: {init: {name: normal, mean: '{n}'}}}}", 1)
    )  # fmt: skip
    means = [deck.experiments_for(each)["own"].as_data()["init"]["mean"] for each in deck.variants(deck.questions[0])]
    assert means == [0.5, -0.25]
    assert [each.prompt for each in deck.variants(deck.questions[0])] == ["1/2", "-1/4"]
