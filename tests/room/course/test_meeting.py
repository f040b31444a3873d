"""What a room is asked, in its order: questions, and what follows them to see what carries over."""

from __future__ import annotations

from dataclasses import replace

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.questions.answer_forms import EnterNumber
from quizapp.room.course.agenda import Item, agenda
from quizapp.room.course.meeting import as_met

QUESTION = "  - {{id: {id}, type: true_false, prompt: True?, answer: true, if_wrong: No.{more}}}\n"
VARYING = (
    "  - {id: half, type: numeric, prompt: 'Half of {n}?', isomorph: half, vary: {n: [2, 4, 6]},\n"
    "     answer: {value: '{n} / 2'}}\n"
)


def deck(*questions: str) -> Deck:
    return read_text("format: 1\ntitle: A deck\nsimulation: none\nquestions:\n" + "".join(questions))


def test_a_question_that_tests_transfer_stands_behind_the_one_it_tests() -> None:
    found = agenda(
        deck(
            QUESTION.format(id="c", more=""),
            QUESTION.format(id="a", more=", isomorph: c"),
            QUESTION.format(id="b", more=""),
        )
    )
    assert found == (Item("a"), Item("c", transfer_of="a"), Item("b"))


def test_a_question_that_varies_is_followed_by_another_variant_of_itself() -> None:
    for seed in range(6):
        session = as_met(deck(VARYING, QUESTION.format(id="b", more="")), seed)
        first, again, _ = session.attempts
        assert agenda(session.deck) == (Item("half"), Item("half-again", transfer_of="half"), Item("b"))
        assert first.question.prompt != again.question.prompt
        assert isinstance(again.form, EnterNumber)


def test_a_deck_that_was_met_is_met_in_the_same_way_again() -> None:
    session = as_met(deck(VARYING), 3)
    again = as_met(session.deck, 3)
    assert [each.question.prompt for each in again.attempts] == [each.question.prompt for each in session.attempts]
    assert replace(again, deck=session.deck) == session
