"""The tally of a record: the same whether it was kept from the last time or is made anew, whatever came between."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizapp.record import worked_out
from quizapp.record.backups import back_up_daily, backups, restore
from quizapp.record.forgetting import Forgetting, forget
from quizapp.record.importing import import_attempts
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt, as_text
from quizapp.review import own_tally as module
from quizapp.review.order import in_order
from quizapp.review.own_tally import own_tally
from quizapp.review.tally import tallied
from tests.support.attempts import after, recorded
from tests.support.kept import insert

NOW = after(400)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few answers are many, and are read a few at a time."""
    monkeypatch.setattr(module, "UNSETTLED", 3)
    monkeypatch.setattr(module, "MANY", 5)
    monkeypatch.setattr(worked_out, "AT_A_TIME", 4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "record.sqlite3"
    insert(path, some(1, 20))
    return path


def some(first: int, last: int, day: float = 0.0) -> list[RecordedAttempt]:
    return [
        recorded(f"q{n % 4}", n % 3 == 0, ("low", "middle", "high")[n % 3], after(day + n / 10), n)
        for n in range(first, last + 1)
    ]


def read_rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From which rows on answers are read from now on."""
    found: list[int] = []
    usual = worked_out.answers_after

    def noted(record: Record, sequence: int, *rest: object) -> object:
        found.append(sequence)
        return usual(record, sequence, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(worked_out, "answers_after", noted)
    return found


def check(path: Path, now: datetime = NOW) -> None:
    """The tally is that of all answers."""
    record = Record(path)
    assert own_tally(record, now) == tallied(in_order(record.attempts(), now))


def test_only_answers_since_are_read_the_next_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = read_rows(monkeypatch)
    check(path)
    assert rows == [0]
    check(path)
    assert rows == [0, 17]
    insert(path, some(21, 40))
    check(path)
    check(path)
    assert rows == [0, 17, 17, 37]


def test_an_answer_that_is_marked_late_has_all_read_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            'INSERT INTO marks (attempt, "right", foreseen, credit, marks, disputed, judged, measured, marked_at)'
            ' SELECT attempt, 1 - "right", 1 - foreseen, 0, marks, disputed, 1, measured, marked_at FROM marks LIMIT 1'
        )
    rows = read_rows(monkeypatch)
    check(path)
    assert rows == [0]


def test_answers_that_were_merged_or_given_by_another_clock_have_all_read_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(path)
    import_attempts(path, [each._replace(source="there", attempt=f"there-{each.number}") for each in some(1, 7)], NOW)
    rows = read_rows(monkeypatch)
    check(path)
    assert rows == [17, 0]
    insert(path, [each._replace(attempt=f"earlier-{each.number}") for each in some(41, 43, day=-20)])
    check(path)
    assert rows[-1] == 0


def test_what_was_forgotten_is_not_kept_anywhere(path: Path) -> None:
    check(path)
    assert list(path.parent.glob("worked-out-*"))
    forget(path, Forgetting("default", before=after(1)), NOW)
    assert not list(path.parent.glob("worked-out-*"))
    check(path)


def test_a_record_that_was_restored_is_read_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up_daily(path, NOW)
    insert(path, some(21, 40))
    check(path)
    restore(path, backups(path)[0].path, NOW + timedelta(days=1))
    insert(path, [each._replace(attempt=f"new-{each.number}") for each in some(21, 45)])
    rows = read_rows(monkeypatch)
    check(path)
    assert rows == [0]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "profile": "default", "extent": 1}'])
def test_a_file_that_says_nothing_is_as_none(path: Path, text: str) -> None:
    check(path)
    (file,) = path.parent.glob("worked-out-*")
    file.write_text(text)
    check(path)
    kept = json.loads(file.read_text())
    file.write_text(json.dumps({**kept, "data": {"cells": 3}}))
    check(path)


def test_profiles_have_their_own_and_other_users_cannot_read_it(path: Path) -> None:
    check(path)
    (file,) = path.parent.glob("worked-out-*")
    assert file.stat().st_mode & 0o077 == 0
    assert own_tally(Record(path, "anna"), NOW) == tallied([])


def test_reading_can_be_stopped_and_nothing_half_is_kept(path: Path) -> None:
    own_tally(Record(path), NOW, lambda: True)
    assert not list(path.parent.glob("worked-out-*"))


def test_a_future_clock_reading_is_no_reason_to_lose_count(path: Path) -> None:
    insert(path, [each._replace(committed_at=as_text(after(900))) for each in some(50, 50)])
    check(path)
    check(path)
