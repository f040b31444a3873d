"""The lab by mouse: knobs highlighted, turned and entered, and the experiment that is turned."""

from __future__ import annotations

import pytest

from quizapp.lab.comparison import Side
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from tests.support.lab_hands import SMALL, at_every_size, in_the_lab, knob_list, lab, wheel

pytestmark = pytest.mark.slow


async def test_the_mouse_highlights_turns_and_enters_at_every_size() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        knobs = knob_list(hands)
        async for _ in at_every_size(hands):
            await hands.click(knobs, (3, 1))
            await hands.until(lambda: knobs.knob.path == "depth")
            row = knobs.render_line(2 - 1).text
            await hands.click(knobs, (row.index("›"), 1))
            await hands.until(lambda: screen.comparison.pair.a.depth == 13)
            row = knobs.render_line(1).text
            await hands.click(knobs, (row.index("‹"), 1))
            await hands.until(lambda: screen.comparison.pair.a.depth == 12)
            await hands.click(knobs, (4, 1))
            await hands.at(TypeScreen)
            await hands.press("escape")
            await hands.at(LabScreen)


async def test_the_wheel_turns_the_knob_under_the_mouse() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        await wheel(hands, 2, up=True)
        await hands.until(lambda: screen.comparison.pair.a.width == 48)
        await hands.until(lambda: knob_list(hands).knob.path == "width")
        await wheel(hands, 2, up=False)
        await wheel(hands, 2, up=False)
        await hands.until(lambda: screen.comparison.pair.a.width == 24)
        await wheel(hands, 0, up=False)
        await hands.until(lambda: screen.comparison.pair.a.width == 24)


async def test_tab_and_a_click_on_the_name_switch_which_one_is_turned() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        async for _ in at_every_size(hands):
            await hands.press("tab", "left")
            await hands.sees("the knobs turn B", "B turned")
            await hands.until(lambda: screen.comparison.pair.b.as_data()["init"]["std"] == 0.45)
            await hands.until(lambda: screen.comparison.pair.a == SMALL.pair.a)
            knobs = knob_list(hands)
            await hands.click(knobs, (20, 0))
            await hands.until(lambda: screen.comparison.side is Side.A)
            await hands.sees("A turned")
