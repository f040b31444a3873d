"""The command palette offers all that keys do on the screen in front, and does it."""

from __future__ import annotations

import re

import pytest
from textual.command import CommandList, CommandPalette

from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.shared.quiz_screen import QuizScreen
from tests.support.decks.playing import playing

pytestmark = pytest.mark.slow


async def test_an_action_is_found_by_its_words_and_done() -> None:
    async with playing(size=(80, 24)) as hands:
        await hands.open()
        await hands.press("ctrl+p")
        await hands.at(CommandPalette)
        await hands.press(*"back")
        await hands.sees("esc")
        found = hands.app.screen.query_one(CommandList)
        await hands.until(lambda: found.option_count, "what was meant")
        await hands.press("enter")
        await hands.at(HomeScreen)
        await hands.press("ctrl+p")
        await hands.at(CommandPalette)
        await hands.press(*"own")
        await hands.sees("dark, light or the terminal's own colours")
        await hands.press("escape")
        await hands.at(HomeScreen)


async def test_the_lab_says_which_of_how_many_views_is_shown() -> None:
    async with playing() as hands:
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.sees("step 0 of")
        await hands.press("v")
        await hands.sees("view 2 of ")


@pytest.mark.parametrize("where", [ObserveScreen, LabScreen])
async def test_keys_pressed_fast_leave_one_notice_over_the_charts_and_not_one_each(where: type[QuizScreen]) -> None:
    async with playing() as hands:
        if where is LabScreen:
            await hands.press("L")
            await hands.at(LabScreen)
            await hands.sees("step 0 of")
        else:
            await hands.open()
            await hands.commit("small")
        await hands.press("v", "v", "v")
        said = [each.message for each in hands.app._notifications if each.message.startswith("view ")]
        assert len(said) == 1
        await hands.sees(said[0])
        assert len(re.findall(r"view \d+ of ", hands.read)) == 1
