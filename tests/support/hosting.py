"""The facilitator's screen on a room that is really served, on loopback: in this process, or in one of its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from filelock import FileLock
from textual.pilot import Pilot

from quizapp.room.client.address import Address
from quizapp.room.client.link import Link
from quizapp.room.host.app import HostApp
from quizapp.room.server.app import application
from quizapp.room.server.listening import Where, listening
from quizapp.room.server.serve import config
from quizapp.room.store.serving import Serving, remove, write
from tests.support.decks.playing import Hands
from tests.support.rooms import CODE, opened
from tests.support.running import running

#: A worker that never answers, and one that ends at once.
NEVER, DIES = ("sleep", "600"), ("false",)


class HostHands(Hands):
    """Hands of a facilitator."""

    app: HostApp  # type: ignore[assignment]

    def __init__(self, pilot: Pilot[None], app: HostApp) -> None:
        self.pilot, self.app = pilot, app

    @property
    def told(self) -> Mapping[str, Any]:
        """What the facilitator hears of the room."""
        assert self.app.state is not None
        found: Mapping[str, Any] = self.app.state["facilitator"]
        return found

    async def phase(self, name: str) -> None:
        """Wait until the room is in a phase and the screen shows it."""
        await self.until(lambda: self.app.state is not None and self.app.state["phase"] == name, name)
        await self.until(lambda: not self.app.busy, "an answer")
        await self.settled()

    async def through(self, *names: str) -> None:
        """Go on with space, through these phases."""
        for name in names:
            await self.press("space")
            await self.phase(name)


@contextmanager
def in_a_thread(path: Path, **desk: Any) -> Iterator[Serving]:
    """Serve a room's file within this process, as `quizapp host --headless` does in one of its own."""
    where = Where(port=0)
    sockets = listening(where)
    room = opened(path, **desk)
    server = uvicorn.Server(config(application({room.about.code: room}, ["127.0.0.1"]), where))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=sockets)))
    port = sockets[0].getsockname()[1]
    at = Serving(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port}", CODE, os.getpid(), "127.0.0.1", port)
    with FileLock(path.with_name(f"{path.name}.lock")):
        write(path, at)
        thread.start()
        try:
            yield at
        finally:
            server.should_exit = True
            thread.join()
            remove(path)


@asynccontextmanager
async def hosting(
    path: Path, at: Serving, hands: bool = False, size: tuple[int, int] = (120, 40), ascii_only: bool = False
) -> AsyncIterator[HostHands]:
    """The facilitator's screen, once it has heard from the room."""
    app = HostApp(path, at, hands, ascii_only)
    async with running(app, size) as pilot:
        found = HostHands(pilot, app)
        await found.until(lambda: app.state is not None, "the room")
        await found.settled()
        yield found


@asynccontextmanager
async def people(at: Serving, count: int) -> AsyncIterator[list[Link]]:
    """So many people who have joined by their phones."""
    links = [Link(Address(at.local, at.code)) for _ in range(count)]
    try:
        for each in links:
            await each.join()
        yield links
    finally:
        for each in links:
            await each.close()


async def vote(link: Link, number: int, body: Mapping[str, Any], **more: Any) -> None:
    """Vote in a round."""
    await link.vote({"round": number, "key": f"tap-{number}", **body, **more})
