"""Numbers, orders and knobs: answers that the simulation has a say in, from the first to the mark."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.play.attempt import Attempt, Phase, SessionError, attempt
from quizapp.play.certainty import Certainty
from quizapp.play.session import start
from quizapp.questions.answer_forms import Answer, Entered, Settings
from tests.support.examples import scaled
from tests.support.probes import measure_probes

MEASURED = """
format: 1
title: Measured
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  same: {extends: half, gain: 1}
  double: {extends: half, gain: 2}
questions:
  - {id: given, type: numeric, prompt: What is one half?, answer: {value: 1/2}}
  - id: number
    type: numeric
    prompt: How much?
    experiment: half
    answer: {measure: "signal[3] / signal[0]", within: 5%}
  - id: order
    type: order
    prompt: Which?
    order_by: signal[3] / signal[0]
    items:
      - {id: a, text: A, experiment: double}
      - {id: b, text: B, experiment: half}
      - {id: c, text: C, experiment: same}
  - id: turn
    type: tune
    prompt: Where?
    experiment: half
    knobs: {gain: {field: gain, min: 0.25, max: 4, start: 0.5}}
    goal: 0.9 < signal[3] / signal[0] < 1.1
    solution: {gain: 1}
  - id: play
    type: tune
    prompt: Where?
    predict: false
    experiment: half
    knobs: {gain: {field: gain, min: 0.25, max: 4, start: 0.5}}
    goal: 0.9 < signal[3] / signal[0] < 1.1
    solution: {gain: 1}
"""
GIVEN, NUMBER, ORDER, TURN, PLAY = range(5)


@pytest.fixture(scope="module")
def deck() -> Deck:
    return read_text(MEASURED)


def fresh(deck: Deck, question: int) -> Attempt:
    return attempt(deck.questions[question], seed=0)


def gain(value: float) -> Settings:
    return Settings((("gain", value),))


def simulated(deck: Deck, state: Attempt) -> Attempt:
    """The answer marked by the simulation itself."""
    handed_in = state.hand_in() if state.tuning else state
    return handed_in.mark(measure_probes(handed_in.to_measure, deck.experiments_for(state.question)))


def test_a_key_that_the_author_gives_needs_no_measuring(deck: Deck) -> None:
    state = fresh(deck, GIVEN).give(Entered("0.5", 0.5)).be(Certainty.LOW).commit()
    assert (state.committed, state.final, state.marked, state.to_measure) == (True, True, False, ())
    assert state.mark({}).right


@pytest.mark.parametrize(("value", "right"), [(0.125, True), (0.13, True), (0.14, False)])
def test_a_key_that_is_measured_marks_once_it_has_been(deck: Deck, value: float, right: bool) -> None:
    state = fresh(deck, NUMBER).give(Entered(str(value), value)).be(Certainty.LOW).commit()
    assert (state.phase, state.marked, state.tuning) == (Phase.OBSERVE, False, False)
    for reveal in (lambda: state.right, lambda: state.credit, lambda: state.mark_of("answer"), lambda: state.explain()):
        with pytest.raises(SessionError, match="the answer is not marked yet"):
            reveal()
    assert simulated(deck, state).right is right
    assert simulated(deck, state).explain().phase is Phase.EXPLAIN


def test_nothing_can_be_measured_or_marked_before_the_commit(deck: Deck) -> None:
    state = fresh(deck, NUMBER).give(Entered("1", 1.0)).be(Certainty.LOW)
    for early in (lambda: state.to_measure, lambda: state.mark({}), lambda: state.foreseen):
        with pytest.raises(SessionError, match="commit your prediction first"):
            early()


def test_what_is_marked_cannot_be_marked_again_or_changed(deck: Deck) -> None:
    marked = simulated(deck, fresh(deck, TURN).give(gain(2)).be(Certainty.LOW).commit())
    for state in (marked, marked.explain(), marked.explain().observe()):
        with pytest.raises(SessionError, match="marked already"):
            state.mark({"answer": np.ones(2), "prediction": np.ones(2)})
        with pytest.raises(SessionError, match="cannot be changed"):
            state.give(gain(1))


@pytest.mark.parametrize(("answer", "credit"), [("bca", 1), ("bac", 2 / 3), ("acb", 0), ("cab", 1 / 3)])
def test_an_order_earns_its_concordant_pairs(deck: Deck, answer: str, credit: float) -> None:
    state = fresh(deck, ORDER).give(tuple(answer)).be(Certainty.LOW).commit()
    assert [option.id for option in state.options] == list(answer)
    assert simulated(deck, state).credit == pytest.approx(credit)


def test_the_order_in_which_things_are_shown_is_an_answer(deck: Deck) -> None:
    assert fresh(deck, ORDER).missing_answer is None
    shown = {attempt(deck.questions[ORDER], seed).answer for seed in range(60)}
    assert len(shown) == 6


def test_knobs_can_be_turned_after_the_prediction_which_stands(deck: Deck) -> None:
    predicted = fresh(deck, TURN).give(gain(2)).be(Certainty.HIGH).commit()
    assert (predicted.tuning, predicted.marked) == (True, False)
    with pytest.raises(SessionError, match="hand your setting in first"):
        predicted.explain()
    with pytest.raises(SessionError, match="cannot be changed"):
        predicted.be(Certainty.LOW)
    handed_in = simulated(deck, predicted.give(gain(3)).give(gain(1)))
    assert (handed_in.prediction, handed_in.answer, handed_in.certainty) == (gain(2), gain(1), Certainty.HIGH)
    assert (handed_in.right, handed_in.foreseen, handed_in.tuning) == (True, False, False)


def test_the_certainty_was_about_the_prediction_and_not_about_the_setting(deck: Deck) -> None:
    session = start(deck, 0).at(TURN)
    turned = session.current.give(gain(2)).be(Certainty.HIGH).commit().give(gain(1))
    session = session.with_current(simulated(deck, turned).judge())
    assert session.calibration()[-1] == (Certainty.HIGH, 1, 0)
    assert session.to_look_at_again() == ()


def test_where_nothing_is_predicted_one_turns_at_once(deck: Deck) -> None:
    state = fresh(deck, PLAY)
    assert (state.phase, state.tuning, state.certainty) == (Phase.OBSERVE, True, None)
    handed_in = simulated(deck, state.give(gain(1)))
    assert (handed_in.right, handed_in.foreseen) == (True, True)
    session = start(deck, 0).at(PLAY).with_current(handed_in)
    assert (session.answered, session.calibration()) == (1, tuple((each, 0, 0) for each in Certainty))


def test_what_is_watched_has_the_knobs_where_the_answer_has_them(deck: Deck) -> None:
    session = start(deck, 0).at(TURN)
    session = session.with_current(session.current.give(gain(3)))
    assert (session.experiments["half"].gain, session.experiments["double"].gain) == (3, 2)
    assert session.at(NUMBER).experiments["half"].gain == 0.5


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (GIVEN, frozenset({"answer"})),
        (GIVEN, Entered("nan", math.nan)),
        (ORDER, ("a", "b")),
        (ORDER, ("a", "b", "b")),
        (ORDER, ("a", "b", "x")),
        (ORDER, None),
        (TURN, gain(5)),
        (TURN, gain(math.nan)),
        (TURN, Settings(())),
        (TURN, Settings((("std", 1.0),))),
        (TURN, Entered("1", 1.0)),
    ],
)
def test_an_answer_of_another_form_is_not_taken(deck: Deck, question: int, answer: Answer) -> None:
    with pytest.raises(SessionError, match="is no answer here"):
        fresh(deck, question).give(answer)


def test_an_answer_may_be_taken_back_while_it_is_open(deck: Deck) -> None:
    state = fresh(deck, GIVEN).give(Entered("1", 1.0)).give(None).be(Certainty.LOW)
    assert state.missing == "type a number first"


ANSWERS = {
    GIVEN: st.floats(allow_nan=False, allow_infinity=False).map(lambda value: Entered(repr(value), value)),
    NUMBER: st.floats(0, 1).map(lambda value: Entered(repr(value), value)),
    ORDER: st.permutations("abc").map(tuple),
    TURN: st.floats(0.25, 4).map(gain),
    PLAY: st.floats(0.25, 4).map(gain),
}


@settings(max_examples=scaled(60))
@given(st.sampled_from(list(ANSWERS)).flatmap(lambda question: st.tuples(st.just(question), ANSWERS[question])))
def test_any_answer_of_any_form_earns_from_0_to_1(chosen: tuple[int, Answer]) -> None:
    deck = read_text(MEASURED)
    state = fresh(deck, chosen[0]).give(chosen[1])
    marked = simulated(deck, state.be(Certainty.LOW).commit() if state.predicts else state)
    assert 0 <= marked.credit <= 1
    assert marked.right == (marked.credit == 1)
