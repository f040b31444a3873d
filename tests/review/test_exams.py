"""Exams as the record lets them be begun and gone on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.play.session import Session
from quizapp.record.place import FILE
from quizapp.record.record import Record
from quizapp.review.exams import CannotSit, Wanted, began, end_others, gone_on_with, planned
from tests.support.records import START, Clock, every_type, handed_in, marked

DECK = every_type()


class Watch:
    """A clock for exams that goes on only when it is told to."""

    at = 1000.0

    def __call__(self) -> float:
        return self.at


def opened(path: Path, clock: Clock, watch: Watch) -> Record:
    return Record(path / FILE, now=clock, clock=lambda: 0.0, exam_clock=watch)


def begin(record: Record, wanted: Wanted, seed: int = 3, now: float = 1000.0) -> Session:
    session = began(DECK, wanted, planned(DECK, wanted, seed, record), START, now)
    record.keep(session)
    return session


def test_an_exam_goes_on_with_its_clock_run_on(tmp_path: Path) -> None:
    clock, watch = Clock(), Watch()
    record = opened(tmp_path, clock, watch)
    session = handed_in(begin(record, Wanted(minutes=60)), keep=record.keep)
    record.keep(session)
    record.close()
    clock.at, watch.at = START + timedelta(minutes=20), 5.0
    again = gone_on_with(DECK, Wanted(minutes=60), opened(tmp_path, clock, watch))
    assert again is not None
    exam = again.session.exam
    assert exam is not None
    assert exam.left(5.0) == pytest.approx(39 * 60), "the clock was looked at once more, a minute later"
    first = again.session.attempts[0]
    assert (first.final, first.withheld, first.answer) == (True, True, session.attempts[0].answer)
    assert all(each.withheld for each in again.session.attempts)


def test_a_clock_that_was_set_back_gives_no_time_beyond_what_was_kept(tmp_path: Path) -> None:
    clock, watch = Clock(), Watch()
    record = opened(tmp_path, clock, watch)
    session = begin(record, Wanted(minutes=60))
    clock.at = START + timedelta(minutes=30)
    record.keep(handed_in(session, keep=record.keep))
    record.close()
    clock.at = START - timedelta(days=400)
    again = gone_on_with(DECK, Wanted(), opened(tmp_path, clock, watch))
    assert again is not None
    assert again.session.exam is not None
    left = again.session.exam.left(watch.at)
    assert left is not None
    assert left <= 30 * 60


def test_an_exam_whose_time_ran_out_meanwhile_is_over_and_can_be_marked(tmp_path: Path) -> None:
    clock, watch = Clock(), Watch()
    record = opened(tmp_path, clock, watch)
    record.keep(handed_in(begin(record, Wanted(minutes=60)), keep=record.keep))
    record.close()
    clock.at = START + timedelta(hours=3)
    record = opened(tmp_path, clock, watch)
    again = gone_on_with(DECK, Wanted(), record)
    assert again is not None
    session = again.session
    assert not session.in_exam
    assert [each.lapsed for each in session.attempts] == [False] + [True] * (len(session.attempts) - 1)
    marked = answered_all(session)
    record.end(marked)
    (kept,) = record.attempts()
    assert (kept.question, kept.kind, kept.judged) == (session.attempts[0].question.id, "exam", kept.judged)
    assert gone_on_with(DECK, Wanted(), record) is None


def answered_all(session: Session) -> Session:
    """The session with all of it marked."""
    for position in range(len(session.attempts)):
        session = marked(session.at(position))
    return session


def test_what_was_finished_early_stays_over(tmp_path: Path) -> None:
    clock, watch = Clock(), Watch()
    record = opened(tmp_path, clock, watch)
    record.keep(begin(record, Wanted()).ended())
    record.close()
    again = gone_on_with(DECK, Wanted(), opened(tmp_path, clock, watch))
    assert again is not None
    assert all(each.lapsed for each in again.session.attempts)
    assert opened(tmp_path, clock, watch).attempts() == ()


def test_another_seed_or_kind_is_another_exam_and_the_one_before_ends(tmp_path: Path) -> None:
    record = opened(tmp_path, Clock(), Watch())
    begin(record, Wanted(), seed=3)
    assert gone_on_with(DECK, Wanted(kind="pre"), record) is None
    assert gone_on_with(DECK, Wanted(seed=4), record) is None
    assert gone_on_with(DECK, Wanted(seed=3), record) is not None
    end_others(DECK, Wanted(seed=4), record)
    assert gone_on_with(DECK, Wanted(seed=3), record) is None


@pytest.mark.parametrize("seed", [None, 0, 3, 6, 12, 2**32 - 1])
def test_a_post_test_asks_the_same_questions_in_other_variants(tmp_path: Path, seed: int | None) -> None:
    record = opened(tmp_path, Clock(), Watch())
    before = begin(record, Wanted("pre"), seed=12)
    record.end(before)
    plan = planned(DECK, Wanted("post", seed=seed), 99, record)
    after = began(DECK, Wanted("post"), plan, START, 0.0)
    pairs = [(one.question, two.question) for one, two in zip(before.attempts, after.attempts, strict=True)]
    assert [one.id for one, _ in pairs] == [two.id for _, two in pairs]
    assert [one.id for one, two in pairs if one.drawn != two.drawn] == ["varies"]
    assert any("the same as in the pre-test, for want of variants" in note for note in plan.notes)


def test_a_post_test_needs_a_pre_test_that_was_seen_to_its_end(tmp_path: Path) -> None:
    record = opened(tmp_path, Clock(), Watch())
    with pytest.raises(CannotSit, match="there is no pre-test on deck to compare with; take one first, with --as pre"):
        planned(DECK, Wanted("post"), 1, record)
    before = begin(record, Wanted("pre", questions=2))
    with pytest.raises(CannotSit, match="not seen to its end"):
        planned(DECK, Wanted("post"), 1, record)
    record.end(before)
    assert len(planned(DECK, Wanted("post"), 1, record).questions) == 2
    with pytest.raises(CannotSit, match="--questions 3: the pre-test on deck has 2 questions; write 1 to 2"):
        planned(DECK, Wanted("post", questions=3), 1, record)
    with pytest.raises(CannotSit, match="--questions 99: deck has"):
        planned(DECK, Wanted(questions=99), 1, record)
    assert replace(Wanted("post"), kind="exam").option == "--exam"


def test_one_seed_is_one_exam() -> None:
    one, two, other = (
        began(DECK, Wanted(questions=4), planned(DECK, Wanted(questions=4), seed, None), START, 0.0)
        for seed in (5, 5, 6)
    )
    asked, again, others = ([(each.question, each.form) for each in sat.attempts] for sat in (one, two, other))
    assert asked == again
    assert asked != others
