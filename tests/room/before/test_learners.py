"""Simulated learners: their answers fit, and they are right, certain and persuaded about as people are."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.evidence.probes import Values
from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import Entered, Settings, Typed, fits, missing_from, shuffled
from quizapp.questions.types import QUESTION_TYPES
from quizapp.room.before.learners import Given, Learner, first_answer, learners, random_for, second_answer
from quizapp.room.before.mistakes import Asked, is_right, right_answer, to_measure, wrong_answer
from tests.support.decks.question_types import EXAMPLES, example_deck
from tests.support.probes import measure_probes

KINDS = sorted(QUESTION_TYPES)
USUAL = Learner("bot", 0.0, 0.0)


@cache
def asked(kind: str, more: str = "") -> Asked:
    deck = example_deck(kind, more)
    question = deck.questions[0]
    measured: dict[str, Values] = dict(measure_probes(to_measure(question), deck.experiments_for(question)))
    return Asked(question, question.form(), measured)


def firsts(kind: str, count: int, seed: int = 0, more: str = "") -> list[Given]:
    task = asked(kind, more)
    return [first_answer(each, task, random_for(seed, each, "q", 1)) for each in learners(count, seed)]


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 2**32), ability=st.floats(-5, 5))
def test_every_answer_fits_its_form_and_is_finished_whatever_the_seed(kind: str, seed: int, ability: float) -> None:
    form = shuffled(asked(kind).form, str(seed))
    task, learner, rng = replace(asked(kind), form=form), replace(USUAL, ability=ability), random.Random(seed)
    first = first_answer(learner, task, rng)
    second = second_answer(learner, task, first, [first, Given(right_answer(task, rng), Certainty.LOW, True)], rng)
    for each in (first, second):
        assert fits(form, each.answer)
        assert missing_from(form, each.answer) is None
        assert each.right == is_right(task, each.answer)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 2**32))
def test_right_answers_are_right_and_wrong_ones_wrong_by_the_questions_own_grading(kind: str, seed: int) -> None:
    task, rng = asked(kind), random.Random(seed)
    assert is_right(task, right_answer(task, rng))
    assert not is_right(task, wrong_answer(task, rng))
    assert is_right(task, EXAMPLES[kind][1])


def test_knobs_that_are_said_to_be_right_reach_the_goal_by_the_simulation() -> None:
    deck = example_deck("tune")
    question, task = deck.questions[0], asked("tune")
    for seed in range(3):
        at = right_answer(task, random.Random(seed))
        assert question.grade(at, at, measure_probes(question.probes(at, at), deck.experiments_for(question))).right


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_room_and_more_learners_leave_the_first_as_they_were(kind: str) -> None:
    assert firsts(kind, 20) == firsts(kind, 40)[:20]
    assert firsts(kind, 20) != firsts(kind, 20, seed=1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_able_are_right_more_often_and_hard_questions_are_answered_wrong_more_often(kind: str) -> None:
    def share(ability: float, more: str = "") -> float:
        who, task = replace(USUAL, ability=ability), asked(kind, more)
        return sum(first_answer(who, task, random.Random(n)).right for n in range(400)) / 400

    assert share(-2) < share(0) < share(2)
    assert share(0, "difficulty: 1, ") > share(0, "difficulty: 5, ")


def test_certainty_goes_with_being_right_and_is_often_mistaken() -> None:
    room = firsts("single", 1000)
    sure = Counter((each.certainty, each.right) for each in room)

    def share_right(level: Certainty) -> float:
        return sure[level, True] / (sure[level, True] + sure[level, False])

    assert share_right(Certainty.LOW) < share_right(Certainty.MIDDLE) < share_right(Certainty.HIGH) < 0.95
    assert all(sure[level, right] > 20 for level in Certainty for right in (True, False))


def test_a_discussion_moves_answers_as_often_as_was_counted_in_lectures() -> None:
    """Crouch and Mazur 2001: about 13% of the right ones leave, and 59% of the wrong ones come to the right one."""
    everybody = learners(3000, 3)
    task = asked("short_answer", "difficulty: 3, ")
    room = [first_answer(each, task, random_for(3, each, "q", 1)) for each in everybody]
    after = [
        second_answer(each, task, first, room, random_for(3, each, "q", 2))
        for each, first in zip(everybody, room, strict=True)
    ]
    moved = Counter((first.right, second.right) for first, second in zip(room, after, strict=True))
    assert 0.40 < sum(first.right for first in room) / len(room) < 0.62
    assert 0.08 < moved[True, False] / (moved[True, False] + moved[True, True]) < 0.18
    assert 0.52 < moved[False, True] / (moved[False, True] + moved[False, False]) < 0.70


def test_where_nobody_was_right_some_find_it_and_where_everybody_was_nobody_leaves() -> None:
    task = asked("single")
    wrong, right = (Given(frozenset({name}), Certainty.LOW, name == "a") for name in "ba")
    found = [second_answer(USUAL, task, wrong, [wrong] * 9, random.Random(n)).right for n in range(300)]
    assert 0.1 < sum(found) / 300 < 0.3
    assert all(second_answer(USUAL, task, right, [right] * 9, random.Random(n)).right for n in range(300))


def test_named_misconceptions_and_near_misses_of_the_deck_are_what_is_answered_wrong() -> None:
    numbers = [each.answer for each in firsts("numeric", 300) if not each.right]
    words = [each.answer for each in firsts("short_answer", 300) if not each.right]
    assert numbers.count(Entered("1.5", 1.5)) > len(numbers) / 2
    assert words.count(Typed("grows")) > len(words) / 2


def test_where_nothing_is_predicted_no_certainty_is_given() -> None:
    (only,) = firsts("tune", 1, more="predict: false, ")
    assert only.certainty is None
    assert isinstance(only.answer, Settings)
