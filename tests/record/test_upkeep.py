"""Backups, going back to one, and forgetting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizapp.play.session import start
from quizapp.record.backups import KEPT, Why, answers_in, back_up_daily, backups, restore
from quizapp.record.database import Unusable
from quizapp.record.forgetting import Forgetting, count_to_forget, forget
from quizapp.record.record import Record
from tests.support.records import START, Clock, answered, every_type

DECK = every_type()
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def answer(path: Path, name: str, profile: str = "default", days: int = 0) -> None:
    clock = Clock()
    clock.at += timedelta(days=days)
    own = Record(path, profile, now=clock)
    assert own.keep(answered(start(DECK, 1, id=name).at(4))) is None
    own.close()


def sessions(path: Path, profile: str = "default") -> list[str]:
    return [each.session for each in Record(path, profile).attempts()]


def test_a_backup_is_made_once_a_day_and_seven_are_kept(path: Path) -> None:
    assert back_up_daily(path, NOW) is None
    answer(path, "a")
    for day in range(10):
        assert back_up_daily(path, NOW + timedelta(days=day)) is not None
        assert back_up_daily(path, NOW + timedelta(days=day, hours=1)) is None
    found = backups(path)
    assert [each.at for each in found] == [NOW + timedelta(days=day) for day in range(9, 2, -1)]
    assert {each.why for each in found} == {Why.DAILY}
    assert answers_in(found[0].path) == 1
    assert found[0].path.stat().st_mode & 0o077 == 0
    assert len(list(found[0].path.parent.iterdir())) == KEPT


def test_a_backup_that_was_just_made_is_kept_although_the_clock_was_set_back(path: Path) -> None:
    answer(path, "a")
    for day in range(KEPT):
        back_up_daily(path, NOW + timedelta(days=day))
    made = back_up_daily(path, NOW - timedelta(days=30))
    assert made is not None
    assert answers_in(made) == 1
    assert len(backups(path)) == KEPT


def test_a_record_without_answers_pushes_no_backup_out(path: Path) -> None:
    Record(path).keep(start(DECK, 1, id="s"))
    assert back_up_daily(path, NOW) is None


def test_a_damaged_record_is_not_backed_up(path: Path) -> None:
    answer(path, "a")
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 20_000)
    with pytest.raises(Unusable, match="damaged"):
        back_up_daily(path, NOW)


def test_one_can_go_back_to_a_backup_and_back_again(path: Path) -> None:
    answer(path, "a")
    first = back_up_daily(path, NOW)
    assert first is not None
    answer(path, "b")
    before = restore(path, first, NOW)
    assert sessions(path) == ["a"]
    assert before is not None
    restore(path, before, NOW)
    assert sessions(path) == ["a", "b"]


def test_a_program_that_is_running_goes_on_with_what_was_restored(path: Path) -> None:
    answer(path, "a")
    first = back_up_daily(path, NOW)
    assert first is not None
    running = Record(path)
    running.keep(answered(start(DECK, 1, id="b").at(4)))
    restore(path, first, NOW)
    running.keep(answered(start(DECK, 1, id="c").at(4)))
    assert sessions(path) == ["a", "c"]


def test_a_damaged_record_is_set_aside_before_a_backup_takes_its_place(path: Path) -> None:
    answer(path, "a")
    first = back_up_daily(path, NOW)
    assert first is not None
    path.write_bytes(b"nonsense" * 1000)
    aside = restore(path, first, NOW)
    assert aside is not None
    assert aside.read_bytes() == b"nonsense" * 1000
    assert sessions(path) == ["a"]


def test_what_is_no_backup_changes_nothing(path: Path, tmp_path: Path) -> None:
    answer(path, "a")
    (tmp_path / "other").write_bytes(b"nonsense" * 1000)
    for wrong in (tmp_path / "other", tmp_path / "missing", tmp_path):
        with pytest.raises(Unusable):
            restore(path, wrong, NOW)
    assert sessions(path) == ["a"]


def test_only_what_was_said_is_forgotten_and_a_backup_has_it(path: Path) -> None:
    for name, profile, days in (("a", "default", 0), ("b", "default", 9), ("c", "anna", 0)):
        answer(path, name, profile, days)
    early = Forgetting("default", before=START + timedelta(days=5))
    assert count_to_forget(path, early) == 1
    kept = forget(path, early, NOW)
    assert (sessions(path), sessions(path, "anna")) == (["b"], ["c"])
    assert kept is not None
    assert answers_in(kept) == 3
    assert count_to_forget(path, Forgetting("default", deck="another")) == 0
    forget(path, Forgetting("default", deck="deck"), NOW)
    assert (sessions(path), sessions(path, "anna")) == ([], ["c"])
    assert Record(path).unfinished() == ()
    assert len(Record(path, "anna").unfinished()) == 1


def test_nothing_of_what_was_forgotten_is_left_in_the_file(path: Path) -> None:
    answer(path, "a-very-special-name")
    assert b"a-very-special-name" in path.read_bytes()
    forget(path, Forgetting("default"), NOW)
    left = [file.read_bytes() for file in path.parent.iterdir() if file.is_file()]
    assert not any(b"a-very-special-name" in data for data in left)
