"""What a terminal keeps of a room: a secret that nobody else may read, and votes on their way."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from quizapp.room.client.address import Address
from quizapp.room.join.ballots import Ballot
from quizapp.room.join.kept import Kept, Remembered, kept_of

ADDRESS = Address("http://127.0.0.1:8000", "KMPTX")
BALLOT = Ballot("tap", 1, "q", {"form": "enter_text", "text": "a"}, ">80%")


def test_a_secret_and_a_waiting_vote_come_back_from_a_file_of_this_user_alone() -> None:
    kept = kept_of(ADDRESS)
    assert kept.write(Remembered("ab12", (BALLOT,)))
    assert kept_of(ADDRESS).read() == Remembered("ab12", (BALLOT,))
    assert kept.path is not None
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_rooms_are_kept_apart_by_their_addresses() -> None:
    kept_of(ADDRESS).write(Remembered("ab12"))
    assert kept_of(Address(ADDRESS.base, "OTHER")).read() == Remembered()


def test_a_room_that_was_not_joined_for_long_is_forgotten_and_others_are_not() -> None:
    other = Address(ADDRESS.base, "OTHER")
    old, new = kept_of(ADDRESS), kept_of(other)
    old.write(Remembered("ab12"))
    new.write(Remembered("cd34"))
    assert old.path is not None
    os.utime(old.path, (0, 0))
    assert kept_of(other).read() == Remembered("cd34")
    assert not old.path.exists()


@pytest.mark.parametrize("text", ["", "{}", '{"secret": "a b", "waiting": []}', '{"secret": "ab", "waiting": [1]}'])
def test_a_file_that_is_no_such_thing_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    assert Kept("room", tmp_path / "a.json").read() == Remembered()


def test_where_nothing_can_be_kept_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not Kept("room", tmp_path / "file" / "a.json").write(Remembered("ab12"))
    assert not Kept("room", None).write(Remembered("ab12"))
