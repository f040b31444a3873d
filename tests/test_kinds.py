"""What each kind of question says about its form, its answer, its credit, its scenes and its feedback."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
import yaml

from quizapp.forms import Option, PickMany, PickOne
from quizapp.kinds import KINDS
from quizapp.kinds.choice import PickQuestion
from quizapp.reading import DeckError, read_text
from quizapp.scene import Scene

START = "format: 1\ntitle: T\nexperiments: {tiny: {depth: 3}, fair: {depth: 4}}\nquestions:\n"
CHOICE = {"text": "Text", "experiment": "tiny", "claim": "loss < 1", "control": "fair", "says": "Words"}
SHARED = {"id": "q", "prompt": "So?"}


def question(type_: str, **parts: object) -> Any:
    text = START + yaml.safe_dump([{**SHARED, "type": type_, **parts}])
    return read_text(text).questions[0]


def of_choices(type_: str, correct: str, **parts: object) -> Any:
    """A question whose choices a, b, ... are right where `correct` has a +."""
    choices = [{**CHOICE, "id": name, "correct": sign == "+"} for name, sign in zip("abcdefghi", correct, strict=False)]
    return question(type_, choices=choices, **parts)


def complaints(type_: str, **parts: object) -> list[str]:
    with pytest.raises(DeckError) as caught:
        question(type_, **parts)
    return [problem.message for problem in caught.value.problems]


def examples() -> list[PickQuestion]:
    return [
        of_choices("multiple", "+-+"),
        of_choices("single", "-+"),
        question("true_false", answer=False, experiment="tiny"),
    ]


def test_there_is_an_example_of_each_kind() -> None:
    picking = [kind for kind in KINDS.values() if issubclass(kind, PickQuestion)]
    assert [type(example) for example in examples()] == picking
    assert list(KINDS) == ["multiple", "numeric", "order", "single", "true_false", "tune"]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.type)
def test_every_kind_of_picking_keeps_the_contract(example: PickQuestion) -> None:
    form = example.form()
    assert isinstance(form, PickOne | PickMany)
    ids = {option.id for option in form.options}
    assert example.right_answer() <= ids
    assert example.credit(example.right_answer()) == 1.0
    for size in range(len(ids) + 1):
        for answer in itertools.combinations(ids, size):
            assert 0.0 <= example.credit(frozenset(answer)) <= 1.0
    for label, scene in example.scenes():
        assert example.scene(label) == scene
    assert all(example.feedback(each, chosen) is None for each in ids for chosen in (True, False))


@pytest.mark.parametrize("correct", ["+-", "++-", "+--", "++--", "+++-+", "--", "++", "+++++++++"])
def test_credit_of_multiple_is_the_formula_of_the_design(correct: str) -> None:
    example = of_choices("multiple", correct)
    right = {name for name, sign in zip("abcdefghi", correct, strict=False) if sign == "+"}
    wrong = set("abcdefghi"[: len(correct)]) - right
    for size in range(len(correct) + 1):
        for answer in map(set, itertools.combinations(right | wrong, size)):
            hit = Fraction(len(answer & right), len(right)) if right else Fraction(1)
            miss = Fraction(len(answer & wrong), len(wrong)) if wrong else Fraction(0)
            assert example.credit(frozenset(answer)) == pytest.approx(float(max(Fraction(0), hit - miss)))


def test_ticking_all_and_ticking_nothing_earn_nothing() -> None:
    example = of_choices("multiple", "+-+-")
    assert (example.credit(frozenset("abcd")), example.credit(frozenset())) == (0.0, 0.0)


def test_a_choices_scene_expects_what_the_choice_says() -> None:
    example = of_choices("single", "-+")
    assert example.scene("a") == Scene("tiny", False, "loss < 1", "fair", "Words")
    assert example.scene("b") == Scene("tiny", True, "loss < 1", "fair", "Words")
    assert [label for label, _ in example.scenes()] == ["a", "b"]


def test_a_choice_without_an_experiment_has_no_scene() -> None:
    example = question(
        "single", choices=[{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B", "correct": False}]
    )
    assert example.scene("a") is None
    assert example.scenes() == ()


def test_true_false_has_one_scene_for_both_options() -> None:
    example = question("true_false", answer=False, experiment="tiny", claim="loss < 1", if_right="Yes.", if_wrong="No.")
    assert example.form() == PickOne((Option("true", "True"), Option("false", "False")), fixed_order=True)
    assert example.scene("true") == example.scene("false") == Scene("tiny", False, "loss < 1")
    assert example.scenes() == (("false", Scene("tiny", False, "loss < 1")),)
    assert (example.feedback("true", True), example.feedback("false", True)) == ("No.", "Yes.")
    assert example.feedback("true", False) is None


def test_feedback_tells_the_chosen_from_the_left() -> None:
    choices = [{**CHOICE, "id": "a", "correct": True, "if_chosen": "Well.", "if_not_chosen": "Look."}]
    example = question("multiple", choices=[*choices, {**CHOICE, "id": "b", "correct": False}])
    assert (example.feedback("a", True), example.feedback("a", False)) == ("Well.", "Look.")


def test_choices_are_shuffled_unless_said_otherwise_and_statements_never() -> None:
    forms = [example.form() for example in examples()]
    assert [form.fixed_order for form in forms if isinstance(form, PickOne | PickMany)] == [False, False, True]
    assert of_choices("single", "+-", shuffle=False).form().fixed_order
    assert complaints("true_false", answer=True, shuffle=True)[0].startswith("unknown key 'shuffle'")


@pytest.mark.parametrize("correct", ["--", "++", "+-+"])
def test_single_wants_exactly_one_right_choice(correct: str) -> None:
    with pytest.raises(DeckError, match="exactly one choice"):
        of_choices("single", correct)


def test_a_claim_needs_an_experiment_and_a_control_needs_a_claim() -> None:
    assert complaints("true_false", answer=True, claim="loss < 1")[0].startswith("a claim needs an experiment")
    assert complaints("true_false", answer=True, experiment="tiny", control="fair")[0].startswith("a control needs")


def test_a_claim_is_read_against_its_control_too() -> None:
    parts = {"answer": True, "experiment": "fair", "control": "tiny", "claim": "delta[4] < 1"}
    assert complaints("true_false", **parts) == ["tiny has 3 layers; 4 is not one of them"]


@pytest.mark.parametrize(
    "url", ["http://a.org", "javascript:alert(1)", "https://", "https:///x", "https://a b", "//a.org"]
)
def test_only_https_addresses_are_taken(url: str) -> None:
    assert complaints("true_false", answer=True, reading=[{"title": "A", "url": url}])[0].startswith("a web address")


def test_a_list_has_a_limited_number_of_items() -> None:
    assert complaints("true_false", answer=True, hints=["x"] * 51) == ["hints must have at most 50 items, not 51"]


def test_a_difficulty_is_from_1_to_5() -> None:
    assert question("true_false", answer=True, difficulty=5).difficulty == 5
    assert complaints("true_false", answer=True, difficulty=6) == ["difficulty must be from 1 to 5, not 6"]
