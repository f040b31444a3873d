"""The time until an open round closes by itself: set by the wall clock once, kept by one that nobody can set."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

#: Seconds for which votes are still taken after the time that is shown: they were on their way.
GRACE = 1.5
#: Seconds that a round may be given at most, also where the wall clock was set meanwhile.
LONGEST = 3600.0


class Countdown:
    """Calls `due` once the time is over."""

    def __init__(
        self,
        due: Callable[[], Awaitable[object]],
        wall: Callable[[], float] = time.time,
        running: Callable[[], float] = time.monotonic,
    ) -> None:
        self._due, self._wall, self._running = due, wall, running
        self._deadline: float | None = None
        self._task: asyncio.Task[None] | None = None

    def set(self, ends: float | None) -> None:
        """Let it end at a moment in seconds since the epoch; or, with None, never."""
        self.cancel()
        if ends is not None:
            self._deadline = self._running() + min(max(0.0, ends - self._wall()), LONGEST)
            self._task = asyncio.get_running_loop().create_task(self._run())

    def cancel(self) -> None:
        """Stop it."""
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
        self._task, self._deadline = None, None

    @property
    def left(self) -> float | None:
        """The seconds that are left, or None where no time is set."""
        return None if self._deadline is None else max(0.0, self._deadline - self._running())

    async def _run(self) -> None:
        assert self._deadline is not None
        await asyncio.sleep(max(0.0, self._deadline - self._running()) + GRACE)
        with suppress(asyncio.CancelledError):
            await self._due()
