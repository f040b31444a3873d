"""What authors are warned of in how a question is asked, and in its choices."""

from __future__ import annotations

import pytest

from quizapp.checking.lint.rules.duplicates import core
from quizapp.checking.lint.rules.guessing import guess_floor
from tests.support.linted import choice, choices, codes, deck_of, prompt, statement


@pytest.mark.parametrize(
    "text",
    ["Which of these does not grow?", "Which units never differ?", "What can't vanish?", "All learn, except which?"],
)
def test_a_question_that_turns_on_a_small_no_is_warned_of(text: str) -> None:
    assert codes(prompt(text)) == ["W101"]


@pytest.mark.parametrize(
    "text",
    [
        "Which of these does NOT grow?",
        "Which of these does **not** grow?",
        "Which of these does *not* grow?",
        "The network does not learn. Which of these is the reason?",
        "Does it learn or not?",
        "Which of these matters not only at the start?",
        "Which knot is tied?",
    ],
)
def test_a_negation_that_is_emphasised_or_turns_nothing_round_is_not(text: str) -> None:
    assert codes(prompt(text)) == []


def test_a_statement_to_be_judged_is_warned_of_wherever_the_no_stands() -> None:
    assert codes(statement("Equal units do not part.")) == ["W101"]
    assert codes(statement("Equal units do NOT part.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "none of these",
        "Both a and b",
        "A and C",
        "Neither of the others",
        "Any of the other choices",
        "All of the above, but for the first",
    ],
)
def test_a_choice_about_the_other_choices_is_warned_of(text: str) -> None:
    assert codes(choices(["The signal"], ["The error", text])) == ["W102"]


@pytest.mark.parametrize(
    "text",
    ["None of them, so that nothing changes", "All of the other weights", "All of these layers", "None", "Both halves"],
)
def test_a_choice_that_counts_other_things_is_not(text: str) -> None:
    assert codes(choices(["The signal"], ["The error", text])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("It grows", "it grows."), ("The error vanishes", "Error will vanish"), ("Large weights", "A large weight")],
)
def test_two_choices_that_say_the_same_are_warned_of(one: str, other: str) -> None:
    assert codes(choices(["Something else"], [one, other])) == ["W103"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It grows", "It shrinks"),
        ("0.5", "0.05"),
        ("1", "-1"),
        ("x < 1", "x > 1"),
        ("It does", "It does not"),
        ("From layer 1 to 9", "From layer 9 to 1"),
        ("large", "larger"),
        ("The", "A"),
    ],
)
def test_two_choices_that_differ_in_what_counts_are_not(one: str, other: str) -> None:
    assert core(one) != core(other)


def test_a_right_choice_that_is_by_far_the_longest_is_warned_of() -> None:
    long = "It shrinks at each layer, since each slope is a quarter or less"
    assert codes(choices([long], ["It grows", "It stays"])) == ["W104"]
    assert codes(choices([long], ["It grows at each layer, since the errors add up", "It stays"])) == []
    assert codes(choices(["It shrinks", long], ["It grows", "It stays"])) == []


def test_a_short_right_choice_is_not_long_whatever_the_ratio() -> None:
    assert codes(choices(["one half"], ["all", "no"])) == []


def test_a_qualifier_in_the_right_choice_alone_is_warned_of() -> None:
    assert codes(choices(["It usually shrinks"], ["It grows", "It stays"])) == ["W105"]
    assert codes(choices(["It usually shrinks"], ["It often grows", "It stays"])) == []
    assert codes(choices(["It usually shrinks"], ["It grows"])) == []


def test_absolutes_in_all_wrong_choices_alone_are_warned_of() -> None:
    assert codes(choices(["It shrinks"], ["It always grows", "It never moves"])) == ["W105"]
    assert codes(choices(["It shrinks"], ["It always grows", "It stays"])) == []
    assert codes(choices(["It always shrinks"], ["It always grows", "It never moves"])) == []


def test_a_wrong_choice_without_feedback_is_warned_of() -> None:
    silent = {"id": "b", "text": "Another one", "correct": False}
    parts = {"id": "q", "type": "single", "prompt": "Which?"}
    assert codes(deck_of({**parts, "choices": [choice("One", correct=True), silent]})) == ["W106"]
    assert codes(deck_of({**parts, "choices": [choice("One"), {**silent, "correct": True}]})) == []


def test_a_question_in_which_all_choices_are_right_earns_credit_without_knowledge() -> None:
    assert codes(choices(["One thing", "Another", "More"], [])) == ["W107"]
    assert codes(choices(["One thing", "Another"], ["More"])) == []


def test_the_guess_floor_is_the_expected_credit_by_the_rule_of_the_kind() -> None:
    """Of the four answers to one right and one wrong choice only the right choice alone earns anything."""
    assert guess_floor(choices(["One"], ["Another"]).questions[0]) == (0.25, "guessing")
    assert guess_floor(choices(["One"], ["Two", "Six"], "single").questions[0]) == (1 / 3, "guessing")
    assert guess_floor(statement("So.").questions[0]) == (0.5, "guessing")
    assert guess_floor(choices([], ["Two", "Six"]).questions[0]) == (1.0, "choosing nothing")
