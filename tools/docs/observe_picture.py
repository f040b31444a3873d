"""Draws the picture in the README: python -m tools.docs.picture FILE.svg"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from textual.pilot import Pilot

from quizapp.deck.finder import find_deck
from quizapp.ui.app import QuizApp
from quizapp.ui.play.observe import ObserveScreen

SIZE = (120, 40)
#: The training step at which the picture is taken.
STEP = 84


async def draw(target: Path) -> None:
    """Answer the first question of the first deck, and take the picture while its networks train."""
    app = QuizApp([find_deck("weight-initialization")], seed=7, straight_into=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("1", "2", "enter", "2", "enter")
        await _until_step(pilot, STEP)
        await pilot.press("space")
        await pilot.pause(0.2)
        svg = app.export_screenshot(title="quizapp")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(without_remote_fonts(svg), encoding="utf-8")


async def _until_step(pilot: Pilot[None], step: int) -> None:
    screen = pilot.app.screen
    while not (isinstance(screen, ObserveScreen) and screen.step >= step):
        await pilot.pause(0.05)
        screen = pilot.app.screen


def without_remote_fonts(svg: str) -> str:
    """The picture with the reader's own fixed-width font in place of one from the network."""
    return re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
