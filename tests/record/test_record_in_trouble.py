"""What becomes of the record where files are damaged, folders vanish, disks are full, or others write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.play.session import start
from quizapp.record.database import Opened, opened
from quizapp.record.place import FILE
from quizapp.record.record import NotSaved, Record
from tests.record.kept import DECK, SINGLE, begun, record
from tests.support.records import answered


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
