"""An app that runs for a test as in a terminal, and ends as it does there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.pilot import Pilot


@asynccontextmanager
async def running(app: App[Any], size: tuple[int, int]) -> AsyncIterator[Pilot[Any]]:
    """The app without a terminal; it is told to exit before its screens go, so that none of its timers ticks then."""
    async with app.run_test(size=size, notifications=True) as pilot:
        yield pilot
        app.exit()
