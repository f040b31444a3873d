"""A room from its file, and the process that serves it until it is told to end."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from quizapp.room.runs.desk import Desk
from quizapp.room.server.app import application
from quizapp.room.server.codes import room_code, token_file, written_token
from quizapp.room.server.messages import LONGEST
from quizapp.room.server.room import Room, now
from quizapp.room.store import file
from quizapp.room.store.file import About, Unusable
from quizapp.room.store.lock import locked

LOOPBACK = "127.0.0.1"
#: Seconds between two pings to a connection, and after which one that does not answer is gone.
PING = 20.0
#: Seconds for which an idle connection may be kept: phones that poll come back within them.
KEEP_ALIVE = 75
#: Connections that may wait to be taken while a whole class joins at once.
BACKLOG = 4096


@dataclass(frozen=True)
class Where:
    """At which address a room is served, under which other names it may be reached, and with which certificate."""

    address: str = LOOPBACK
    port: int = 0
    names: tuple[str, ...] = ()
    public_url: str | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def scheme(self) -> str:
        """http, or https where there is a certificate."""
        return "https" if self.certificate else "http"


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
    lock = locked(path)
    try:
        asyncio.run(_serve(path, where, told))
    finally:
        lock.release()


async def _serve(path: Path, where: Where, told: Callable[[Served], None]) -> None:
    connection = file.opened(path)
    about = file.about(connection)
    listening = _listening(where)
    room = Room(about, path, connection, written_token(path), Desk(about.deck, about.deck_name, about.seed))
    url = where.public_url or f"{where.scheme}://{_in_url(where.address)}:{listening.getsockname()[1]}"
    app = application({about.code: room}, _hosts(where), secure=where.scheme == "https")
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            lifespan="on",
            ws="websockets-sansio",
            ws_max_size=LONGEST,
            ws_per_message_deflate=False,
            ws_ping_interval=PING,
            ws_ping_timeout=PING,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=2,
            server_header=False,
            ssl_certfile=where.certificate,
            ssl_keyfile=where.key,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started:
        told(Served(url, about.code, token_file(path)))
    await serving


def _hosts(where: Where) -> set[str]:
    """Every name under which this server may be asked for."""
    hosts = {"localhost", LOOPBACK, "::1", where.address, *where.names}
    if where.public_url:
        from urllib.parse import urlsplit

        hosts.add(urlsplit(where.public_url).hostname or "")
    return {host.lower() for host in hosts if host}


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _listening(where: Where) -> socket.socket:
    """The socket that is listened on; Unusable if the port is taken or the address is not of this machine."""
    family = socket.AF_INET6 if ":" in where.address else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    with suppress(OSError):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((where.address, where.port))
        found.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        found.close()
        why = getattr(error, "strerror", None) or str(error)
        raise Unusable(f"{where.address} port {where.port}: {why}; name another with --port or --address") from None
    found.setblocking(False)
    return found
