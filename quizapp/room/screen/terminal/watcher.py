"""What a projector hears: how things stand, with counts, and once the answer is told the films of the networks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from quizapp.charts.as_data import BadChart
from quizapp.room.client.link import Away, Link, Refusal, Unreachable
from quizapp.room.client.state import BadState, Seen, state_from_data
from quizapp.room.shown.film import Film, films


@dataclass
class Watcher:
    """A projector of a room: how things `stand`, why the room cannot be heard just now, and the films to be shown."""

    link: Link
    told: Callable[[], None] = lambda: None
    stand: Seen | None = None
    away: str | None = None
    films: tuple[Film, ...] = ()
    _films_of: object = None

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
                    await self._look_at_runs()
                except BadState as error:
                    self.away = str(error)
            self.told()

    async def _look_at_runs(self) -> None:
        """Get the films of a question that is told, again whenever something has run since."""
        seen = self.stand
        wanted = seen and seen.asked and seen.reveal and (seen.asked.id, seen.version)
        if not wanted:
            self.films, self._films_of = (), None
        elif wanted != self._films_of:
            with suppress(Refusal, Unreachable, BadChart, KeyError, TypeError, ValueError, AttributeError):
                found = films((await self.link.runs())["runs"])
                self._films_of = wanted
                if repr(found) != repr(self.films):
                    self.films = found
