"""A session as data: what was written comes back, over the same deck as it was and over an edited one as it can."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quizapp.play.attempt import Attempt
from quizapp.play.session import Session, start
from quizapp.record.content import content_hash
from quizapp.record.session_state import UNREADABLE, session_as_data, session_from_data
from tests.support.records import EVERY_TYPE, answered, every_type, played

DECK = every_type()
PICKS = [n for n, question in enumerate(DECK.questions) if question.type in ("single", "multiple")]
SESSIONS = st.integers(0, 50).flatmap(lambda seed: played(start(DECK, seed, id="s")))


def through_json(session: Session) -> Any:
    return json.loads(json.dumps(session_as_data(session), allow_nan=False))


@given(SESSIONS)
def test_every_session_comes_back_exactly_as_it_stood(session: Session) -> None:
    restored = session_from_data(every_type(), through_json(session))
    assert restored.notes == ()
    back = restored.session
    assert back == session.__class__(**{**vars(session), "deck": back.deck})


def test_every_part_of_an_attempt_is_written_down_or_comes_from_the_deck() -> None:
    session = start(DECK, 3, id="s")
    written = set(through_json(session)["attempts"][0])
    names = {"id": "attempt", "hints_shown": "hints"}
    parts = {names.get(each.name, each.name) for each in dataclasses.fields(Attempt)}
    by_exam = {"withheld"}  # as the sitting is one that is on
    assert parts - written - by_exam == {"form"}, "add it to attempt_as_data and attempt_from_data"
    assert {each.name for each in dataclasses.fields(Session)} - {*through_json(session), "exam"} == {"id", "deck"}


@given(SESSIONS, st.data())
def test_hostile_data_is_a_session_or_one_known_error(session: Session, data: st.DataObject) -> None:
    written = through_json(session)
    state = data.draw(st.sampled_from(written["attempts"]))
    state[data.draw(st.sampled_from(sorted(state)))] = data.draw(st.none() | st.integers() | st.text() | st.just([]))
    written[data.draw(st.sampled_from(sorted(written)))] = data.draw(
        st.sampled_from([None, 0, -1, "x", [], ["single"]])
    )
    try:
        back = session_from_data(DECK, written).session
    except UNREADABLE:
        return
    assert back.attempts


def edited(old: str, new: str) -> Any:
    assert old in EVERY_TYPE
    return every_type(EVERY_TYPE.replace(old, new))


def test_a_question_that_is_gone_is_left_out_and_named() -> None:
    session = answered(start(DECK, 3, id="s").at(PICKS[0])).at(len(DECK.questions) - 1)
    without = DECK.only(q.id for q in DECK.questions if q.id != "varies")
    restored = session_from_data(without, through_json(session))
    assert restored.notes == ("varies is no longer in the deck",)
    assert restored.session.current.question.id == "at-once"
    assert restored.session.attempts[PICKS[0]] == session.attempts[PICKS[0]]


def test_a_question_that_was_changed_begins_anew_under_another_id() -> None:
    session = answered(start(DECK, 3, id="s").at(PICKS[0]))
    changed = edited(
        "text: A, correct: true, experiment: half, claim: 'signal[3] < signal[0]', control",
        "text: Z, correct: true, experiment: half, claim: 'signal[3] < signal[0]', control",
    )
    restored = session_from_data(changed, through_json(session))
    back = restored.session.attempts[PICKS[0]]
    assert restored.notes == (f"{back.question.id} was changed, so it begins anew",)
    assert not back.committed
    assert back.id != session.attempts[PICKS[0]].id


def test_what_is_asked_is_in_the_content_and_what_is_said_about_it_is_not() -> None:
    def hashes(deck: Any) -> list[str]:
        return [content_hash(deck, question) for question in deck.questions]

    before = hashes(DECK)
    assert len(set(before)) == len(before)
    for old, new in (("hints: [one, two]", "hints: [three]"), ("feedback: No.", "feedback: Yes.")):
        assert hashes(edited(old, new)) == before
    assert hashes(edited("gain: 0.5", "gain: 0.4"))[:-2] != before[:-2]
    assert hashes(edited("n: [2, 3, 4]", "n: [2, 3]"))[-2] != before[-2]
