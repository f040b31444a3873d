"""Where a room is served: ports, this machine itself, the file that says so, and when a server ends by itself."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from quizapp.room.server import listening as listening_at
from quizapp.room.server.addresses import LOOPBACK, is_loopback, judged, names
from quizapp.room.server.idle import Idle
from quizapp.room.server.listening import Where, listening
from quizapp.room.store import serving
from quizapp.room.store.file import Unusable
from quizapp.room.store.serving import Serving

AT = Serving("http://192.168.1.23:8000", "http://127.0.0.1:8000", "KMPTX", 7, "192.168.1.23", 8000, None, ("--a", "b"))


def test_where_a_room_is_served_is_read_back_and_is_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.room"
    serving.write(path, AT)
    assert serving.read(path) == AT
    assert serving.place(path).stat().st_mode & 0o777 == 0o600
    serving.remove(path)
    assert serving.read(path) is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"url": 1}', '{"more": 3}', "\x00"])
def test_a_file_that_says_something_else_says_nothing(tmp_path: Path, text: str) -> None:
    serving.place(tmp_path / "a.room").write_text(text)
    assert serving.read(tmp_path / "a.room") is None


def _port(sockets: list[socket.socket]) -> int:
    port: int = sockets[0].getsockname()[1]
    for each in sockets:
        each.close()
    return port


def test_without_a_port_it_is_the_usual_one_or_the_next_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    free = _port(listening(Where(port=0)))
    monkeypatch.setattr(listening_at, "PORT", free)
    with socket.socket() as taken:
        taken.bind((LOOPBACK, free))
        taken.listen()
        assert _port(listening(Where())) != free
    assert _port(listening(Where())) == free


def test_a_port_that_is_taken_and_was_named_is_told() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        with pytest.raises(Unusable, match="name another with --port"):
            listening(Where(port=taken.getsockname()[1]))


def test_an_address_of_another_machine_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def foreign(address: str, port: int) -> socket.socket:
        raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")

    monkeypatch.setattr(listening_at, "_bound", foreign)
    with pytest.raises(Unusable, match="this machine's addresses"):
        listening(Where("192.0.2.77"))


def test_a_room_that_others_reach_is_reached_from_this_machine_too_whatever_its_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening_at, "is_loopback", lambda address: False)
    sockets = listening(Where("::1", 0))
    places = [each.getsockname()[:2] for each in sockets]
    assert places == [("::1", _port(sockets)), ("127.0.0.1", places[0][1])]


def test_all_addresses_of_this_machine_are_names_of_the_server() -> None:
    assert {"localhost", "127.0.0.1", "::1", socket.gethostname().lower()} <= set(names())
    assert [is_loopback(each) for each in ("127.0.0.1", "127.3.2.1", "::1", "localhost", "192.168.1.2", "x")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert judged([("eth0", "192.168.1.2")])[0].host == "192.168.1.2"


def test_a_server_ends_after_hours_without_anybody_and_not_while_somebody_is_there() -> None:
    now = [0.0]
    idle = Idle(longest=100, running=lambda: now[0])
    seen = []
    for time, connected, asked in ((50, 0, False), (90, 1, False), (180, 0, False), (189, 0, True), (280, 0, False)):
        now[0] = time
        seen.append(idle.is_over(connected, asked))
    assert seen == [False] * 5
    now[0] = 290
    assert idle.is_over(0, False)
