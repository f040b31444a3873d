"""The picture in the README, docs/observe.svg: the observe screen while networks train."""

from __future__ import annotations

import asyncio
import html
import os
import re
from unittest.mock import patch

from textual.pilot import Pilot

from quizapp.deck.finder import find_deck
from quizapp.ui.app import QuizApp
from quizapp.ui.play.observe import ObserveScreen
from tools.docs.page import Page

SIZE = (120, 40)
#: What a terminal with all colours says of itself, whichever the picture is made in.
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
#: The training step at which the picture is taken.
STEP = 84
#: Seconds after which a paused run has shown all that it computed before.
SETTLED = 0.5


async def screenshot() -> str:
    """Answer the first question of the first deck, stop its run as it begins, and step to where it shows something."""
    with patch.dict(os.environ, TERMINAL):
        os.environ.pop("NO_COLOR", None)
        app = QuizApp([find_deck("weight-initialization")], seed=7, straight_into=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("1", "2", "enter", "2", "enter")
        screen = await _observing(pilot)
        await pilot.press("space")
        await pilot.pause(SETTLED)
        await _step_to(pilot, screen, STEP)
        while not screen.attempt.settled:  # by then the options are marked
            await pilot.pause(0.05)
        await pilot.pause(SETTLED)  # bars have come to where they end
        return app.export_screenshot(title="quizapp")


async def _observing(pilot: Pilot[None]) -> ObserveScreen:
    """The observe screen, once it shows the networks at initialisation."""
    while not (isinstance(screen := pilot.app.screen, ObserveScreen) and screen.observations):
        await pilot.pause(0.02)
    return screen


async def _step_to(pilot: Pilot[None], screen: ObserveScreen, step: int) -> None:
    """Let a paused run go on to a step, one by one, so that every picture shows the same frames."""
    for _ in range(step - screen.step):
        screen.action_step()
    while screen.step < step:
        await pilot.pause(0.02)
    await pilot.pause()


def without_remote_fonts(svg: str) -> str:
    """The picture with the reader's own fixed-width font in place of one from the network."""
    return re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")


def page() -> str:
    """The picture as SVG."""
    return without_remote_fonts(asyncio.run(screenshot()))


def unless_only_numbers_differ(text: str) -> str:
    """A picture made anew, or the same if its words are those of the new one: digits depend on the processor."""
    new = page()
    return text if words(text) == words(new) else new


def words(svg: str) -> list[str]:
    """The words that a picture shows, in their order."""
    shown = html.unescape(" ".join(re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.DOTALL)))
    return re.findall(r"[^\W\d_]{2,}", shown)


PAGE = Page("docs/observe.svg", page, unless_only_numbers_differ)
