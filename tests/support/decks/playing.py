"""Decks for tests, and hands that play them: all waiting is for something to be seen, never for the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

import pytest
from textual.css.query import QueryError
from textual.drivers.headless_driver import HeadlessDriver
from textual.errors import NoWidget
from textual.events import MouseDown, MouseUp, Resize
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widget import Widget

from quizapp.play.attempt import Attempt
from quizapp.play.session import Session
from quizapp.review.exams import Wanted
from quizapp.settings.file import NOTHING_SET, Found
from quizapp.ui.app import QuizApp
from quizapp.ui.inputs.choice_list import ChoiceRow
from quizapp.ui.play.ask_dialog import AskDialog
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.running import running

DECKS = Path(__file__).parent
PLAY, BROKEN, LETTERS = DECKS / "play.yaml", DECKS / "broken.yaml", DECKS / "letters.yaml"
MUCH = DECKS / "layout.yaml"
SIZES = ((80, 24), (100, 30), (120, 40), (200, 60))
#: How often something is looked for before a test gives up, and how many seconds apart.
PATIENCE, APART = 1000, 0.02


class Hands:
    """A learner at the keyboard and the mouse, who sees what is on the screen."""

    def __init__(self, pilot: Pilot[None], app: QuizApp) -> None:
        self.pilot, self.app = pilot, app

    @property
    def seen(self) -> str:
        """The screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def read(self) -> str:
        """The screen as one line of words without frames and line breaks, panes that stand side by side one by one."""
        side_by_side = groupby(self.seen.splitlines(), lambda row: row.count("││"))
        panes = (pane for _, rows in side_by_side for pane in zip(*(row.split("││") for row in rows), strict=True))
        return " ".join(" ".join(row for pane in panes for row in pane).replace("│", " ").split())

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question on the screen."""
        screen = self.app.screen
        assert isinstance(screen, PredictScreen | ObserveScreen | ExplainScreen)
        return screen.session.current

    def session(self, path: Path) -> Session:
        """The session begun last with a deck."""
        found = self.app.latest_session(path)
        assert found is not None
        return found

    @property
    def observe(self) -> ObserveScreen:
        """The screen with the live run."""
        screen = self.app.screen
        assert isinstance(screen, ObserveScreen)
        return screen

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait until something is so."""
        for _ in range(PATIENCE):
            if _is_so(condition):
                return
            await asyncio.sleep(APART)
        pytest.fail(f"never came: {what}\n{self.seen}")

    async def sees(self, *words: str) -> None:
        """Wait until each of these words was on the screen."""
        missing = list(words)

        def all_seen() -> bool:
            read = self.read
            missing[:] = [word for word in missing if word not in read]
            return not missing

        await self.until(all_seen, ", ".join(words))

    async def press(self, *keys: str) -> None:
        """Press keys one after another, by Textual's names for them."""
        for key in keys:
            self.app.simulate_key(key)
            await self.settled()

    async def press_at_once(self, *keys: str) -> None:
        """Press keys so fast that nothing happens between them."""
        for key in keys:
            self.app.simulate_key(key)
        await self.settled()

    async def click(self, target: Widget | str, offset: tuple[int, int] = (1, 0)) -> None:
        """Press and release the mouse on a widget, once it is in sight."""
        widget = self.app.screen.query_one(target) if isinstance(target, str) else target
        await self.until(lambda: self._is_in_sight(widget, offset), f"{widget} in sight")
        x, y = widget.region.offset + offset
        for event in (MouseDown, MouseUp):
            self.app.post_message(event(None, x, y, 0, 0, 1, False, False, False, x, y))
            await self.settled()

    def _is_in_sight(self, widget: Widget, offset: tuple[int, int]) -> bool:
        x, y = widget.region.offset + offset
        return self.app.screen.get_widget_at(x, y)[0] in (widget, *widget.walk_children())

    async def settled(self) -> None:
        """Let what was done go through the app, the screen, its widgets, and back."""
        for _ in range(3):
            await self.pilot.pause(0)

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, without waiting until networks at work let the processor idle."""
        size = Size(width, height)
        assert isinstance(self.app._driver, HeadlessDriver)
        self.app._driver._size = size
        self.app.post_message(Resize(size, size))
        await self.settled()

    async def at(self, screen: type[Widget]) -> None:
        """Wait until this screen is in front."""
        await self.until(lambda: isinstance(self.app.screen, screen) and self.app.screen.is_current, screen.__name__)
        await self.settled()

    def number_of(self, *option_ids: str) -> list[str]:
        """The number keys of options, in the order in which this attempt shows them."""
        order = [option.id for option in self.attempt.options]
        return [str(order.index(option_id) + 1) for option_id in option_ids]

    def row_of(self, option_id: str) -> ChoiceRow:
        """The row of an option."""
        return next(row for row in self.app.screen.query(ChoiceRow) if row.option.id == option_id)

    async def open(self) -> None:
        """From home into the first deck."""
        await self.until(lambda: "not begun" in self.read or " answered" in self.read, "decks that are read")
        await self.press("enter")
        await self.at(PredictScreen)

    async def agree(self) -> None:
        """Say yes to the dialog in front, once it can be read."""
        await self.until(lambda: isinstance(self.app.screen, AskDialog) and self.app.screen.readable, "a dialog")
        await self.press("enter")

    async def commit(self, *option_ids: str, certainty: int = 2) -> None:
        """Answer the question on the screen by keyboard."""
        await self.press(*self.number_of(*option_ids), "enter", str(certainty), "enter")
        await self.at(ObserveScreen)


def _is_so(condition: Callable[[], object]) -> bool:
    try:
        return bool(condition())
    except (QueryError, NoWidget, AssertionError):
        return False


@asynccontextmanager
async def playing(
    *decks: Path,
    size: tuple[int, int] = (120, 40),
    seed: int = 1,
    ascii_only: bool = False,
    profile: str | None = None,
    settings: Found = NOTHING_SET,
    exam: Wanted | None = None,
) -> AsyncIterator[Hands]:
    """The app on some decks, or in an exam, with hands on it; answers go to the record of a profile, if any."""
    sits = exam is not None
    app = QuizApp(decks or [PLAY], seed, sits, ascii_only, profile, settings, exam=exam)
    async with running(app, size) as pilot:
        yield Hands(pilot, app)
