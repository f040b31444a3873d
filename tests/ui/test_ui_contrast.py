"""Every word on every screen can be read in every theme: its contrast is at least 4.5:1, as WCAG 2 asks for."""

from __future__ import annotations

import re
import shutil
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from textual.color import Color
from textual.screen import ModalScreen, Screen

import quizapp.ui
from quizapp.review.exams import Wanted
from quizapp.settings.file import read_settings
from quizapp.settings.model import SETTINGS
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.lab.share_dialog import ShareScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from quizapp.ui.play.answered import AnsweredScreen
from quizapp.ui.play.ask_dialog import AskDialog
from quizapp.ui.play.exam_summary import ExamSummaryScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.in_full import InFullScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from quizapp.ui.preview_app import PreviewApp
from quizapp.ui.settings.key_dialog import KeyDialog
from quizapp.ui.settings.screen import SettingsScreen
from quizapp.ui.shared.glossary import GlossaryScreen
from quizapp.ui.shared.help import HelpScreen
from quizapp.ui.theme import PALETTES, THEMES
from tests.support.contrast import DARK_TERMINALS, LIGHT_TERMINALS, contrast, contrasts
from tests.support.decks.playing import BROKEN, PLAY, Hands, playing
from tests.support.running import running
from tests.ui.test_ui_results import answer, open_results

LEAST = 4.5
UI = Path(__file__).parents[2] / "quizapp" / "ui"
#: A colour that is written out, instead of being named by what it is for.
LITERAL = re.compile(
    r"#[0-9a-fA-F]{6}\b|\bansi_\w+|(?:color|background): *(?:red|green|blue|yellow|cyan|magenta|white|black)\b"
    r"|[\"' ](?:red|green|blue|yellow|cyan|magenta|dim)\b[\"']|text-style: [^;]*\bdim\b"
)


async def _readable(hands: Hands) -> None:
    """Look at the screen in front in each theme."""
    poor = []
    for palette in PALETTES:
        hands.app.theme = palette.name
        await hands.settled()
        for terminal in DARK_TERMINALS if palette.dark else LIGHT_TERMINALS:
            for ratio, words, colours in contrasts(hands.app.screen, terminal):
                if ratio < LEAST:
                    poor.append(f"{palette.name}, {terminal.name}: {ratio:.2f} {words.strip()!r} {colours}")
    hands.app.theme = THEMES[0]
    assert not poor, f"{type(hands.app.screen).__name__}\n" + "\n".join(dict.fromkeys(poor))


@pytest.mark.slow
async def test_home_and_its_lists_of_mistakes_can_be_read() -> None:
    async with playing(BROKEN, PLAY) as hands:
        await hands.sees("2 mistakes", "not begun")
        await _readable(hands)
        await hands.press("enter")
        await hands.sees("did you mean")
        await _readable(hands)


@pytest.mark.slow
async def test_every_screen_of_a_question_and_what_opens_over_it_can_be_read() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.press("h")
        await _readable(hands)
        await _over(hands, "ctrl+p")
        await hands.press("1", "enter")
        await _readable(hands)
        await hands.press("2", "enter")
        await hands.at(ObserveScreen)
        await hands.sees("measured")
        for _ in range(4):
            await _readable(hands)
            await hands.press("v")
        await _over(hands, "question_mark", "g", "i")
        await hands.until(lambda: hands.attempt.marked, "a mark")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await _readable(hands)


async def _over(hands: Hands, *keys: str) -> None:
    below: Screen[Any] = hands.app.screen
    for key in keys:
        await hands.press(key)
        await hands.until(lambda: hands.app.screen is not below, key)
        await _readable(hands)
        await hands.press("escape")
        await hands.until(lambda: hands.app.screen is below, "the screen below")


@pytest.mark.slow
async def test_every_screen_of_an_exam_can_be_read() -> None:
    async with playing(exam=Wanted(minutes=20)) as hands:
        await hands.at(AskDialog)
        await hands.sees("Enter begins")
        await _readable(hands)
        await hands.agree()
        await hands.at(PredictScreen)
        await hands.press("1", "enter", "1", "enter", "p")
        await hands.at(AnsweredScreen)
        await _readable(hands)
        await hands.press("F")
        await hands.sees("Finish the exam?")
        await _readable(hands)
        await hands.agree()
        await hands.at(ExamSummaryScreen)
        await _readable(hands)


@pytest.mark.slow
async def test_the_summary_can_be_read() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.settled, "the marks")
        await hands.press("enter", "n", "n")
        await hands.press("1", "enter", "2", "enter", "enter", "n")
        await hands.at(SummaryScreen)
        await _readable(hands)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_lab_and_its_dialogs_can_be_read(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.sees("step 0 of")
        await _readable(hands)
        await _over(hands, "s", "C", "y", "O", "question_mark")


@pytest.mark.slow
async def test_the_settings_and_the_dialog_for_a_key_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_CONFIG_DIR", str(tmp_path))
    async with playing(settings=read_settings()) as hands:
        await hands.press("comma")
        await hands.at(SettingsScreen)
        await _readable(hands)
        typed = next(number for number, each in enumerate(SETTINGS) if not each.choices)
        await hands.press(*["down"] * typed, "enter")
        await hands.until(lambda: hands.app.screen.query_one("#typed").display, "the line to type in")
        await _readable(hands)
        await hands.press("escape", "end")
        await _over(hands, "enter")


@pytest.mark.slow
async def test_the_preview_with_what_it_found_and_with_mistakes_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "play.yaml"
    shutil.copy(PLAY, file)
    app = PreviewApp(file, seed=1)
    async with running(app, (120, 40)) as pilot:
        hands = Hands(pilot, app)
        await hands.sees("Done in")
        await _readable(hands)
        file.write_text(PLAY.read_text().replace("type: single", "type: sngle"))
        await hands.sees("1 mistake", "did you mean")
        await _readable(hands)


def test_every_dialog_is_among_those_that_are_looked_at() -> None:
    for module in walk_packages(quizapp.ui.__path__, "quizapp.ui."):
        import_module(module.name)
    dialogs = {each for each in _below(ModalScreen) if each.__module__.startswith("quizapp.ui")}
    assert dialogs == {
        HelpScreen,
        GlossaryScreen,
        InFullScreen,
        PickScreen,
        ShareScreen,
        TypeScreen,
        KeyDialog,
        AskDialog,
    }


def _below(parent: type[Any]) -> set[type[Any]]:
    return {each for child in parent.__subclasses__() for each in (child, *_below(child))}


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_results_can_be_read(size: tuple[int, int]) -> None:
    answer(PLAY)
    async with playing(PLAY, size=size, profile="ann") as hands:
        await open_results(hands)
        await _readable(hands)
        await hands.press("v", "v")
        await _readable(hands)


def test_the_words_of_every_palette_can_be_read_on_its_grounds() -> None:

    for palette in PALETTES:
        if not palette.ansi:
            grounds = (palette.background, palette.surface, palette.panel, palette.highlight)
            words = (
                palette.foreground,
                palette.muted,
                palette.primary,
                palette.warning,
                palette.success,
                palette.error,
            )
            for ground in grounds:
                for word in words:
                    assert contrast(Color.parse(word), Color.parse(ground)) >= LEAST, (palette.name, word, ground)


def test_no_colour_is_written_out_but_in_the_theme() -> None:
    for path in sorted([*UI.rglob("*.py"), *UI.rglob("*.tcss")]):
        if path.name != "theme.py":
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                assert not LITERAL.search(line), f"{path.relative_to(UI)}:{number}: {line.strip()}"
