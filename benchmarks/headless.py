"""An app of Textual that runs in this process on a terminal without a screen, and the processor time of its frames.

Every frame is drawn through Textual down to the bytes for a terminal.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.widget import Widget

from quizapp.ui.theme import PALETTES, THEMES

SIZE = (120, 40)
#: The seconds in which a frame is drawn before the next one comes.
PAUSE = 0.05
#: Seconds after which a wait is given up.
LONGEST = 30.0


class Screenless(HeadlessDriver):
    """A terminal that takes what is drawn and counts its characters."""

    written = 0

    @property
    def is_headless(self) -> bool:
        """No, so that everything is drawn to the last byte."""
        return False

    def write(self, data: str) -> None:
        """Count the characters."""
        self.written += len(data)


class Placed(App[None]):
    """Some widgets at given places."""

    def __init__(self, widgets: Sequence[Widget], places: Sequence[Region]) -> None:
        super().__init__(driver_class=Screenless)
        for palette in PALETTES:
            self.register_theme(palette.theme())
        self.theme = THEMES[0]
        self.widgets, self.places = widgets, places

    def compose(self) -> ComposeResult:
        """Every widget at its place."""
        for widget, place in zip(self.widgets, self.places, strict=True):
            widget.styles.position = "absolute"
            widget.styles.offset = place.offset
            widget.styles.width, widget.styles.height = place.width, place.height
            yield widget


@asynccontextmanager
async def running(app: App[None]) -> AsyncIterator[None]:
    """Run an app for as long as the `async with` statement lasts."""
    task = asyncio.create_task(app.run_async(size=SIZE, mouse=False))
    try:
        await until(lambda: task.done() or (app.is_running and app.screen_stack), "the app's start")
        yield
    finally:
        app.exit()
        await asyncio.wait_for(task, LONGEST)


async def until(condition: Callable[[], object], what: str, longest: float = LONGEST) -> None:
    """Wait until something is so; TimeoutError, which says `what` was waited for, if it is not in time."""
    end = time.perf_counter() + longest
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError(f"waited {longest:g} s in vain for {what}")
        await asyncio.sleep(0.02)


async def cpu_seconds_of_frames(frames: Sequence[Callable[[], None]]) -> float:
    """The processor time of one frame, less that of doing nothing for as long."""
    began = time.process_time()
    for _ in range(len(frames) // 2):
        await asyncio.sleep(PAUSE)
    idle = 2 * (time.process_time() - began)
    began = time.process_time()
    for frame in frames:
        frame()
        await asyncio.sleep(PAUSE)
    return (time.process_time() - began - idle) / len(frames)
