"""The record: what is acknowledged is on disk, whatever state the disk and the file are in."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.deck.reader import read_text
from quizapp.play.certainty import Certainty
from quizapp.play.judging import judge_question, measure
from quizapp.play.session import Session, commit, start
from quizapp.questions.answer_forms import Entered
from quizapp.record.place import FILE, BadProfile, checked_profile, record_folder
from quizapp.record.record import open_record
from quizapp.review.schedule import schedule
from quizapp.runs.store import RunStore
from tests.record.kept import DECK, SINGLE, TUNE, begun, record, resumed, same_but_for_open_ids
from tests.support.records import EVERY_TYPE, START, answered, marked


def test_an_answer_is_on_disk_before_it_is_marked(path: Path) -> None:
    seen: list[tuple[str | None, int | None]] = []

    def keep(session: Session) -> None:
        assert record(path).attempts() == ()
        assert own.keep(session) is None
        seen.extend((each.certainty, each.right) for each in record(path).attempts())

    own = record(path)
    session = answered(begun(), keep=keep)
    assert seen == [("high", None)]
    own.keep(session)
    (kept,) = record(path).attempts()
    assert (kept.right, kept.credit) == (session.current.right, session.current.credit)
    assert kept.scored


def test_what_is_kept_of_an_answer_is_what_was_shown_and_done(path: Path) -> None:
    own = record(path, "anna")
    session = start(DECK, 3, id="s").at(len(DECK.questions) - 2)
    own.keep(session)
    own.keep(answered(session.with_current(session.current.hint()), Certainty.LOW))
    (kept,) = own.attempts()
    assert (kept.attempt, kept.profile, kept.deck, kept.question) == ("s-8", "anna", "deck", "varies")
    assert kept.variant == f'{{"n":"{dict(session.current.question.drawn)["n"]}"}}'
    assert (kept.seed, kept.hints, kept.certainty) == (3, 0, "low")
    assert kept.answer == '{"form":"enter_number","number":{"text":"1","value":1.0}}'
    assert kept.seconds is not None
    assert kept.seconds > 0
    assert record(path).attempts() == ()
    assert len(record(path).attempts(everybody=True)) == 1


def test_what_was_measured_is_kept_with_the_mark_and_with_what_is_judged_later(path: Path) -> None:
    """Three layers of halves leave an eighth of the signal."""
    own, store = record(path), RunStore()
    session = start(DECK, 3, id="s").at(next(n for n, q in enumerate(DECK.questions) if q.type == "numeric"))
    given = session.current.give(Entered("1/8", 0.125)).be(Certainty.HIGH)
    session = commit(session.with_current(given), own.keep)
    probes = measure(session, session.current, store.ends)
    session = session.with_current(session.current.mark(probes))
    own.keep(session, {session.current.id: probes})
    judgement = judge_question(session.current.question, session.experiments, store.ends)
    session = session.judged(session.current.id, judgement.disputed)
    for _ in range(2):
        own.keep(session, {session.current.id: judgement})
    (kept,) = own.attempts()
    assert kept.measured is not None
    quantity = "signal[3] / signal[0]"
    same = {"experiment": "half", "of": 20, "quantity": quantity, "medians": {quantity: pytest.approx(0.125)}}
    assert json.loads(kept.measured) == [same], "the mark and the judgement rest on the same, which is told once"
    assert (kept.right, kept.judged, kept.disputed) == (1, 1, "[]")


def test_one_goes_on_in_the_middle_of_a_question(path: Path) -> None:
    session = answered(begun()).at(TUNE)
    prediction = session.current.be(Certainty.LOW)
    session = commit(session.with_current(prediction))
    blank = session.current.form.blank
    session = session.with_current(session.current.give(blank.with_knob("gain", 1.75)).hint())  # type: ignore[union-attr]
    record(path).keep(session)
    assert same_but_for_open_ids(resumed(path), session)
    assert resumed(path).current.tuning


def test_what_was_picked_and_taken_back_is_taken_back(path: Path) -> None:
    own, session = record(path), begun()
    own.keep(session.with_current(session.current.pick("a")))
    own.keep(session)
    assert same_but_for_open_ids(resumed(path), session)


def test_a_finished_way_through_is_not_offered_again(path: Path) -> None:
    own = record(path)
    own.keep(begun())
    own.end(begun())
    assert record(path).unfinished() == ()


def test_an_answer_that_was_not_marked_before_the_end_can_be_marked_after_it(path: Path) -> None:
    session = begun()
    record(path).keep(commit(session.with_current(session.current.pick("a").be(Certainty.LOW))))
    back = resumed(path)
    again = record(path)
    again.resume(again.unfinished()[0], DECK)
    again.keep(marked(back))
    assert [each.right for each in again.attempts()] == [1]


def test_two_programs_that_go_on_with_one_session_keep_both_answers(path: Path) -> None:
    record(path).keep(begun())
    ones = [record(path), record(path)]
    both = [own.resume(own.unfinished()[0], DECK) for own in ones]
    for own, restored, option in zip(ones, both, "ab", strict=True):
        assert restored is not None
        own.keep(commit(restored.session.with_current(restored.session.current.pick(option).be(Certainty.LOW))))
    assert [each.answer[-6:] for each in record(path).attempts()] == ['["a"]}', '["b"]}']


def test_two_answers_under_one_id_are_both_kept(path: Path) -> None:
    for option in "aab":
        record(path).keep(commit(begun().with_current(begun().current.pick(option).be(Certainty.LOW))))
    assert [each.answer[-6:] for each in record(path).attempts()] == ['["a"]}', '["b"]}']


def test_nobody_else_can_read_the_record(path: Path) -> None:
    record(path).keep(begun())
    assert (path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)


WRITER = """
import sys
from pathlib import Path
from quizapp.play.session import start
from quizapp.record.record import Record
from tests.support.records import answered, every_type
own, deck = Record(Path(sys.argv[1])), every_type()
for seed in range(40):
    assert own.keep(answered(start(deck, seed, id=f"{sys.argv[2]}-{seed}").at(4))) is None
"""


@pytest.mark.slow
def test_two_programs_that_write_at_once_lose_nothing(path: Path) -> None:
    """From before there is any file, so that both make it and its tables."""
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in ("one", "two")]
    assert [writer.wait() for writer in writers] == [0, 0]
    kept = record(path).attempts()
    assert len(kept) == 80
    assert all(each.right is not None for each in kept)


def test_a_deck_whose_file_has_a_name_of_no_encoding_is_kept_and_gone_on_with(path: Path) -> None:
    deck = read_text(EVERY_TYPE, "\udcff\udcfe.yaml")
    own, session = record(path), start(deck, 3, id="s").at(SINGLE)
    assert own.keep(answered(session)) is None
    (sitting,) = own.unfinished(deck)
    assert own.resume(sitting, deck) is not None
    (kept,) = own.attempts()
    assert schedule([kept], START + timedelta(days=1)).of(deck, deck.questions[SINGLE]) is not None


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "here"))
    open_record().keep(answered(begun()))
    assert record_folder() == tmp_path / "here"
    assert (tmp_path / "here" / FILE).is_file()


@pytest.mark.parametrize("name", ["../anna", "a/b", "a\\b", "", "x" * 65, ".", "..", "a\nb", " a", "a.", "a\u202eb"])
def test_a_name_that_no_profile_can_have_is_a_sentence(name: str) -> None:
    with pytest.raises(BadProfile, match="a profile's name"):
        checked_profile(name)


def test_names_in_any_script_are_names_of_profiles() -> None:
    assert [checked_profile(name) for name in ("Ana María", "Ана", "e\u0301va")] == ["Ana María", "Ана", "éva"]
