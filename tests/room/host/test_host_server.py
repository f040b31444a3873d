"""The server that the facilitator's screen begins: a process of its own, found again, ended, and begun anew."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from quizapp.room.host import running
from quizapp.room.host.running import Wish
from quizapp.room.store import serving
from quizapp.room.store.file import Unusable
from quizapp.room.store.serving import Serving
from tests.support.hosting import hosting, people, vote
from tests.support.rooms import RIGHT, made

pytestmark = pytest.mark.slow


@contextmanager
def begun(path: Path) -> Iterator[Serving]:
    """A server in a process of its own, which is gone afterwards."""
    try:
        yield running.begun(path, Wish(port=0))
    finally:
        with suppress(Unusable):
            running.ended(path)


async def test_a_server_that_dies_is_told_in_words_and_r_starts_it_again_with_every_vote(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    with begun(path) as at:
        async with people(at, 2) as there, hosting(path, at) as front:
            await front.through("round1")
            for each in there:
                await vote(each, 1, RIGHT["one"])
            os.kill(at.pid, signal.SIGKILL)
            await front.sees("The server has ended.", "R starts it again from")
            await front.press("R")
            await front.until(lambda: not front.app.trouble, "the server")
            await front.sees("VOTE 1 open", "2 answered")
            assert front.app.serving.pid != at.pid
            await front.press("q", "e")
            await front.until(lambda: not front.app.is_running, "the end")
        assert not running.is_served(path)
        assert serving.read(path) is None


async def test_a_server_is_found_by_its_file_is_left_open_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    assert running.found(path) is None
    with begun(path) as at:
        assert running.found(path) == at
        async with hosting(path, at) as front:
            await front.press("q", "o")
            await front.until(lambda: not front.app.is_running, "the end")
        assert running.found(path) == at
        running.ended(path)
        assert running.found(path) is None


def test_a_server_that_cannot_begin_says_why(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Unusable, match="name another with --port"):
            running.begun(path, Wish(port=taken.getsockname()[1]))
    assert not running.is_served(path)


def test_after_a_cut_it_is_begun_where_it_was_or_where_it_can_be(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    at = running.begun(path, Wish(port=0))
    os.kill(at.pid, signal.SIGKILL)
    try:
        assert running.found(path) is None
        again = running.begun_where_it_was(path, Wish())
        assert (again.address, again.port) == (at.address, at.port)
    finally:
        running.ended(path)


async def test_another_address_is_chosen_with_nothing_lost_and_one_that_cannot_be_leaves_the_old(
    tmp_path: Path,
) -> None:
    path = made(tmp_path / "a.room")
    with begun(path) as at:
        async with people(at, 2) as there, hosting(path, at) as front:
            await front.through("round1")
            for each in there:
                await vote(each, 1, RIGHT["one"])
            await front.app.move(Wish("::1", at.port))
            await front.until(lambda: not front.app.trouble, "the other address")
            await front.sees("VOTE 1 open", "2 answered")
            assert front.app.serving.url == f"http://[::1]:{at.port}"
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                taken.listen()
                await front.app.move(Wish("127.0.0.1", taken.getsockname()[1]))
            await front.until(lambda: not front.app.trouble, "the old address")
            assert front.app.serving.address == "::1"
            await front.through("round1_closed")
            assert front.told["first"]["right"] == 2
