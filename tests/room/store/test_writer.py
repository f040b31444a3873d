"""What is acknowledged is on the disk, whatever goes wrong with the disk, the file, or those who wait."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from quizapp.room.course.events import Timed
from quizapp.room.server.codes import token_file, written_token
from quizapp.room.store import file
from quizapp.room.store.file import Row, Unusable
from quizapp.room.store.lock import locked
from quizapp.room.store.writer import NotWritten, Receipt, Writer
from tests.support.rooms import made, opened


def a_row(key: str, person: str = "p", answer: str = "{}") -> Row:
    return Row("one", 1, person, key, answer, None, "2026-01-01T00:00:00+00:00")


@asynccontextmanager
async def writing(path: Path, read_only: bool = False) -> AsyncIterator[Writer]:
    connection = file.opened(path)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    writer = Writer(connection, path)
    yield writer
    writer.close()


def keys_in(path: Path) -> list[str]:
    with closing(file.opened(path, read_only=True)) as connection:
        return [row.key for row in file.votes(connection)]


async def outcomes(writer: Writer, rows: list[Row]) -> list[Any]:
    return await asyncio.gather(*(writer.vote(row) for row in rows), return_exceptions=True)


async def test_votes_at_one_instant_are_numbered_in_their_order(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    async with writing(path) as writer:
        receipts = await outcomes(writer, [a_row(f"k{n}") for n in range(1200)])
    assert [receipt.seq for receipt in receipts] == list(range(1, 1201))
    assert keys_in(path) == [f"k{n}" for n in range(1200)]


async def test_the_same_key_gives_the_first_receipt_within_one_transaction_and_across_many(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    async with writing(path) as writer:
        first, second = await outcomes(writer, [a_row("k", answer='{"a": 1}'), a_row("k", answer='{"a": 2}')])
        third = await writer.vote(a_row("k", answer='{"a": 3}'))
        of_another = await writer.vote(a_row("k", "q"))
        earlier, unknown = await writer.earlier("p", "k"), await writer.earlier("p", "other")
    assert (first.duplicate, second.duplicate, third.duplicate, of_another.duplicate) == (False, True, True, False)
    assert {first.seq, second.seq, third.seq, earlier and earlier.seq} == {1}
    assert {second.row.answer, third.row.answer} == {'{"a": 1}'}
    assert unknown is None
    assert keys_in(path) == ["k", "k"]


async def test_what_is_written_takes_effect_though_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    taken: list[Receipt] = []
    async with writing(path) as writer:
        waiting = asyncio.ensure_future(writer.vote(a_row("gone"), taken.append))
        await asyncio.sleep(0)
        waiting.cancel()
        await writer.vote(a_row("next"), taken.append)
    assert [receipt.row.key for receipt in taken] == keys_in(path) == ["gone", "next"]


async def test_a_full_disk_refuses_and_says_so_and_votes_are_taken_again_once_there_is_room(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    async with writing(path) as writer:
        connection = writer._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        refused = await outcomes(writer, [a_row(f"k{n}", answer="x" * 3000) for n in range(50)])
        trouble = writer.trouble
        connection.execute("PRAGMA max_page_count = 100000")
        resent = await outcomes(writer, [a_row(f"k{n}", answer="x" * 3000) for n in range(50)])
        assert writer.trouble is None
    assert {type(each) for each in refused} == {NotWritten}
    assert "full" in str(refused[0])
    assert trouble == str(refused[0])
    assert [receipt.duplicate for receipt in resent] == 50 * [False]
    assert keys_in(path) == [f"k{n}" for n in range(50)]


async def test_a_file_that_cannot_be_written_to_refuses_each_vote_and_the_thread_lives(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    async with writing(path, read_only=True) as writer:
        with pytest.raises(NotWritten, match="cannot be written to"):
            await writer.vote(a_row("k"))
        writer._connection.execute("PRAGMA query_only = OFF")
        assert (await writer.vote(a_row("k"))).seq == 1


async def test_a_lock_of_another_program_is_waited_for_once_and_not_for_each_vote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.2)
    path = made(tmp_path / "a.room")
    async with writing(path) as writer:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = asyncio.get_running_loop().time()
            refused = await outcomes(writer, [a_row(f"k{n}") for n in range(100)])
            took = asyncio.get_running_loop().time() - began
            other.execute("ROLLBACK")
        again = await outcomes(writer, [a_row(f"k{n}") for n in range(100)])
    assert all(isinstance(each, NotWritten) and "another program" in str(each) for each in refused)
    assert took < 100 * 0.2 / 2
    assert [receipt.seq for receipt in again] == list(range(1, 101))


@pytest.mark.parametrize("bad", [2**63, b"\xff".decode("latin-1") + "\ud800", object()], ids=["huge", "half", "thing"])
async def test_one_write_that_cannot_be_made_harms_no_other_of_its_transaction(tmp_path: Path, bad: Any) -> None:
    path = made(tmp_path / "a.room")
    async with writing(path) as writer:
        rows = [a_row("before"), Row("one", 1, "p", "bad", "{}", bad, "now"), a_row("after")]
        before, refused, after = await outcomes(writer, rows)
    assert isinstance(refused, NotWritten)
    assert (before.seq, after.seq) == (1, 2)
    assert keys_in(path) == ["before", "after"]


async def test_an_effect_that_fails_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    def fail(receipt: Receipt) -> None:
        raise RuntimeError("a mistake")

    async with writing(made(tmp_path / "a.room")) as writer:
        first, second = await asyncio.gather(
            writer.vote(a_row("a"), fail), writer.vote(a_row("b")), return_exceptions=True
        )
        await writer.event(Timed(None), "now")
    assert isinstance(first, RuntimeError)
    assert isinstance(second, Receipt)


@pytest.mark.parametrize("seed", range(6))
async def test_a_log_that_is_torn_at_any_byte_opens_with_the_first_of_the_votes(tmp_path: Path, seed: int) -> None:
    path, torn = made(tmp_path / "a.room"), tmp_path / "torn.room"
    async with writing(path) as writer:
        for number in range(30):
            await writer.vote(a_row(f"k{number}"))
        shutil.copy(path, torn)
        shutil.copy(f"{path}-wal", f"{torn}-wal")
    log, rng = Path(f"{torn}-wal"), random.Random(seed)
    whole = log.read_bytes()
    cut = rng.randrange(len(whole))
    log.write_bytes(whole[:cut] + rng.randbytes(rng.choice([0, 100, 5000])))
    found = keys_in(torn)
    assert found == [f"k{n}" for n in range(len(found))]
    with closing(file.opened(torn)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def damaged(path: Path, statement: str) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO event (at, event) VALUES ('now', '[')",
        """INSERT INTO event (at, event) VALUES ('now', '{"kind": "flown"}')""",
        """INSERT INTO event (at, event) VALUES ('now', '{"kind": "moved", "item": 0, "phase": "lunch"}')""",
        "DROP TABLE vote",
        "UPDATE room SET settings = '{'",
        "DELETE FROM room",
        "PRAGMA application_id = 0",
        "PRAGMA user_version = 99",
    ],
)
def test_a_file_with_something_else_in_it_is_refused_in_a_sentence(tmp_path: Path, statement: str) -> None:
    path = damaged(made(tmp_path / "a.room"), statement)
    with pytest.raises(Unusable, match=r"a\.room"):
        opened(path)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(4096)])
def test_what_is_no_database_is_no_room(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.room"
    path.write_bytes(content)
    with pytest.raises(Unusable, match=r"a\.room"):
        file.opened(path)


def test_no_half_of_a_room_is_left_where_it_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(file, "_fill", fail)
    with pytest.raises(Unusable):
        made(tmp_path / "a.room")
    assert list(tmp_path.iterdir()) == []


def test_a_room_that_is_served_is_locked_by_whatever_name_it_is_called(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    (tmp_path / "link.room").symlink_to(path)
    with locked(path), pytest.raises(Unusable, match="another process is serving"):
        locked(tmp_path / "link.room")
    locked(path).release()


needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps other permissions")


@needs_posix
def test_the_file_and_the_token_are_for_their_user_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    token = written_token(path)
    for each in (path, token_file(path)):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
    assert len(bytes.fromhex(token)) == 32
    token_file(path).chmod(0o644)
    assert written_token(path) == token
    assert stat.S_IMODE(token_file(path).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe", b"z" * 64])
def test_a_token_that_is_none_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = made(tmp_path / "a.room")
    token_file(path).write_bytes(content)
    assert len(bytes.fromhex(written_token(path))) == 32


@needs_posix
def test_a_link_is_not_followed_to_write_the_token(tmp_path: Path) -> None:
    path, elsewhere = made(tmp_path / "a.room"), tmp_path / "elsewhere"
    elsewhere.write_text("kept")
    token_file(path).symlink_to(elsewhere)
    written_token(path)
    assert elsewhere.read_text() == "kept"
    assert not token_file(path).is_symlink()


def test_a_token_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    token_file(path).mkdir()
    with pytest.raises(Unusable, match=r"a\.room\.token"):
        written_token(path)
