"""Hands for a room's programs on the whole screen, which are served on this machine's own address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from quizapp.room.client.link import Link
from quizapp.room.join.member import Member
from quizapp.room.join.tui.app import JoinApp
from quizapp.room.screen.terminal.app import ScreenApp
from quizapp.room.screen.terminal.watcher import Watcher
from quizapp.room.window.app import RoomApp
from tests.support.rooms_on_loopback import Heard, OnLoopback, closing, on_loopback
from tests.support.running import running

SIZES = ((80, 24), (120, 40))


@dataclass
class Hands:
    """An app with a room behind it, and the facilitator's link."""

    app: RoomApp
    pilot: Pilot[None]
    room: OnLoopback
    host: Link
    heard: Heard

    @property
    def text(self) -> str:
        """What stands on the screen, its lines joined."""
        strips = self.app.screen._compositor.render_strips()
        return " ".join(" ".join(strip.text for strip in strips).split())

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before had its effect."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait until something is so of what the app has heard, and is drawn."""
        await self.heard.until(condition, what)
        await self.pilot.pause()
        await self.pilot.pause()

    def listen(self, side: Member | Watcher) -> None:
        """Hear of whatever the app hears of."""
        told = side.told

        def both() -> None:
            told()
            self.heard()

        side.told = both


@dataclass
class Joined(Hands):
    """A participant's app."""

    @property
    def member(self) -> Member:
        """The participant."""
        assert isinstance(self.app, JoinApp)
        return self.app.member

    async def at(self, phase: str, question: str | None = None) -> None:
        """Take the room to a phase, and wait until the app shows it."""
        await self.host.go(phase, question)
        await self.until(lambda: self.member.stand and self.member.stand.phase == phase, phase)


@dataclass
class InFront(Hands):
    """A projector's app."""

    @property
    def watcher(self) -> Watcher:
        """What it hears."""
        assert isinstance(self.app, ScreenApp)
        return self.app.watcher

    async def at(self, phase: str, question: str | None = None) -> None:
        """Take the room to a phase, and wait until the app shows it."""
        await self.host.go(phase, question)
        await self.until(lambda: self.watcher.stand and self.watcher.stand.phase == phase, phase)


@asynccontextmanager
async def joined(path: Path, size: tuple[int, int] = SIZES[0], ascii_only: bool = False) -> AsyncIterator[Joined]:
    """A participant's app in a room that is served."""
    with on_loopback(path) as room:
        member, host = room.member(), room.facilitator()
        await member.join()
        app = JoinApp(member, None, ascii_only)
        try:
            async with running(app, size) as pilot:
                await pilot.pause()
                hands = Joined(app, pilot, room, host, Heard())
                hands.listen(member)
                yield hands
        finally:
            await closing(member.link, host)


@asynccontextmanager
async def in_front(path: Path, size: tuple[int, int] = SIZES[0], ascii_only: bool = False) -> AsyncIterator[InFront]:
    """A projector's app of a room that is served."""
    with on_loopback(path) as room:
        watcher, host = Watcher(Link(room.address, role="screen")), room.facilitator()
        await watcher.begin()
        app = ScreenApp(watcher, ascii_only)
        try:
            async with running(app, size) as pilot:
                await pilot.pause()
                hands = InFront(app, pilot, room, host, Heard())
                hands.listen(watcher)
                yield hands
        finally:
            await closing(watcher.link, host)
