"""The record: what is acknowledged is on disk, whatever state the disk and the file are in."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.deck.reader import read_text
from quizapp.play.attempt import Certainty
from quizapp.play.judging import judge_question, measure
from quizapp.play.session import Session, commit, start
from quizapp.questions.answer_forms import Entered
from quizapp.record.database import Opened, opened
from quizapp.record.place import FILE, BadProfile, checked_profile, record_folder
from quizapp.record.record import NotSaved, Record, open_record
from quizapp.review.schedule import schedule
from quizapp.runs.store import RunStore
from tests.support.records import EVERY_TYPE, START, Clock, answered, every_type, marked

DECK = every_type()
SINGLE = next(n for n, question in enumerate(DECK.questions) if question.type == "single")
TUNE = next(n for n, question in enumerate(DECK.questions) if question.type == "tune")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


def record(path: Path, profile: str = "default") -> Record:
    clock = Clock()
    return Record(path, profile, now=clock, clock=clock.seconds, patience=0.1)


def begun() -> Session:
    return start(DECK, 3, id="s").at(SINGLE)


def resumed(path: Path) -> Session:
    again = record(path)
    (sitting,) = again.unfinished()
    restored = again.resume(sitting, DECK)
    assert restored is not None
    assert restored.notes == ()
    return restored.session


def same_but_for_open_ids(one: Session, other: Session) -> bool:
    def bare(session: Session) -> Session:
        attempts = [each if each.committed else replace(each, id="") for each in session.attempts]
        return replace(session, attempts=tuple(attempts), started_at=None)

    return bare(one) == bare(other)


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


@pytest.mark.parametrize("damage", ["garbage", "half", "a page", "other database", "its start", "a hole"])
def test_a_damaged_record_is_set_aside_and_play_goes_on(path: Path, damage: str) -> None:
    own = record(path)
    for seed in range(10):
        own.keep(answered(start(DECK, seed, id=f"s{seed}").at(SINGLE)))
    own.close()
    whole = path.read_bytes()
    spoiled = {
        "garbage": b"garbage" * 1000,
        "half": whole[: len(whole) // 2],
        "a page": whole[:4096],
        "other database": whole,
        "its start": b"\0" * 100 + whole[100:],
        "a hole": whole[:4096] + b"\xff" * (len(whole) - 4096),
    }[damage]
    path.write_bytes(spoiled)
    if damage == "other database":
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA application_id = 7")
    own = record(path)
    outcome = [own.attempts(), own.keep(answered(begun()))]
    assert outcome[1] is None
    (aside,) = path.parent.glob("damaged-*.sqlite3")
    assert damage == "other database" or aside.read_bytes() == spoiled
    (said,) = own.news()
    assert str(aside) in said
    assert [each.session for each in record(path).attempts()] == ["s"]


def test_a_record_that_is_damaged_while_it_is_open_is_begun_anew_with_all_that_is_known(path: Path) -> None:
    own, session = record(path), answered(begun())
    own.keep(session)
    with path.open("r+b") as file:
        file.write(b"nonsense" * 2000)
    own.keep(answered(session.at(SINGLE + 1)))
    assert len(record(path).attempts()) == 2
    assert "damaged" in own.news()[0]


def test_a_record_of_a_newer_version_is_left_alone_and_said_once(path: Path) -> None:
    record(path).keep(begun())
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    own = record(path)
    outcome = own.keep(answered(begun()))
    assert isinstance(outcome, NotSaved)
    assert "written by a newer quizapp (record version 99" in str(outcome)
    own.keep(answered(begun().at(0)))
    assert own.news() == (str(outcome),)
    assert own.attempts() == ()
    assert path.read_bytes() == before
    assert list(path.parent.glob("damaged*")) == []


def test_a_folder_that_cannot_be_made_is_said_once_and_what_was_answered_is_written_later(path: Path) -> None:
    path.parent.write_text("in the way")
    own = record(path)
    session = answered(begun())
    assert isinstance(own.keep(session), NotSaved)
    session = answered(session.at(SINGLE + 1))
    assert isinstance(own.keep(session), NotSaved)
    (said,) = own.news()
    assert str(path.parent) in said
    path.parent.unlink()
    assert own.keep(session.at(0)) is None
    assert len(record(path).attempts()) == 2
    assert own.news() == ("Your answers are being saved again, with those from before.",)


def test_a_full_disk_is_said_and_nothing_that_was_written_is_lost(path: Path) -> None:
    own, session = record(path), answered(begun())
    own.keep(session)
    connection = own._file._connection()
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    outcome: NotSaved | None = None
    for seed in range(100):
        outcome = own.keep(answered(start(DECK, seed, id=f"more{seed}").at(SINGLE))) or outcome
    assert isinstance(outcome, NotSaved)
    assert "is full" in outcome.reason
    connection.execute("PRAGMA max_page_count = 100000")
    assert own.close() is None
    assert len(record(path).attempts()) == 101


def test_a_folder_that_vanishes_is_written_again(path: Path) -> None:
    own, session = record(path), answered(begun())
    own.keep(session)
    shutil.rmtree(path.parent)
    assert own.keep(answered(session.at(SINGLE + 1))) is None
    assert len(record(path).attempts()) == 2
    assert own.news() == (f"{path} was gone, and was written again.",)


@pytest.mark.parametrize("empty", [True, False])
def test_a_record_that_is_replaced_while_it_is_open_gets_what_this_program_knows(path: Path, empty: bool) -> None:
    own, session = record(path), answered(begun())
    own.keep(session)
    if empty:
        path.write_bytes(b"")
    else:
        path.unlink()
        record(path, "anna").keep(answered(start(DECK, 1, id="other").at(SINGLE)))
    assert own.attempts() == (), "which are written with what comes next"
    assert own.keep(answered(session.at(SINGLE + 1))) is None
    assert len(own.unfinished()) == 1
    assert [each.right is None for each in record(path).attempts()] == [False, False]
    assert len(record(path, "anna").attempts()) == (not empty)
    (said,) = own.news()
    assert said == f"{path} was replaced; the answers that were given since this began are written to it."


def test_an_empty_record_that_has_backups_is_said(path: Path) -> None:
    own = record(path)
    own.keep(answered(begun()))
    own.back_up_today()
    own.close()
    path.write_bytes(b"")
    again = record(path)
    assert again.attempts() == ()
    assert again.news() == (f"{path} was empty, but there are backups: `quizapp results restore` lists them.",)


def test_a_disk_that_spoils_every_file_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoiled(path: Path, patience: float) -> Opened:
        found = opened(path, patience)
        path.write_bytes(b"nonsense" * 1000)
        return found

    monkeypatch.setattr("quizapp.record.file.opened", spoiled)
    outcome = record(path).keep(answered(begun()))
    assert isinstance(outcome, NotSaved)
    assert outcome.reason == f"{path} is damaged again and again"
    assert len(list(path.parent.glob("damaged-*.sqlite3"))) <= 4


def test_a_folder_that_vanishes_for_good_is_said(path: Path) -> None:
    own, session = record(path), answered(begun())
    own.keep(session)
    shutil.rmtree(path.parent)
    path.parent.write_text("in the way")
    outcome = own.keep(answered(session.at(SINGLE + 1)))
    assert isinstance(outcome, NotSaved)
    assert outcome.reason == f"{path} is gone, and cannot be written again"


def test_no_place_at_all_is_an_outcome() -> None:
    own = Record(None)
    assert isinstance(own.keep(begun()), NotSaved)
    assert (own.attempts(), own.unfinished()) == ((), ())


def test_another_program_that_writes_for_long_is_said_and_waited_for(path: Path) -> None:
    own = record(path)
    own.keep(begun())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcome = own.keep(answered(begun()))
        other.execute("ROLLBACK")
    assert isinstance(outcome, NotSaved)
    assert "another program is writing" in outcome.reason
    assert own.close() is None
    assert len(record(path).attempts()) == 1


def test_nobody_else_can_read_the_record(path: Path) -> None:
    record(path).keep(begun())
    assert (path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)


WRITER = """
import sys
import tempfile
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


#: As somebody who is not root, as whom nothing is forbidden.
#: For root, who may write everywhere: a program that may do no more than anybody else.
AS_ANYBODY = ["setpriv", "--bounding-set", "-all"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
READ_ONLY = """
import os, sys
from pathlib import Path
from quizapp.play.session import start
from quizapp.record.record import Record
from tests.support.records import answered, every_type
deck, path = every_type(), Path(sys.argv[1])
assert Record(path).keep(answered(start(deck, 1, id="s").at(4))) is None
os.chmod(path, 0o444)
os.chmod(path.parent, 0o555)
own = Record(path)
assert len(own.attempts()) == 1, "what can be read is read"
assert own.news() == ()
print(own.keep(answered(start(deck, 2, id="t").at(4))))
os.chmod(path.parent, 0o755)
os.chmod(path, 0o644)
assert own.close() is None
assert len(own.attempts()) == 2
"""


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or (os.geteuid() == 0 and not shutil.which("setpriv")), reason="root may"
)
def test_a_folder_in_which_nothing_may_be_written_is_said_and_tried_again() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [*AS_ANYBODY, sys.executable, "-c", READ_ONLY, str(Path(folder) / "data" / FILE)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be written to; see whose it is, or name another folder in QUIZAPP_DATA_DIR" in done.stdout


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
