"""An exam: nothing is told while it is on, everything afterwards, and what was not answered in time is unanswered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.deck.model import Deck
from quizapp.play.attempt import Attempt, SessionError
from quizapp.play.certainty import Certainty
from quizapp.play.exam import Exam, begun, clock_words, drawn_for, seconds_used, warning
from quizapp.play.presenter import after_marking, before_commit
from quizapp.play.session import Session, commit, start
from quizapp.questions.types import QUESTION_TYPES
from tests.support.decks.question_types import EXAMPLES, OTHERWISE, example_deck
from tests.support.probes import measure_probes
from tests.support.records import START
from tests.support.records import every_type as deck_of_every_type

ON = Exam("exam", 10, ends_at=600.0)
DECK = deck_of_every_type()


def deck_of(kind: str, later: str, changes: tuple[tuple[str, str], ...] = ()) -> Deck:
    return example_deck(kind, f"explanation: {later}, hints: [one, {later}], ", changes)


def sat(deck: Deck = DECK, exam: Exam = ON, seed: int = 1) -> Session:
    return start(deck, seed, at=START, id="s", exam=exam)


def answered(session: Session, kind: str) -> Session:
    """The session with its question answered for good."""
    attempt = session.current.give(EXAMPLES[kind][1]).be(Certainty.LOW)
    session = commit(session.with_current(attempt))
    return commit(session) if session.current.tuning else session


def measured(session: Session, attempt: Attempt) -> Attempt:
    return attempt.mark(measure_probes(attempt.to_measure, session.experiments_of(attempt)))


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_nothing_is_told_of_an_answer_while_the_exam_is_on_and_all_of_it_afterwards(kind: str) -> None:
    session = answered(sat(deck_of(kind, "because")), kind)
    attempt = session.current
    for action in (Attempt.hint, Attempt.explain, Attempt.observe, lambda a: a.mark({}), after_marking, Attempt.judge):
        with pytest.raises(SessionError, match="exam"):
            action(attempt)
    over = session.ended()
    marked = measured(over, over.current)
    assert after_marking(marked).right
    with pytest.raises(SessionError, match="before the exam is over"):
        after_marking(replace(marked, withheld=True))


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_is_shown_in_an_exam_does_not_change_with_the_key(kind: str) -> None:
    one, other = sat(deck_of(kind, "before")), sat(deck_of(kind, "after", OTHERWISE[kind]))
    for first, second in ((one, other), (answered(one, kind), answered(other, kind))):
        shown, too = (before_commit(each.current).as_data() for each in (first, second))
        assert json.dumps(shown) == json.dumps(too)
        assert (shown["in_exam"], shown["hints"]) == (True, {"shown": [], "of": 0})


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_is_open_when_the_exam_ends_is_unanswered_and_is_explained(kind: str) -> None:
    session = sat(deck_of(kind, "because"))
    begun_only = session.with_current(session.current.give(EXAMPLES[kind][1]).be(Certainty.HIGH))
    over = begun_only.ended()
    with pytest.raises(SessionError, match="not answered in time"):
        over.current.give(EXAMPLES[kind][1])
    marked = measured(over, over.current)
    shown = after_marking(marked)
    assert (shown.right, shown.credit, shown.verdict, shown.explanation) == (False, 0.0, "Not answered.", "because")
    assert shown.key
    assert (shown.unanswered, shown.certainty, marked.scored, marked.answered) == (True, None, False, False)
    assert {option.mark.value for option in shown.options} == {"not answered"}
    assert over.with_current(marked).uncounted == ("1 not answered",)


def test_knobs_that_were_not_handed_in_in_time_are_unanswered() -> None:
    session = sat(deck_of("tune", "because"))
    predicted = commit(session.with_current(session.current.give(EXAMPLES["tune"][1]).be(Certainty.LOW)))
    assert predicted.current.tuning
    assert predicted.open_questions == (1,)
    over = predicted.timed(600.0)
    assert over.current.lapsed
    assert not over.current.tuning


def test_the_exam_is_over_when_its_time_is_and_not_before() -> None:
    session = sat()
    assert session.timed(599.9) is session
    assert session.timed(600.0).exam == Exam("exam", 10, 600.0, over=True)
    assert not session.timed(601.0).in_exam
    assert sat(exam=Exam()).timed(1e9).in_exam, "without a limit it goes on"


def test_one_goes_from_question_to_question_past_what_is_committed() -> None:
    deck = deck_of_every_type()
    session = sat(deck)
    first = session.at(len(session.attempts) - 1)
    assert first.at_next_open().position == 0
    session = answered(session, session.current.question.type)
    assert session.at_next_open().position == 1
    assert 1 not in session.open_questions
    assert session.answered == 1
    assert not session.is_done


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32))
def test_as_many_questions_are_drawn_as_are_wanted_in_their_order(of: int, count: int, seed: int) -> None:
    questions = [DECK.questions[0].model_copy(update={"id": str(number)}) for number in range(of)]
    found = [int(each.id) for each in drawn_for(questions, count, seed)]
    assert len(found) == min(count, of)
    assert found == sorted(set(found))
    assert found == [int(each.id) for each in drawn_for(questions, count, seed)]


def test_every_question_is_drawn_as_often_as_any_other() -> None:
    questions = [DECK.questions[0].model_copy(update={"id": str(number)}) for number in range(5)]
    drawn = [each.id for seed in range(2000) for each in drawn_for(questions, 2, seed)]
    assert all(abs(drawn.count(str(number)) - 800) < 4 * 22 for number in range(5)), "4 standard deviations"


@pytest.mark.parametrize(
    ("started", "now", "kept", "looked_at", "used"),
    [
        (100.0, 160.0, [], 0.0, 60.0),
        (100.0, 40.0, [130.0], 0.0, 30.0),  # the clock was set back
        (100.0, 40.0, [20.0], 45.0, 45.0),  # long ago, and answers were kept after that
        (100.0, 4000.0, [130.0], 5.0, 3900.0),
        (100.0, 10.0, [], 0.0, 0.0),
    ],
)
def test_a_clock_that_was_set_gives_no_time(
    started: float, now: float, kept: list[float], looked_at: float, used: float
) -> None:
    assert seconds_used(started, now, kept, looked_at) == used
    exam = begun("exam", 1, 1000.0, used)
    assert exam.left(1000.0) == max(60 - used, 0)


def test_the_time_that_is_left_is_told() -> None:
    assert [clock_words(each) for each in (0, 0.2, 59, 60, 249, 3849)] == [
        "0:00", "0:01", "0:59", "1:00", "4:09", "1:04:09"]  # fmt: skip
    assert warning(300.4, 299.9) == "5 minutes left."
    assert warning(60.4, 59.9) == "1 minute left."
    assert (warning(299.0, 298.0), warning(None, None), warning(5.0, 0.0)) == ("", "", "")
    assert warning(400.0, 30.0) == "1 minute left.", "after a machine that slept"
