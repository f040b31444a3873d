"""The server is killed in the middle of a round, and goes on from its file: a vote given meanwhile arrives once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from quizapp.room.client.address import Address
from quizapp.room.client.link import Link
from quizapp.room.store import file
from tests.support.rooms import DECK

pytestmark = pytest.mark.slow
QUIZAPP = [sys.executable, "-m", "quizapp"]


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program, which is killed at the end if it has not ended."""
    pipe = subprocess.PIPE
    started = subprocess.Popen([*QUIZAPP, *arguments], stdin=pipe, stdout=pipe, text=True, bufsize=1, encoding="utf-8")
    with started:
        try:
            yield started
        finally:
            started.kill()


def said(stream: IO[str] | None, *words: str) -> None:
    """Read until these words have come, one after another."""
    assert stream is not None
    for each in words:
        line = ""
        while each not in line:
            line = stream.readline()
            assert line, f"never came: {each}"


def typed(started: subprocess.Popen[str], *lines: str) -> None:
    """Type lines."""
    assert started.stdin is not None
    print(*lines, sep="\n", file=started.stdin, flush=True)


def hosted(started: subprocess.Popen[str]) -> dict[str, Any]:
    """Where a room is."""
    assert started.stdout is not None
    found: dict[str, Any] = json.loads(started.stdout.readline())
    return found


async def test_a_vote_given_while_the_server_is_killed_is_saved_once_it_is_back(tmp_path: Path) -> None:
    room = tmp_path / "a.room"
    with program("host", str(DECK), "--headless", "--data", str(room)) as host:
        where = hosted(host)
        address = Address(where["url"], where["code"])
        with program("join", address.room, "--plain") as person:
            said(person.stdout, "Waiting to begin.")
            facilitator = Link(address, token=Path(where["token_file"]).read_text().strip())
            await facilitator.go("round1")
            await facilitator.close()
            said(person.stdout, "Type one of A to C.")
            host.kill()
            host.wait()
            said(person.stdout, "Not connected, trying again")
            typed(person, "a", "3")
            said(person.stdout, "Not saved yet: A")
            port = address.base.rpartition(":")[2]
            with program("host", "--resume", str(room), "--headless", "--port", port) as again:
                hosted(again)
                said(person.stdout, "Saved: A, >80% sure.")
                typed(person, "q")
                assert person.wait() == 0
    rows = file.votes(file.opened(room, read_only=True))
    assert [(row.question, row.round, row.certainty) for row in rows] == [("one", 1, ">80%")]
