"""An answer from the record on its question again: as it was given, or said to be no longer there."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.play.attempt import Phase
from quizapp.play.certainty import Certainty
from quizapp.play.judging import judge_attempt, measure
from quizapp.play.session import start
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.again import answered_again, asked, experiments_of, measured_in_words
from quizapp.runs.store import RunStore
from tests.support.records import EVERY_TYPE, Clock, answered

STORE = RunStore()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "every.yaml"
    path.write_text(EVERY_TYPE)
    return path


def kept(deck: Deck, tmp_path: Path, seed: int = 5) -> list[tuple[object, RecordedAttempt]]:
    """Every question answered, as the attempt and as it was recorded."""
    record = Record(tmp_path / "record.sqlite3", now=Clock())
    session = start(deck, seed)
    for position in range(len(session.attempts)):
        session = answered(session.at(position), Certainty.HIGH)
    record.keep(session)
    return list(zip(session.attempts, record.attempts(), strict=True))


def test_every_answer_stands_as_it_was_given_and_is_marked_alike(path: Path, tmp_path: Path) -> None:
    deck = read_deck(path)
    for attempt, recorded in kept(deck, tmp_path):
        found = asked(recorded, [tmp_path / "missing.yaml", path])
        assert found is not None
        assert found.same
        session = answered_again(found, recorded)
        assert session is not None
        again = session.current
        assert (again.phase, again.committed, again.final, again.marked) == (Phase.OBSERVE, True, True, False)
        assert again.question.drawn == attempt.question.drawn  # type: ignore[attr-defined]
        for name in ("form", "answer", "prediction", "certainty", "options"):
            assert getattr(again, name) == getattr(attempt, name), recorded.question
        marked = again.mark(measure(session, again, STORE.ends))
        assert marked.grade == attempt.grade  # type: ignore[attr-defined]
        assert session.experiments_of(again) == start(deck, 5).experiments_of(attempt)  # type: ignore[arg-type]


def test_the_networks_of_an_answer_are_those_that_were_watched(path: Path, tmp_path: Path) -> None:
    for attempt, recorded in kept(read_deck(path), tmp_path):
        found = asked(recorded, [path])
        assert found is not None
        session = answered_again(found, recorded)
        assert session is not None
        assert session.shift_of(session.current) or not attempt.watches  # type: ignore[attr-defined]
        for name, experiment in experiments_of(found, recorded).items():
            assert experiment == session.watched[name]


def test_what_was_changed_since_has_no_run_but_its_networks_as_they_are_now(path: Path, tmp_path: Path) -> None:
    recorded = next(each for _, each in kept(read_deck(path), tmp_path) if each.question == "single")
    path.write_text(EVERY_TYPE.replace("So?", "And so?"))
    found = asked(recorded, [path])
    assert found is not None
    assert not found.same
    assert answered_again(found, recorded) is None
    assert experiments_of(found, recorded)


def test_a_renamed_deck_that_asks_the_same_goes_before_one_that_only_has_the_id(path: Path, tmp_path: Path) -> None:
    recorded = next(each for _, each in kept(read_deck(path), tmp_path) if each.question == "numeric")
    changed, renamed = tmp_path / "changed.yaml", tmp_path / "renamed.yaml"
    changed.write_text(EVERY_TYPE.replace("So?", "And so?"))
    path.rename(renamed)
    found = asked(recorded, [changed, renamed])
    assert found is not None
    assert (found.same, found.deck.path) == (True, renamed)


def test_a_question_that_is_nowhere_any_more_is_none_and_a_broken_deck_is_passed_over(
    path: Path, tmp_path: Path
) -> None:
    recorded = next(each for _, each in kept(read_deck(path), tmp_path) if each.question == "single")
    (tmp_path / "broken.yaml").write_text("questions: [")
    assert asked(recorded, [tmp_path / "broken.yaml", tmp_path / "missing.yaml"]) is None
    assert asked(recorded._replace(question="other"), [path]) is None


def test_what_was_measured_is_told_from_the_record_alone(path: Path, tmp_path: Path) -> None:
    deck = read_deck(path)
    record = Record(tmp_path / "measured.sqlite3", now=Clock())
    session = answered(start(deck, 5, [each for each in deck.questions if each.id == "single"]))
    record.keep(session, {session.current.id: judge_attempt(session, session.current, STORE.ends)})
    (recorded,) = record.attempts()
    assert "networks" in measured_in_words(recorded) or " was " in measured_in_words(recorded)
    assert measured_in_words(recorded._replace(measured="[]")) == "nothing was measured for it"
    odd = recorded._replace(measured='[{"of": 3, "medians": 7}, 5]')
    assert measured_in_words(odd) == "nothing was measured for it"
