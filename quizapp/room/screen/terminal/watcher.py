"""What a projector hears: how things stand, with counts, and once the answer is told the films of the networks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from quizapp.charts.as_data import BadChart
from quizapp.room.client.link import Away, Link, Refusal, Unreachable
from quizapp.room.client.state import BadState, Seen, state_from_data
from quizapp.room.shown.film import SIDE_BY_SIDE, Film, films


@dataclass
class Watcher:
    """A projector of a room: how things `stand`, why the room cannot be heard just now, and the films to be shown."""

    link: Link
    told: Callable[[], None] = lambda: None
    stand: Seen | None = None
    away: str | None = None
    films: tuple[Film, ...] = ()
    _films_of: str | None = None
    _version: int = -1
    _runs: Sequence[Mapping[str, Any]] = ()
    _looked: int | None = None

    async def begin(self) -> None:
        """Look how things stand; Refusal, Unreachable or BadState if that cannot be."""
        self.stand = state_from_data(await self.link.state())
        await self._look_at_runs()

    async def follow(self) -> None:
        """Hear until this is cancelled."""
        async for message in self.link.live():
            if isinstance(message, Away):
                self.away = message.why
            elif "phase" in message:
                try:
                    self.stand, self.away = state_from_data(message), None
                    self.told()
                    await self._look_at_runs()
                except BadState as error:
                    self.away = str(error)
            self.told()

    async def _look_at_runs(self) -> None:
        """Get the films of a question that is told; as long as there are not enough, whenever something has run."""
        seen = self.stand
        question = seen.asked.id if seen and seen.asked and seen.reveal else None
        if question is None or question != self._films_of:
            self.films, self._runs, self._films_of, self._version = (), (), question, -1
        if not (seen and question):
            return
        with suppress(Refusal, Unreachable, BadChart, KeyError, TypeError, ValueError, AttributeError):
            if len(self.films) < SIDE_BY_SIDE and seen.version != self._version:
                self._runs = (await self.link.runs())["runs"]
                await self._show_films(seen)
                self._version = seen.version
            elif seen.look != self._looked:
                await self._show_films(seen)

    async def _show_films(self, seen: Seen) -> None:
        """Make the films of the runs that are there, with the one beside the first that the facilitator looks at."""
        self.films = await asyncio.to_thread(films, self._runs, seen.look)
        self._looked = seen.look
