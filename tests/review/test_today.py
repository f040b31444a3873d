"""What there is to do today, said in a line."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizapp.deck.model import Deck
from quizapp.play.certainty import Certainty
from quizapp.play.session import start
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.schedule import Aims
from quizapp.review.today import headline, in_words, today
from tests.support.records import Clock, answered, every_type


@pytest.fixture
def deck() -> Deck:
    return every_type()


def after(path: Path, deck: Deck, certainty: Certainty) -> tuple[tuple[RecordedAttempt, ...], datetime]:
    """The answers and the time after the first question was answered as it comes."""
    clock = Clock()
    own = Record(path / "record", now=clock, clock=clock.seconds)
    session = start(deck, 1, id="s")
    own.keep(answered(session, certainty, own.keep))
    return own.attempts(), clock()


def test_at_first_all_is_new_and_nothing_was_begun(deck: Deck) -> None:
    found = today([deck], (), datetime.now().astimezone())
    assert (found.begun, found.to_review) == (False, None)
    assert headline(found) == f"nothing is due · {len(deck.questions)} new in {deck.name}"


def test_what_was_certain_and_wrong_is_due_within_the_hour_and_what_was_right_later(tmp_path: Path, deck: Deck) -> None:
    attempts, now = after(tmp_path, deck, Certainty.HIGH)
    (kept,) = attempts
    soon = today([deck], attempts, now)
    later = today([deck], attempts, now + timedelta(days=400))
    assert soon.begun
    assert later.due == 1
    assert later.to_review is not None
    assert [question.id for question in later.to_review.to_do.due] == [kept.question]
    rest = f"{len(deck.questions) - 1} new in {deck.name}"
    if kept.foreseen:
        assert headline(soon).endswith(rest)
    else:
        assert headline(today([deck], attempts, now + timedelta(minutes=11))) == (
            f"1 due today · 1 certain and wrong · {rest}"
        )


def test_the_daily_limit_holds_over_all_decks(tmp_path: Path, deck: Deck) -> None:
    attempts, now = after(tmp_path, deck, Certainty.LOW)
    late = now + timedelta(days=400)
    assert today([deck, deck], attempts, late, Aims(daily=1)).due == 1
    assert today([deck], attempts, late, Aims(daily=0)).due == 0


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=3), "in 1 minute"),
        (timedelta(minutes=10), "in 10 minutes"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(hours=25), "tomorrow"),
        (timedelta(days=5), "in 5 days"),
    ],
)
def test_how_long_it_is_until_the_next_is_due(left: timedelta, words: str) -> None:
    assert in_words(left) == words


def test_somebody_new_is_shown_the_first_steps_first(deck: Deck) -> None:
    steps = deck.model_copy()
    steps._path = Path("first-steps.yaml")
    now = datetime.now().astimezone()
    new = today([deck, steps], (), now).to_begin
    assert new is not None
    assert new.deck is steps
