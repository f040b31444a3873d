"""`quizapp join` and `quizapp screen` where there is nothing to join: a line that says why, and the status 1."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.__main__ import main
from quizapp.room.server import room as rooms
from tests.support.rooms import made
from tests.support.rooms_on_loopback import OnLoopback, on_loopback

Join = Callable[..., tuple[int, str]]


@pytest.fixture
def join(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Join:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    def run(*arguments: str) -> tuple[int, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.err

    return run


@pytest.mark.parametrize("url", ["nonsense", "http://", "ftp://127.0.0.1/r/KMPTX", "http://127.0.0.1:99999/r/KMPTX"])
@pytest.mark.parametrize("command", [("join", "--plain"), ("screen",)])
def test_what_is_no_address_of_a_room_says_what_one_looks_like(join: Join, command: tuple[str, ...], url: str) -> None:
    status, error = join(*command, url)
    assert status == 1
    assert "such as http://192.168.1.23:8000/r/KMPTX" in error


def test_where_nobody_answers_that_is_told(join: Join) -> None:
    status, error = join("join", "--plain", "http://127.0.0.1:1/r/KMPTX")
    assert status == 1
    assert "does not answer" in error


def test_a_wrong_code_a_full_room_and_one_that_is_over_are_told(
    join: Join, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_loopback(made(tmp_path / "a.room")) as room:
        assert join("join", "--plain", f"{room.address.base}/r/WRONG") == (
            1,
            "Error: there is no room with this code\n",
        )
        with monkeypatch.context() as patch:
            patch.setattr(rooms, "MOST_PEOPLE", 0)
            status, error = join("join", "--plain", room.address.room)
        assert (status, "the room is full" in error) == (1, True)
        asyncio.run(end(room))
        assert join("join", "--plain", room.address.room) == (1, "Error: The session is over.\n")


async def end(room: OnLoopback) -> None:
    host = room.facilitator()
    await host.control("end")
    await host.close()


def test_a_screen_that_is_no_terminal_is_told_what_there_is_instead(join: Join) -> None:
    assert "quizapp join URL --plain" in join("join", "http://127.0.0.1:1/r/KMPTX")[1]
    assert "any browser shows the same" in join("screen", "http://127.0.0.1:1/r/KMPTX")[1]
