"""Values put into text, formulas and fields keep their meaning, and mistakes show where they are written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.claims.arithmetic import value_of
from quizapp.deck.reader import DeckError, read_text, tree
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.variants import _put_in
from quizapp.questions.variables import filled, filled_in_text, names_in, refilled_at
from sim.registry import BadValue
from tests.support.varying import DECK


def messages(text: str) -> list[str]:
    with pytest.raises(DeckError) as caught:
        read_text(text)
    return [problem.message for problem in caught.value.problems]


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
    ("text", "made"),
    [
        ("{ln(n)} is {n / 3}", "2.079 is 2.667"),
        ("{n / 3}", "2.667"),
        ("{n * 2 ** 15}", "262144"),
        ("{n * 1000 / 3}", "2667"),
        ("{n * 10000 / 3}", "26667"),
        ("{n / 3 * 1e-7}", "2.667e-7"),
        ("{n / 3 * 1e20}", "2.667e20"),
        ("{n} and {fine}", "8 and 0.123456789"),
    ],
)
def test_what_is_computed_has_four_digits_in_a_text_that_is_read(text: str, made: str) -> None:
    assert filled_in_text(text, {"n": "8", "fine": "0.123456789"}) == made


def test_only_texts_are_rounded_and_never_what_is_computed_or_compared_with() -> None:
    question = {
        "prompt": "{ln(n)}",
        "hints": ["{ln(n)}"],
        "choices": [{"text": "{ln(n)}", "if_chosen": "{ln(n)}", "claim": "loss < {ln(n)}"}],
        "answer": "{ln(n)}",
        "near_misses": [{"text": "{ln(n)}", "feedback": "{ln(n)}"}],
        "experiments": {"net": {"gain": "{ln(n)}"}},
        "solution": {"gain": "{ln(n)}"},
    }
    made = {key: refilled_at(key, each, {"n": "8"}, lambda _, parts: parts) for key, each in question.items()}
    short, full = "2.079", "2.07944154168"
    assert made == {
        "prompt": short,
        "hints": [short],
        "choices": [{"text": short, "if_chosen": short, "claim": f"loss < {full}"}],
        "answer": full,
        "near_misses": [{"text": full, "feedback": short}],
        "experiments": {"net": {"gain": full}},
        "solution": {"gain": full},
    }


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
