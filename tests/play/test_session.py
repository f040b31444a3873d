"""The rules of predict, observe, explain, played without a terminal."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import combinations

import pytest

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.play.attempt import Attempt, Phase, SessionError, attempt
from quizapp.play.certainty import Certainty
from quizapp.play.session import Session, start
from quizapp.questions.grading import Mark

DECK = """
format: 1
title: A deck
experiments: {net: {depth: 2}}
questions:
  - id: several
    type: multiple
    prompt: Which?
    choices:
      - {id: a, text: A, correct: true, experiment: net, if_chosen: a was right, if_not_chosen: a was left}
      - {id: b, text: B, correct: true}
      - {id: c, text: C, correct: false}
      - {id: d, text: D, correct: false}
      - {id: e, text: E, correct: false}
    hints: [first, second]
  - id: one
    type: single
    prompt: Which one?
    shuffle: false
    choices: [{id: a, text: A, correct: false}, {id: b, text: B, correct: true}, {id: c, text: C, correct: false}]
  - {id: statement, type: true_false, prompt: Water is wet., answer: true, if_right: Yes., if_wrong: No.}
"""
LETTERS = "abcde"


@pytest.fixture(scope="module")
def deck() -> Deck:
    return read_text(DECK)


def committed(deck: Deck, question: int, picks: str | list[str], certainty: Certainty = Certainty.LOW) -> Attempt:
    state = attempt(deck.questions[question], seed=0).be(certainty)
    for option in picks:
        state = state.pick(option)
    return state.commit().mark({})


def test_nothing_about_the_answer_can_be_read_before_the_commit(deck: Deck) -> None:
    open_attempt = attempt(deck.questions[0], seed=0).pick("a").be(Certainty.HIGH)
    reveals = (
        lambda: open_attempt.credit,
        lambda: open_attempt.right,
        lambda: open_attempt.mark_of("a"),
        lambda: open_attempt.feedback("a"),
        lambda: open_attempt.explain(),
        lambda: open_attempt.observe(),
    )
    for reveal in reveals:
        with pytest.raises(SessionError, match="commit your prediction first"):
            reveal()


def test_a_committed_prediction_cannot_be_changed(deck: Deck) -> None:
    changes: list[Callable[[Attempt], Attempt]] = [
        lambda state: state.pick("b"),
        lambda state: state.be(Certainty.HIGH),
        lambda state: state.commit(),
    ]
    for state in (committed(deck, 0, "a"), committed(deck, 0, "a").explain()):
        for change in changes:
            with pytest.raises(SessionError, match="cannot be changed"):
                change(state)
        with pytest.raises(dataclasses.FrozenInstanceError):
            state.picked = frozenset({"b"})  # type: ignore[misc]


def test_a_prediction_needs_an_answer_and_a_certainty(deck: Deck) -> None:
    single = attempt(deck.questions[1], seed=0)
    with pytest.raises(SessionError, match="pick an answer first"):
        single.be(Certainty.LOW).commit()
    with pytest.raises(SessionError, match="say how certain you are first"):
        single.pick("a").commit()


def test_nothing_ticked_is_an_answer_where_several_may_be_right(deck: Deck) -> None:
    assert committed(deck, 0, "").credit == 0


def test_picking_again_takes_back_where_several_may_be_right_and_replaces_where_one_is(deck: Deck) -> None:
    several, one = (attempt(question, seed=0) for question in deck.questions[:2])
    assert several.pick("a").pick("b").pick("a").picked == {"b"}
    assert one.pick("a").pick("b").pick("b").picked == {"b"}


def test_an_option_that_does_not_exist_cannot_be_picked(deck: Deck) -> None:
    with pytest.raises(SessionError, match="there is no option 'x'"):
        attempt(deck.questions[0], seed=0).pick("x")


def test_the_credit_of_every_answer_follows_the_rule(deck: Deck) -> None:
    """2 of 5 are right: each found gives 1/2, each wrong tick takes 1/3, and it is never below 0."""
    for size in range(6):
        for picks in combinations(LETTERS, size):
            expected = max(0.0, len(set(picks) & set("ab")) / 2 - len(set(picks) & set("cde")) / 3)
            assert committed(deck, 0, list(picks)).credit == pytest.approx(expected)


def test_all_ticked_and_nothing_ticked_are_worth_nothing(deck: Deck) -> None:
    assert committed(deck, 0, LETTERS).credit == 0
    assert committed(deck, 0, "").credit == 0


def test_only_the_whole_answer_is_right(deck: Deck) -> None:
    assert committed(deck, 0, "ab").right
    assert not committed(deck, 0, "a").right
    assert not committed(deck, 0, "abc").right


def test_each_option_is_marked_by_what_became_of_it(deck: Deck) -> None:
    state = committed(deck, 0, "ac")
    marks = {option: state.mark_of(option) for option in LETTERS}
    assert marks == {
        "a": Mark.RIGHT,
        "b": Mark.MISSED,
        "c": Mark.WRONG,
        "d": Mark.RIGHTLY_LEFT,
        "e": Mark.RIGHTLY_LEFT,
    }


def test_feedback_is_for_what_was_done_with_the_option(deck: Deck) -> None:
    assert committed(deck, 0, "a").feedback("a") == "a was right"
    assert committed(deck, 0, "b").feedback("a") == "a was left"
    assert committed(deck, 0, "b").feedback("b") is None
    assert committed(deck, 2, ["true"]).feedback("true") == "Yes."
    assert committed(deck, 2, ["false"]).feedback("false") == "No."


def test_one_may_go_back_from_the_explanation_to_the_simulation(deck: Deck) -> None:
    state = committed(deck, 1, "b")
    assert state.phase is Phase.OBSERVE
    assert state.explain().phase is Phase.EXPLAIN
    assert state.explain().observe().phase is Phase.OBSERVE
    assert state.explain().observe().picked == {"b"}


def test_hints_come_one_at_a_time_and_do_not_run_out(deck: Deck) -> None:
    state = attempt(deck.questions[0], seed=0)
    assert [state.hints_shown, state.hint().hints_shown, state.hint().hint().hint().hints_shown] == [0, 1, 2]


def test_the_order_of_the_options_follows_from_the_seed_alone(deck: Deck) -> None:
    def order(seed: int) -> tuple[str, ...]:
        return tuple(option.id for option in attempt(deck.questions[0], seed).options)

    assert order(7) == order(7)
    assert len({order(seed) for seed in range(20)}) > 5
    assert all(sorted(order(seed)) == list(LETTERS) for seed in range(20))


def test_every_place_is_open_to_every_option(deck: Deck) -> None:
    orders = [attempt(deck.questions[0], seed).options for seed in range(200)]
    for place in range(5):
        assert {order[place].id for order in orders} == set(LETTERS)


def test_unshuffled_questions_keep_the_authors_order(deck: Deck) -> None:
    for seed in range(20):
        assert [option.id for option in attempt(deck.questions[1], seed).options] == ["a", "b", "c"]
        assert [option.id for option in attempt(deck.questions[2], seed).options] == ["true", "false"]


def answered(deck: Deck, *answers: tuple[str, Certainty]) -> Session:
    """A session with each question answered by the ids given, and shown at its last one."""
    session = start(deck, seed=0)
    for position, (picks, certainty) in enumerate(answers):
        session = session.at(position).with_current(committed(deck, position, picks.split(), certainty))
    return session


def test_a_session_begins_at_the_first_question_with_nothing_answered(deck: Deck) -> None:
    session = start(deck, seed=0)
    assert (session.position, session.answered, session.at_end) == (0, 0, False)
    assert len(session.attempts) == 3


def test_a_session_may_be_about_some_of_the_questions(deck: Deck) -> None:
    session = start(deck, 0, deck.questions[1:2])
    assert [each.question.id for each in session.attempts] == ["one"]
    assert session.at_end


def test_positions_beyond_the_ends_are_brought_back(deck: Deck) -> None:
    session = start(deck, seed=0)
    assert session.at(-5).position == 0
    assert session.at(99).position == 2
    assert session.at(99).at_end


def test_a_session_goes_on_at_the_first_open_question(deck: Deck) -> None:
    assert answered(deck, ("a b", Certainty.LOW)).at_first_open().position == 1
    everything = answered(deck, ("a b", Certainty.LOW), ("b", Certainty.LOW), ("true", Certainty.LOW))
    assert everything.at(0).at_first_open().position == 2


def test_the_surest_mistakes_come_first_in_what_to_look_at_again(deck: Deck) -> None:
    session = answered(deck, ("a", Certainty.LOW), ("b", Certainty.MIDDLE), ("false", Certainty.HIGH))
    assert [each.question.id for each in session.to_look_at_again()] == ["statement", "several"]


def test_what_is_still_open_is_no_mistake(deck: Deck) -> None:
    assert start(deck, seed=0).to_look_at_again() == ()


def test_calibration_counts_each_certainty(deck: Deck) -> None:
    session = answered(deck, ("a", Certainty.HIGH), ("b", Certainty.HIGH), ("true", Certainty.LOW))
    assert session.calibration() == (
        (Certainty.LOW, 1, 1),
        (Certainty.MIDDLE, 0, 0),
        (Certainty.HIGH, 2, 1),
    )


def test_the_next_seed_draws_another_variant_until_all_were_seen() -> None:
    deck = read_text(
        "format: 1\ntitle: T\nquestions:\n- {id: q, type: numeric, vary: {n: [2, 3, 4, 5]}, prompt: 'Half of {n}?',"
        " answer: {value: '{n} / 2'}}\n"
    )
    for first in (0, 17, 2**32 - 1):
        seen = [start(deck, first + again).current.question.prompt for again in range(4)]
        assert len(set(seen)) == 4
    assert start(deck, 7).current.question == start(deck, 7).current.question
