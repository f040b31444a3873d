"""Settings on their screen: seen, changed, written down, and counting at once."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from textual.keys import _character_to_key

from quizapp.play.attempt import Phase
from quizapp.settings.file import NAME, read_settings
from quizapp.settings.keys import ACTIONS, keys_of
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.settings.screen import SettingsScreen
from quizapp.ui.shared.used_keys import used_key
from tests.support.decks.playing import playing
from tests.ui.test_ui_keys import bindings_of_actions


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZAPP_CONFIG_DIR", str(tmp_path))
    return tmp_path


def test_the_usual_keys_are_those_that_the_screens_have() -> None:
    found = bindings_of_actions()
    assert found.keys() == ACTIONS.keys()
    for name, (usual, _) in ACTIONS.items():
        capitals = {key for key in found[name] if key.startswith("upper_")}
        paging = {"pageup", "pagedown"} if name in ("next", "previous") else set()
        assert found[name] - capitals - paging == {as_bound(key) for key in keys_of(usual)}, name


def as_bound(key: str) -> str:
    """A key by Textual's name for it."""
    return _character_to_key(key) if len(key) == 1 else key


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_change_counts_at_once_and_is_in_the_file(folder: Path, size: tuple[int, int]) -> None:
    async with playing(size=size, settings=read_settings()) as hands:
        await hands.press("comma")
        await hands.at(SettingsScreen)
        await hands.sees("theme", "dark", "Colours;", "Kept in")
        await hands.press("right")
        await hands.until(lambda: hands.app.theme == "light", "the light theme")
        await hands.press("down", "right")
        await hands.press("j", "j", "left")
        await hands.sees("certainty no")
        await hands.press("backspace")
        await hands.sees("certainty yes")
    found = read_settings()
    assert (found.settings["theme"], found.settings["speed"]) == ("light", "fast")
    assert found.notes == ()


@pytest.mark.slow
async def test_a_key_is_chosen_by_pressing_it_and_counts_at_once(folder: Path) -> None:
    async with playing(settings=read_settings()) as hands:
        await hands.press("comma")
        await hands.at(SettingsScreen)
        names = [f"key: {name}" for name in ACTIONS]
        screen = hands.app.screen
        assert isinstance(screen, SettingsScreen)
        while screen.chosen != names[list(ACTIONS).index("hint")]:
            await hands.press("down")
        await hands.press("enter", "q")
        await hands.sees("The key of hint cannot be 'q'")
        await hands.press("enter", "x")
        await hands.press("escape")
        await hands.open()
        await hands.sees("x hint")
        await hands.press("x")
        await hands.sees("Hint 1 of 2")
    assert keys_of(read_settings().settings.keys["hint"]) == ("x",)


@pytest.mark.slow
async def test_where_certainty_is_not_asked_for_enter_twice_commits(folder: Path) -> None:
    (folder / NAME).write_text("certainty = false\nspeed = 'full'\n")
    async with playing(settings=read_settings()) as hands:
        await hands.open()
        assert "How sure" not in hands.read
        await hands.press(*hands.number_of("small", "glorot"), "enter")
        await hands.sees("Press enter to commit")
        await hands.press("enter")
        await hands.until(lambda: hands.attempt.phase is Phase.OBSERVE and hands.attempt.marked, "a mark")
        assert hands.attempt.certainty is None
        assert hands.observe.run_ is not None
        assert hands.observe.run_.pace.factor == math.inf


@pytest.mark.slow
async def test_the_theme_that_a_key_chose_is_there_next_time(folder: Path) -> None:
    async with playing(settings=read_settings()) as hands:
        await hands.press("t")
        await hands.until(lambda: hands.app.theme == "light", "the light theme")
    async with playing(settings=read_settings()) as hands:
        assert hands.app.theme == "light"


@pytest.mark.slow
async def test_what_is_wrong_in_the_file_is_said_at_the_start(folder: Path) -> None:
    (folder / NAME).write_text("theme = 'blue'\n")
    async with playing(settings=read_settings()) as hands:
        await hands.sees("theme is one of")


@pytest.mark.slow
async def test_what_each_certainty_is_worth_is_explained_where_it_is_asked_for_first() -> None:
    async with playing(size=(80, 24)) as hands:
        await hands.open()
        await hands.at(PredictScreen)
        await hands.press("1", "enter")
        await hands.sees("<67% +1/0", "67-80% +2/-2", ">80% +3/-6", "no grade")
        await hands.press("2", "enter")
        await hands.press("n")
        await hands.press("1", "enter")
        assert "no grade" not in hands.read
        await hands.resize(60, 20)
        await hands.until(lambda: "+3" not in hands.read, "levels without what they are worth")
        await hands.sees("3 ( ) >80%", "Commit")


@pytest.mark.slow
async def test_texts_that_name_a_key_name_the_one_that_was_chosen(folder: Path) -> None:
    (folder / NAME).write_text("[keys]\ntheory = 'x'\nfaster = 'f6'\npause = 'w'\nin_full = 'I'\n")
    async with playing(size=(80, 24), settings=read_settings()) as hands:
        await hands.press("L")
        await hands.sees("x theory", "f6 faster", "w trains")
        assert "T theory" not in hands.read
        await hands.press("q")
        await hands.open()
        assert used_key(hands.app, "in_full") == "I"
        assert used_key(hands.app, "settings") == ","
