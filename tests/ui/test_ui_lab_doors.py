"""Ways into the lab and out of it: from every screen, with its help, its files, and no thread left behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.widgets import Input

from quizapp.lab.comparison import Comparison, Pair, Side, start
from quizapp.ui.lab.runs import LabRuns
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.lab.share_dialog import ShareScreen
from quizapp.ui.lab_app import LabApp
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.shared.help import HelpScreen
from sim import Experiment
from tests.support.decks.playing import SIZES, Hands, playing
from tests.support.lab_hands import SMALL, enter, in_the_lab, lab, to
from tests.support.running import running

pytestmark = pytest.mark.slow


async def test_an_experiment_is_shown_copied_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "data"))
    async with in_the_lab() as hands:
        for key, language in (("y", "YAML"), ("Y", "Python")):
            folder = tmp_path / language
            folder.mkdir()
            monkeypatch.chdir(folder)
            hands.app.clear_notifications()
            await hands.press(key)
            await hands.at(ShareScreen)
            await hands.sees(
                f"A as {language}", "std", "0.1", "Sent to the terminal's clipboard", "if nothing can be pasted"
            )
            screen = hands.app.screen
            assert isinstance(screen, ShareScreen)
            assert hands.app.clipboard == screen.shown
            (kept,) = (tmp_path / "data" / "lab").glob(f"*.{screen.form.ending}")
            assert kept.read_text() == screen.shown
            await hands.press("w", "enter")
            await hands.sees("Written to")
            (file,) = folder.iterdir()
            assert file.read_text() == screen.shown
            await hands.press("w", "enter")
            await hands.sees("exists already")
            await hands.press("escape")
            await hands.at(LabScreen)


async def test_a_file_that_cannot_be_written_is_no_crash_and_the_lab_is_found_as_it_was_left() -> None:
    async with in_the_lab() as hands:
        await hands.press("y")
        await hands.at(ShareScreen)
        await hands.press("w")
        for name in ("/no/such/folder/a.yaml", "", "a.txt", "aux.yaml", "x" * 300 + ".yaml"):
            hands.app.screen.query_one(Input).value = name
            await hands.press("enter")
            await hands.sees("cannot be written")
        await hands.press("escape")
        await hands.at(LabScreen)

        await hands.press("l", "l", "escape")
        await hands.at(HomeScreen)
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.sees("std ‹ 0.12 ›")
        await hands.press("u")
        await hands.until(lambda: lab(hands).comparison.pair == SMALL.pair)


async def test_the_lab_opens_from_every_screen_and_escape_goes_back_there() -> None:
    async with playing() as hands:
        await hands.at(HomeScreen)
        await enter(hands)
        await hands.press("escape")
        await hands.at(HomeScreen)
        await hands.open()
        await enter(hands)
        await hands.press("escape")
        await hands.at(PredictScreen)
        await hands.commit("small")
        await enter(hands)
        await hands.press("escape")
        await hands.at(ObserveScreen)


async def test_the_lab_opens_with_the_networks_of_the_option_that_is_looked_at() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small")
        await hands.press(*hands.number_of("small"))
        shown = hands.observe.experiments_shown()
        await enter(hands)
        assert [lab(hands).comparison.pair.a, lab(hands).comparison.pair.b] == list(shown.values())
        name, control = shown
        await hands.sees(f"From the question: A is {name}, B is its control {control}")
        await to(hands, "gain")
        await hands.press("l", "escape")
        await hands.at(ObserveScreen)
        await enter(hands)
        await hands.until(lambda: lab(hands).comparison.pair.a.gain > 1, "the lab as it was left")
        await hands.press("u", "u")
        await hands.until(lambda: lab(hands).comparison.pair == start().pair)


async def test_help_lists_the_keys_of_the_lab() -> None:
    async with in_the_lab(size=SIZES[0]) as hands:
        await hands.press("question_mark")
        await hands.at(HelpScreen)
        page = hands.read
        for _ in range(10):
            await hands.press("j", "j", "j")
            page += hands.read
        for words in (
            "copy A to B",
            "undo",
            "redo",
            "share: its code",
            "share as Python",
            "repair: batch",
            "repair: layer",
            "one training",
        ):
            assert words in page, words


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_ends_every_thread(key: str) -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        await hands.press("l")
        running = screen.query_one(LabRuns).run_
        assert running
        await hands.press(key)
        await hands.until(lambda: not hands.app.is_running or not isinstance(hands.app.screen, LabScreen), "the end")
        await hands.until(lambda: not [each for each in threading.enumerate() if "serve" in each.name], "no thread")
    assert running.pace.stopped


async def test_the_lab_opens_with_an_experiment_that_was_named() -> None:
    experiment = Experiment(depth=5, width=8, samples=16, steps=2)
    app = LabApp({"mine": experiment})
    async with running(app, (120, 40)) as pilot:
        hands = Hands(pilot, app)
        await hands.sees("A is mine")
        assert app.lab is not None
        assert app.lab.comparison.pair.a == experiment


async def test_a_question_that_is_left_while_its_networks_run_leaves_no_thread() -> None:
    slow = Pair(*(SMALL.pair.of(side).replace(depth=20, width=64, steps=5000, samples=256) for side in Side))
    async with in_the_lab(Comparison(slow)) as hands:
        await hands.press("y", "5")
        await hands.sees("Running the networks of A and of B")
        await hands.press("escape")
        await hands.at(LabScreen)
        threads = threading.active_count()
        await hands.until(lambda: not [each for each in hands.app.workers if each.group == "share"], "the end")
        assert threading.active_count() <= threads
