"""The server as a process: how it starts, what it says if it cannot, how it ends, and hostile connections to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx2
import pytest
import trustme
import websockets
from websockets.sync.client import connect

from benchmarks.processes import quizapp
from benchmarks.room_phones import Crowd
from benchmarks.room_process import Serving, host, hosting, statements
from quizapp.room.server.listening import Where, listening
from quizapp.room.store import file
from quizapp.room.store.file import Unusable
from tests.support.rooms import DECK, RIGHT

pytestmark = pytest.mark.slow
needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
#: Seconds within which a server ends.
SOON = 3.0


def ends(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A server that cannot serve, ended by itself."""
    return subprocess.run(
        [*quizapp(), "host", "--headless", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One server for tests that leave it as it was, which says nothing to the terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIZAPP_TESTS_LOOPBACK", "1")
        with hosting([str(DECK), "--data", str(tmp_path_factory.mktemp("room") / "a.room")]) as serving:
            with _ask(serving) as facilitator:
                facilitator.post("/phase", json={"to": "round1"}).raise_for_status()
            yield serving
            serving.process.send_signal(signal.SIGTERM)
            assert serving.process.stderr is not None
            assert serving.process.stderr.read() == ""


def _ask(serving: Serving, token: bool = True, **how: object) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {serving.token}"} if token else {}
    return httpx2.Client(base_url=f"{serving.url}/r/{serving.code}", headers=headers, trust_env=False, **how)  # type: ignore[arg-type]


def still_serves(serving: Serving) -> bool:
    with _ask(serving, token=False) as client:
        client.post("/join").raise_for_status()
        key = os.urandom(8).hex()
        return client.post("/vote", json={"round": 1, "key": key, **RIGHT["one"]}).status_code == 200


def raw(serving: Serving, data: bytes) -> bytes:
    """What a connection hears that sends some bytes."""
    with socket.create_connection(("127.0.0.1", serving.port)) as connection:
        connection.settimeout(0.5)
        with contextlib.suppress(OSError):
            connection.sendall(data)
            return connection.recv(65536)
    return b""


UPGRADE = (
    "GET /r/{code}/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
MASK = bytes(4)
FRAMES = {
    "text that is no UTF-8": b"\x81\x82" + MASK + b"\xff\xfe",
    "bytes": b"\x82\x82" + MASK + b"\xff\xfe",
    "a message of 16 MiB": b"\x81\xff" + (2**24).to_bytes(8, "big") + MASK + b"x" * 65536,
    "a message of 2^63 bytes": b"\x81\xff" + (2**63).to_bytes(8, "big") + MASK,
    "many parts": b"\x01\xfe\x0f\xff" + MASK + b"x" * 4095 + 10 * (b"\x00\xfe\x0f\xff" + MASK + b"x" * 4095),
    "no mask": b"\x81\x02{}",
    "an unknown kind": b"\x8f\x80" + MASK,
    "a ping that is too long": b"\x89\xfe\x00\xff" + MASK + b"x" * 255,
    "a part of nothing": b"\x80\x80" + MASK,
    "a close with no code": b"\x88\x81" + MASK + b"x",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_frame_of_any_kind_ends_its_connection_at_most(server: Serving, frame: bytes) -> None:
    raw(server, UPGRADE.format(code=server.code, port=server.port).encode() + frame)
    assert still_serves(server)


REQUESTS = {
    "nothing": b"\r\n\r\n",
    "no HTTP": b"\x16\x03\x01 hello",
    "a bad length": b"POST /r/AAAAA/vote HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "no host": b"GET / HTTP/1.0\r\n\r\n",
    "a hundred pipelined": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100,
    "a long address": b"GET /" + b"a" * 60000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a NUL": b"GET /phone/%00\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_a_request_of_any_kind_ends_its_connection_at_most(server: Serving, request_: bytes) -> None:
    assert b"HTTP/1.1 500" not in raw(server, request_)
    assert still_serves(server)


def test_a_head_that_never_ends_is_cut_off_and_takes_no_memory(server: Serving) -> None:
    before, sent = server.memory, 0
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(10)
        with contextlib.suppress(OSError):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            while sent < 50 * 2**20:
                connection.sendall(b"X-More: " + b"x" * 65536 + b"\r\n")
                sent += 65536
    assert sent < 50 * 2**20
    assert server.memory < before + 20 * 1024
    assert still_serves(server)


def test_pings_whose_answers_are_never_read_end_their_connection(server: Serving) -> None:
    before, sent = server.memory, 0
    ping = (b"\x89\xfd" + MASK + b"x" * 125) * 500
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(10)
        with contextlib.suppress(OSError):
            connection.sendall(UPGRADE.format(code=server.code, port=server.port).encode())
            while sent < 200 * 2**20:
                connection.sendall(ping)
                sent += len(ping)
    assert sent < 200 * 2**20
    assert server.memory < before + 30 * 1024
    assert still_serves(server)


#: A server whose patience is short, and whose question is long.
IMPATIENT = """
import sys
from quizapp.room.server import hearers, wire
hearers.PATIENCE, wire.LAST_PATIENCE = 0.3, 0.1
from quizapp.__main__ import main
main()
"""


def test_a_hundred_connections_that_never_read_are_dropped_and_others_get_their_receipts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = statements(tmp_path / "long.yaml")
    deck.write_text(deck.read_text().replace("Which of them", f"{'Very ' * 3900}long which of them", 1))
    monkeypatch.setattr("benchmarks.room_process.quizapp", lambda: [sys.executable, "-c", IMPATIENT])
    with hosting([str(deck), "--data", str(tmp_path / "a.room")]) as server:
        files = _open_files(server)
        stuck = [_stuck(server) for _ in range(100)]
        asyncio.run(_vote_beside(server, 1))
        with _ask(server) as facilitator:
            before = server.memory
            for number in range(90):
                facilitator.post("/control", json={"do": "show", "shown": bool(number % 2)}).raise_for_status()
            asyncio.run(_vote_beside(server, 2))
            assert server.memory < before + 100 * 1024
        nap = threading.Event()
        for _ in range(400):
            if (left := _open_files(server)) < files + 50:
                break
            nap.wait(0.05)
        assert left < files + 50
        for connection in stuck:
            connection.close()


def _stuck(serving: Serving) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", serving.port))
    connection.sendall(UPGRADE.format(code=serving.code, port=serving.port).encode())
    return connection


def _open_files(serving: Serving) -> int:
    """How many files a server has open, connections among them; 0 where the system does not tell."""
    folder = Path(f"/proc/{serving.process.pid}/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


async def _vote_beside(serving: Serving, number: int) -> None:
    crowd = Crowd(serving.port, serving.code, serving.token)
    await crowd.join(20)
    await crowd.connect(range(20))
    await crowd.go(f"round{number}")
    assert len(await crowd.vote(number, 0.1, f"beside-{number}")) == 20
    await crowd.close()


def test_a_second_server_for_one_file_says_so_and_ends_with_1(server: Serving, tmp_path: Path) -> None:
    path = tmp_path / "a.room"
    with hosting([str(DECK), "--data", str(path)]):
        second = ends(["--resume", str(path)])
    assert (second.returncode, second.stdout) == (1, "")
    assert "another process is serving the room in" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("error", [OSError(99, "Cannot assign requested address"), socket.gaierror(-2, "Unknown name")])
def test_an_address_that_is_not_of_this_machine_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    class Elsewhere(socket.socket):
        def bind(self, address: object) -> None:
            raise error

    monkeypatch.setattr("quizapp.room.server.listening.socket.socket", Elsewhere)
    with pytest.raises(Unusable, match=rf"192\.0\.2\.1 port 0: {error.strerror}; "):
        listening(Where("192.0.2.1", 0))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, trustme.CA]:
    """A certificate of this machine, its key, and whoever signed it."""
    authority, folder = trustme.CA(), tmp_path_factory.mktemp("certificates")
    own = authority.issue_cert("localhost", "127.0.0.1")
    own.private_key_pem.write_to_path(folder / "key.pem")
    own.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    return folder / "cert.pem", folder / "key.pem", authority


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "PORT"], "port PORT: Address already in use; name another with --port"),
        (["--public-url", "quiz.example.org"], "write an address such as https://"),
        (["--public-url", "http://["], "write an address such as https://"),
        (["--tls-key", "KEY"], "--tls-key needs --tls-cert"),
        (["--tls-cert", "CERT"], "are no certificate and its key"),
        (["--tls-cert", "KEY", "--tls-key", "KEY"], "are no certificate and its key"),
        (["--resume", "/nowhere/a.room"], "there is no room in /nowhere/a.room"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_sentence(
    server: Serving,
    tmp_path: Path,
    certificate: tuple[Path, Path, trustme.CA],
    arguments: list[str],
    words: str,
) -> None:
    meant = {"PORT": str(server.port), "CERT": str(certificate[0]), "KEY": str(certificate[1])}
    given = [meant.get(each, each) for each in arguments]
    ended = ends([*([] if "--resume" in given else [str(DECK), "--data", str(tmp_path / "b.room")]), *given])
    assert (ended.returncode, ended.stdout) == (1, "")
    assert words.replace("PORT", meant["PORT"]) in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_room_is_served_by_https_to_who_trusts_the_certificate(
    tmp_path: Path, certificate: tuple[Path, Path, trustme.CA]
) -> None:
    cert, key, authority = certificate
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    given = [str(DECK), "--data", str(tmp_path / "a.room"), "--tls-cert", str(cert), "--tls-key", str(key)]
    with hosting(given) as server:
        assert server.url.startswith("https://127.0.0.1:")
        with _ask(server, verify=trusting) as client:
            assert "secure" in client.post("/join").headers["set-cookie"].lower()
        address = f"wss{server.url.removeprefix('https')}/r/{server.code}/live"
        with connect(address, ssl=trusting, proxy=None) as live:
            assert '"phase": "lobby"' in str(live.recv())


def has_ipv6() -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as found:
        found.bind(("::1", 0))
        return True
    return False


@pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 on this machine")
def test_a_room_is_served_at_an_address_of_ipv6(tmp_path: Path) -> None:
    with hosting([str(DECK), "--data", str(tmp_path / "a.room"), "--address", "::1"]) as server:
        assert server.url.startswith("http://[::1]:")
        with _ask(server) as client:
            assert client.get("/state").json()["phase"] == "lobby"
        with connect(f"ws{server.url.removeprefix('http')}/r/{server.code}/live", proxy=None) as live:
            assert live.recv()


def test_a_public_address_is_told_and_its_pages_may_speak(tmp_path: Path) -> None:
    given = [str(DECK), "--data", str(tmp_path / "a.room"), "--port", str(port := free_port())]
    with hosting([*given, "--public-url", "https://quiz.example.org/"]) as server:
        assert server.url == "https://quiz.example.org"
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}/r/{server.code}", trust_env=False) as client:
            for host_, origin in (("quiz.example.org", "https://quiz.example.org"), (f"127.0.0.1:{port}", None)):
                headers = {"host": host_, **({"origin": origin} if origin else {})}
                response = client.post("/join", headers=headers)
                assert response.status_code == 200
                assert "secure" in response.headers["set-cookie"].lower()


@needs_posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_soon_and_in_good_order_while_connections_are_open(tmp_path: Path, name: str) -> None:
    server = host([str(DECK), "--data", str(tmp_path / "a.room")])
    address = f"ws{server.url.removeprefix('http')}/r/{server.code}/live"
    stuck = _stuck(server)
    with connect(address, proxy=None) as live:
        live.recv()
        server.process.send_signal(getattr(signal, name))
        closed: list[int] = []
        reading = threading.Thread(target=lambda: closed.append(_close_code(live)))
        reading.start()
        assert server.process.wait(SOON * 5) == 0
        reading.join()
    assert closed == [1012]
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""
    stuck.close()
    server.close()


def _close_code(live: object) -> int:
    try:
        while True:
            live.recv()  # type: ignore[attr-defined]
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_a_deck_with_a_byte_order_mark_is_served_and_a_room_keeps_its_own_deck(tmp_path: Path) -> None:
    deck, path = tmp_path / "deck.yaml", tmp_path / "a.room"
    deck.write_text("\ufeff" + DECK.read_text(), encoding="utf-8")
    with hosting([str(deck), "--data", str(path)]) as server, _ask(server) as client:
        client.post("/phase", json={"to": "round1"}).raise_for_status()
    deck.write_text("format: 1\ntitle: Another\nquestions: []\n")
    with hosting(["--resume", str(path)]) as again, _ask(again) as client:
        assert again.code == server.code
        state = client.get("/state").json()
    assert (state["title"], state["phase"], state["question"]["id"]) == ("A room's deck", "round1", "one")
    assert file.about(file.opened(path, read_only=True)).deck == DECK.read_text()
