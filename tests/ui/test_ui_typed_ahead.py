"""Keys typed ahead of the screens that they are meant for arrive there, and skip nothing that is to be seen."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from quizapp.play.certainty import Certainty
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.bursts import burst, press_at_once
from tests.support.decks.playing import BROKEN, DECKS, LETTERS, PLAY, playing
from tests.support.lab_hands import in_the_lab, lab, to

pytestmark = pytest.mark.slow

FORMS = DECKS / "forms.yaml"


async def test_from_the_list_of_decks_into_the_run_in_one_go() -> None:
    async with playing() as hands:
        await hands.until(lambda: "not begun" in hands.read, "the deck")
        press_at_once(hands, "enter", "1", "2", "enter", "3", "enter", "j", "v")
        await hands.at(ObserveScreen)
        await hands.until(lambda: hands.app.one_by_one.is_idle)
        assert len(hands.attempt.picked) == 2
        assert hands.attempt.certainty is Certainty.HIGH
        assert hands.app.screen.query_one(ChoiceList).highlighted == 1


async def test_dialogs_of_the_lab_are_opened_filled_and_left_in_one_go() -> None:
    async with in_the_lab() as hands:
        await to(hands, "activation")
        now = lab(hands).comparison.experiment.activation
        await burst(hands, ["enter", "down", "down", "up", "enter"])
        assert lab(hands).comparison.experiment.activation != now
        await to(hands, "depth")
        await burst(hands, ["enter", "1", "7", "enter", "right"])
        assert lab(hands).comparison.experiment.depth == 18
        await burst(hands, ["enter", "q", "escape", "s", "j", "escape", "u"])
        assert lab(hands).comparison.experiment.depth == 17
        assert not isinstance(hands.app.screen, PickScreen | TypeScreen)


async def test_the_list_of_decks_takes_every_step() -> None:
    async with playing(PLAY, FORMS, LETTERS, BROKEN) as hands:
        await hands.until(lambda: hands.read.count("not begun") == 3, "the decks")
        await burst(hands, ["j", "down", "j", "k", "up", "j"])
        assert hands.app.screen.query_one(OptionList).highlighted == 2
        press_at_once(hands, "k", "k", "enter", "2", "enter", "3")
        await hands.at(PredictScreen)
        await hands.until(lambda: hands.app.one_by_one.is_idle)
        assert hands.session(PLAY).current.certainty is Certainty.HIGH


async def test_enter_typed_before_the_run_is_there_does_not_skip_it() -> None:
    async with playing() as hands:
        await hands.open()
        await burst(hands, ["1", "enter", "2", "enter", "enter", "enter", "enter"])
        assert isinstance(hands.app.screen, ObserveScreen)
        await hands.press("enter")
        await hands.at(ExplainScreen)


async def test_escape_then_enter_does_not_skip_the_run() -> None:
    async with playing() as hands:
        await hands.open()
        await burst(hands, ["n", "1", "enter", "2", "escape", "escape"])
        await hands.at(HomeScreen)
        press_at_once(hands, "enter", "n", "1", "enter", "3", "enter")
        await hands.at(ObserveScreen)
        assert hands.attempt.certainty is Certainty.HIGH


async def test_the_mouse_waits_for_its_turn_among_the_keys() -> None:
    async with playing() as hands:
        await hands.open()
        rows = list(hands.app.screen.query("ChoiceRow"))
        press_at_once(hands, "1", "2")
        await hands.click(rows[0], (3, 0))
        await burst(hands, ["3", "1"])
        assert hands.attempt.picked == {hands.attempt.options[place].id for place in (0, 1, 2)}
