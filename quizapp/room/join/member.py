"""A participant's side of a room: joins, hears how things stand, and sends votes until they are acknowledged.

Whatever shows it is told of every change, in the loop in which it runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from quizapp.room.client.link import FIRST, LONGEST, Away, Link, Refusal, Unreachable, tap
from quizapp.room.client.state import BadState, Seen, state_from_data
from quizapp.room.join.ballots import Ballot, Ballots
from quizapp.room.join.kept import Kept, Remembered
from quizapp.room.shown.outcome import Outcome, outcome_from_data

#: Refusals that will not change, however often a vote is sent.
FINAL = ("closed", "bad")


@dataclass
class Member:
    """Somebody in a room: how things `stand`, what the room calls them, and their votes.

    `away` says why the room cannot be heard just now, `mine` what became of one's own answer, and `end` when, by the
    monotonic clock, the vote is closed by itself.
    """

    link: Link
    kept: Kept
    told: Callable[[], None] = lambda: None
    stand: Seen | None = None
    name: str = ""
    away: str | None = None
    ballots: Ballots = field(default_factory=Ballots)
    mine: Outcome | None = None
    is_kept: bool = True
    end: float | None = None
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    async def join(self, nickname: str | None = None) -> None:
        """Join, or come back as who one was before; Refusal, Unreachable or BadState if that cannot be."""
        remembered = self.kept.read()
        self.link.secret = remembered.secret
        self.ballots = Ballots()
        for ballot in remembered.waiting:
            self.ballots = self.ballots.given(ballot)
        self._take(await self.link.join(nickname))
        await self._ask_what_became()
        self._keep()
        self._more.set()

    async def take_part(self) -> None:
        """Hear and send until this is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._deliver())

    def vote(self, answer: Mapping[str, Any], certainty: str | None) -> None:
        """Answer the question in front: kept on the disk, then sent until it is acknowledged."""
        seen = self.stand
        assert seen is not None
        assert seen.asked is not None
        assert seen.round is not None
        self.ballots = self.ballots.given(Ballot(tap(), seen.round, seen.asked.id, answer, certainty))
        self._keep()
        self._more.set()
        self.told()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the vote is closed by itself, if it ever is."""
        return None if self.end is None else max(self.end - monotonic(), 0.0)

    def until(self, seconds: float) -> float | None:
        """Seconds until no more than so many are left, or None if that is past or never comes."""
        left = self.seconds_left
        return left - seconds if left is not None and left > seconds else None

    async def settled(self, seconds: float) -> bool:
        """Wait, for so many seconds at most, until nothing is on its way; whether nothing is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._settled.wait()
        return not self.ballots.waiting

    def _keep(self) -> None:
        self.is_kept = self.kept.write(Remembered(self.link.secret, self.ballots.waiting))
        (self._settled.clear if self.ballots.waiting else self._settled.set)()

    def _take(self, data: Mapping[str, Any]) -> None:
        """Take in what the room says of how things stand."""
        seen = state_from_data(data)
        before, self.stand, self.away = self.stand, seen, None
        self.end = monotonic() + seen.seconds_left if seen.open and seen.seconds_left is not None else None
        if seen.you is not None:
            self.name = str(seen.you.get("name", ""))
            with suppress(KeyError, TypeError, ValueError):
                self.ballots = self.ballots.heard(seen.you.get("first")).heard(seen.you.get("vote"))
        if before is None or not (before.asked and seen.asked and before.asked.id == seen.asked.id):
            self.mine = None
        self._heard.set()

    async def _follow(self) -> None:
        async for message in self.link.live():
            if isinstance(message, Away):
                self.away = None if self.stand and self.stand.over else message.why
            elif "phase" in message:
                try:
                    self._take(message)
                    await self._ask_what_became()
                except BadState as error:
                    self.away = str(error)
            self.told()

    async def _ask_what_became(self) -> None:
        """Ask what became of one's own answer, once it is told."""
        if self.stand is not None and self.stand.reveal is not None:
            with suppress(Refusal, Unreachable, KeyError, TypeError, ValueError, AttributeError):
                self.mine = outcome_from_data(await self.link.mine())

    async def _deliver(self) -> None:
        """Send what waits, one after another, each until it is acknowledged or refused for good."""
        pause = FIRST
        while True:
            while not self.ballots.waiting:
                self._more.clear()
                await self._more.wait()
            pause = FIRST if await self._sent(self.ballots.waiting[0]) else min(2 * pause, LONGEST)
            self.told()
            if pause > FIRST:
                await self._until_heard(pause)

    async def _sent(self, ballot: Ballot) -> bool:
        """Send a vote; whether that is settled now."""
        try:
            await self.link.vote(ballot.as_data())
            self.ballots = self.ballots.saved(ballot)
        except Unreachable:
            self.ballots = self.ballots.troubled(ballot, "")
        except Refusal as refusal:
            await self._refused(ballot, refusal)
        self._keep()
        return not any(each.key == ballot.key for each in self.ballots.waiting)

    async def _refused(self, ballot: Ballot, refusal: Refusal) -> None:
        if refusal.code in FINAL:
            self.ballots = self.ballots.refused(ballot, str(refusal))
            return
        self.ballots = self.ballots.troubled(ballot, str(refusal))
        if refusal.code == "not-joined":
            with suppress(Refusal, Unreachable, BadState):
                self._take(await self.link.join())

    async def _until_heard(self, seconds: float) -> None:
        """Wait a while, or until the room is heard again."""
        self._heard.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._heard.wait()
