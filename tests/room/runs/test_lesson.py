"""What a room is shown of a question: the networks of each answer, and never one's in place of another's."""

from __future__ import annotations

import pytest

from quizapp.deck.reader import read_text
from quizapp.room.runs.lesson import Lesson, Lessons
from tests.support.rooms import DECK, RIGHT, SEED, WRONG


@pytest.fixture(scope="module")
def lessons() -> Lessons:
    return Lessons(read_text(DECK.read_text(), DECK.name), SEED)


def lesson(lessons: Lessons, question: str) -> Lesson:
    return lessons.of(question)


@pytest.mark.parametrize("question", ["std", "turn"])
def test_a_wrong_number_or_setting_runs_its_own_networks_and_not_the_right_ones(
    lessons: Lessons, question: str
) -> None:
    (right,) = lesson(lessons, question).runs()
    own = lesson(lessons, question).run_of(WRONG[question]["answer"])
    assert own is not None
    assert own["about"] != right["about"]
    assert own["moments"][-1]["svg"] != right["moments"][-1]["svg"]


def test_the_right_number_makes_the_networks_that_are_shown_anyway(lessons: Lessons) -> None:
    assert lesson(lessons, "std").run_of(RIGHT["std"]["answer"]) is None


def test_marks_are_settled_by_what_the_simulation_says(lessons: Lessons) -> None:
    for body in (RIGHT["turn"], WRONG["turn"]):
        (marked,) = lesson(lessons, "turn").marks([body["answer"]]).values()
        assert marked["settled"]
