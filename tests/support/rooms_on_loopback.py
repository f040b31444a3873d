"""Rooms that are served on this machine's own address by a thread, for clients that speak over the wire."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from quizapp.room.client.address import Address
from quizapp.room.client.link import Link
from quizapp.room.join.kept import Kept, kept_of
from quizapp.room.join.member import Member
from quizapp.room.server.app import application
from quizapp.room.server.room import Room
from tests.support.rooms import CODE, opened

HOST = "127.0.0.1"
#: Seconds after which something that never comes is given up.
LONGEST = 20.0


@dataclass
class OnLoopback:
    """A room that is being served, and its address."""

    room: Room
    port: int

    @property
    def address(self) -> Address:
        """Where it is."""
        return Address(f"http://{HOST}:{self.port}", CODE)

    def facilitator(self) -> Link:
        """A link with the token."""
        return Link(self.address, token=self.room.token)

    def member(self, kept: Kept | None = None, link: Link | None = None) -> Member:
        """Somebody new, who has not joined yet."""
        return Member(link or Link(self.address), kept or kept_of(self.address))


@contextmanager
def on_loopback(path: Path, port: int = 0) -> Iterator[OnLoopback]:
    """Serve the room of a file until the block ends; without its networks being told goodbye, as after a crash."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    found: list[Any] = []
    started = threading.Event()

    async def serve() -> None:
        room = opened(path)
        app = application({CODE: room}, [HOST])
        config = uvicorn.Config(
            app, log_level="critical", lifespan="on", ws="websockets-sansio", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        found[:] = [room, server, asyncio.get_running_loop()]
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        started.set()
        await serving

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(LONGEST)
    try:
        yield OnLoopback(found[0], listening.getsockname()[1])
    finally:
        found[1].should_exit = True
        thread.join(LONGEST)
        listening.close()


@dataclass
class Heard:
    """Waits for what a client is told, without looking at the clock."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self) -> None:
        """Something has changed."""
        self.changed.set()

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait until something is so, which is looked at whenever something has changed."""
        try:
            async with asyncio.timeout(LONGEST):
                while not condition():
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(f"never came: {what}") from None


@asynccontextmanager
async def taking_part(member: Member) -> AsyncIterator[Heard]:
    """A member that hears and sends until the block ends."""
    heard = Heard()
    member.told = heard
    task = asyncio.create_task(member.take_part())
    try:
        yield heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def closing(*links: Link) -> None:
    """Let go of links."""
    for link in links:
        await link.close()
