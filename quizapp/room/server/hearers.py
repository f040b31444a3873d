"""Who is connected, and what each is to be sent: the newest state only, so that a slow phone holds nobody up.

A hearer has one place, for the newest state. Its own task sends it; whoever does not take it in time is dropped, and
comes back by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

#: Seconds for which a message may wait for a connection to take it.
PATIENCE = 20.0

#: Seconds for which somebody is here who asked how things stand: pages without a live connection ask every few.
POLLED = 10.0

PERSON, SCREEN, FACILITATOR = "person", "screen", "facilitator"


class Socket(Protocol):
    """What a hearer needs of a connection."""

    async def send_text(self, data: str) -> None:
        """Send one message."""


@dataclass(eq=False)
class Hearer:
    """A connection: its role, and whose it is if it is a participant's."""

    socket: Socket
    role: str
    person: str | None = None
    _state: str | None = None
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, state: str) -> None:
        """Let the newest state be sent, in place of one that still waits."""
        self._state = state
        self._more.set()

    async def serve(self) -> None:
        """Send what there is until the connection ends or does not take it in time."""
        while True:
            await self._more.wait()
            self._more.clear()
            if (state := self._state) is not None:
                self._state = None
                async with asyncio.timeout(PATIENCE):
                    await self.socket.send_text(state)


@dataclass
class Hearers:
    """All who are connected."""

    all: set[Hearer] = field(default_factory=set)
    running: Callable[[], float] = time.monotonic
    _people: Counter[str] = field(default_factory=Counter)
    _polled: dict[str, float] = field(default_factory=dict)

    def add(self, hearer: Hearer) -> None:
        """Somebody has come."""
        self.all.add(hearer)
        if hearer.person:
            self._people[hearer.person] += 1

    def remove(self, hearer: Hearer) -> None:
        """Somebody has gone."""
        self.all.discard(hearer)
        if hearer.person:
            self._people[hearer.person] -= 1
            if self._people[hearer.person] <= 0:
                del self._people[hearer.person]

    @property
    def here(self) -> int:
        """How many people are connected, each counted once however many pages they have open."""
        now = self.running()
        self._polled = {person: at for person, at in self._polled.items() if now - at < POLLED}
        return len(self._people.keys() | self._polled.keys())

    def polled(self, person: str) -> None:
        """Somebody has asked how things stand, who may have no live connection."""
        self._polled[person] = self.running()

    def of(self, role: str) -> list[Hearer]:
        """Those of a role."""
        return [each for each in self.all if each.role == role]

    def tell(self, role: str, text: Callable[[], str]) -> None:
        """Send the newest state to all of a role; it is only made if there are any."""
        if hearers := self.of(role):
            state = text()
            for each in hearers:
                each.hear(state)
