"""A room from its file, and the process that serves it until it is told to end."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import uvicorn

from quizapp.room.runs.desk import Desk
from quizapp.room.server.addresses import EVERYWHERE, LOOPBACK, for_phones, is_loopback, names, own_addresses
from quizapp.room.server.app import application
from quizapp.room.server.codes import room_code, token_file, written_token
from quizapp.room.server.idle import Idle
from quizapp.room.server.listening import Where, listening
from quizapp.room.server.messages import LONGEST
from quizapp.room.server.room import Room, now
from quizapp.room.server.wire import Http, Socket
from quizapp.room.store import file, serving
from quizapp.room.store.file import About, Unusable
from quizapp.room.store.lock import locked
from quizapp.room.store.serving import Serving

#: Seconds between two looks whether anybody is still there.
LOOK = 60.0
#: Seconds between two pings to a connection, and after which one that does not answer is gone.
PING = 20.0
#: Seconds for which an idle connection may be kept: phones that poll come back within them.
KEEP_ALIVE = 75
#: Connections that there may be.
MOST_CONNECTIONS = 12_000


@dataclass(frozen=True)
class Served:
    """What others need in order to reach a room."""

    url: str
    code: str
    token_file: Path

    def as_json(self) -> str:
        """On one line, for programs."""
        return json.dumps({"url": self.url, "code": self.code, "token_file": str(self.token_file)})


def new_room(path: Path, deck: str, deck_name: str, settings: dict[str, Any], seed: int | None = None) -> None:
    """Make the file of a room for a deck, given as its text; Unusable if that cannot be."""
    drawn = random.SystemRandom().randrange(2**31) if seed is None else seed
    file.create(path, About(room_code(), deck_name, deck, drawn, now(), settings)).close()


def serve(path: Path, where: Where, told: Callable[[Served], None]) -> None:
    """Serve the room of a file until a signal ends it; Unusable if it cannot be, `told` once it is being served."""
    _check(where)
    lock = locked(path)
    try:
        _allow_many_connections()
        with asyncio.Runner(loop_factory=_loop()) as runner:
            runner.run(_serve(path, where, told))
    finally:
        serving.remove(path)
        lock.release()


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The fastest loop that there is: a phase reaches a thousand phones several times sooner than by Python's own."""
    try:
        import uvloop
    except ImportError:  # on Windows
        return None
    return uvloop.new_event_loop


def _allow_many_connections() -> None:
    """Each takes a file, of which many systems allow 1,024 unless one asks for more."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_CONNECTIONS + 100 if hard == resource.RLIM_INFINITY else min(hard, MOST_CONNECTIONS + 100)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Server(uvicorn.Server):
    """A server that ends in good order by a signal, as it is meant to be ended."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Let the usual signals end it, and take none of them for a crash."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


async def _serve(path: Path, where: Where, told: Callable[[Served], None]) -> None:
    connection = file.opened(path)
    with file.explained(path):
        about = file.about(connection)
    sockets = listening(where)
    room = Room(about, path, connection, written_token(path), Desk(about.deck, about.deck_name, about.seed))
    at = _serving(where, about.code, sockets[0].getsockname()[1])
    app = application(
        {about.code: room},
        _hosts(where),
        secure=at.url.startswith("https:"),
        url=at.url,
        any_address=where.address in EVERYWHERE,
        pages=[urlsplit(at.url).netloc],
    )
    server = _Server(config(app, where))
    running = asyncio.create_task(server.serve(sockets=sockets))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if server.started:
        serving.write(path, at)
        told(Served(at.url, about.code, token_file(path)))
    ending = asyncio.create_task(_end_when_idle(server, room))
    await running
    ending.cancel()


async def _end_when_idle(server: uvicorn.Server, room: Room) -> None:
    """End the server once nobody has been there for hours."""
    idle, asked = Idle(), room.asked
    while not idle.is_over(len(room.hearers.all), room.asked != asked):
        asked = room.asked
        await asyncio.sleep(LOOK)
    server.should_exit = True


def config(app: Any, where: Where) -> uvicorn.Config:
    """How uvicorn serves an application of rooms."""
    return uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="on",
        http=Http,
        ws=Socket,
        ws_max_size=LONGEST,
        ws_per_message_deflate=False,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=2,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=where.certificate,
        ssl_keyfile=where.key,
    )


def _serving(where: Where, code: str, port: int) -> Serving:
    """How the server is reached: by everybody, and from this machine."""
    near = "::1" if where.address == "::" or (is_loopback(where.address) and ":" in where.address) else LOOPBACK
    certificate = str(where.certificate.absolute()) if where.certificate else None
    return Serving(
        (where.public_url or "").rstrip("/") or _url(where, _told_address(where.address), port),
        _url(where, near, port),
        code,
        os.getpid(),
        where.address,
        port,
        certificate,
        options(where),
    )


def options(where: Where) -> tuple[str, ...]:
    """The options of `quizapp host` that say the rest of where a room is served."""
    said = {"--public-url": where.public_url, "--tls-cert": where.certificate, "--tls-key": where.key}
    return tuple(
        word
        for option, value in said.items()
        if value is not None
        for word in (option, value if isinstance(value, str) else str(value.absolute()))
    )


def _told_address(address: str) -> str:
    """The address that people are told: where all of this machine's are listened on, the best for phones."""
    best = for_phones(own_addresses()) if address in EVERYWHERE else None
    return best.ip if best else LOOPBACK if address in EVERYWHERE else address


def _url(where: Where, address: str, port: int) -> str:
    return f"{where.scheme}://{_in_url(address)}:{port}"


def _check(where: Where) -> None:
    """Unusable unless the address for people is one, and the certificate and its key belong together."""
    if where.public_url is not None:
        parts = _parts(where.public_url)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unusable(f"--public-url {where.public_url}: write an address such as https://quiz.example.org")
    if where.key and not where.certificate:
        raise Unusable("--tls-key needs --tls-cert, the certificate that it belongs to")
    if where.certificate:
        _check_certificate(where.certificate, where.key)


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _check_certificate(certificate: Path, key: Path | None) -> None:
    try:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key, password=lambda: "")  # else somebody would be asked at the terminal
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        what = f"{certificate}" if key is None else f"{certificate} and {key}"
        why = getattr(error, "strerror", None) or error
        raise Unusable(
            f"{what} are no certificate and its key, both in PEM and the key without a password ({why})"
        ) from None


def _hosts(where: Where) -> set[str]:
    """Every name under which this server may be asked for."""
    hosts = {*names(), where.address, *where.names}
    if where.public_url:
        hosts.add(urlsplit(where.public_url).hostname or "")
    return {host.lower() for host in hosts if host}


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address
