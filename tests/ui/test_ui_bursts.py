"""Keys that come in at once are all taken, each as if there had been time: compared with plain models of the inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.events import Paste

from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import Entered, PickMany, Settings, Typed
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.inputs.knob_board import KnobBoard
from quizapp.ui.inputs.order_list import OrderList
from quizapp.ui.play.certainty_bar import CertaintyBar
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.bursts import FEW, FEWEST, burst, bursts, press_at_once, run
from tests.support.decks.playing import DECKS, Hands, playing
from tests.support.lab_hands import in_the_lab, knob_list, lab

pytestmark = pytest.mark.slow

FORMS, WORDS = DECKS / "forms.yaml", DECKS / "words.yaml"


@dataclass
class Picking:
    """What a question with options to pick does with keys, until it is committed."""

    options: int
    many: bool
    at: int = 0
    picked: set[int] = field(default_factory=set)
    sure: int | None = None
    on_certainty: bool = False

    def press(self, key: str) -> None:
        if self.on_certainty:
            self.press_on_certainty(key)
        elif key in ("j", "k"):
            self.at = (self.at + (1 if key == "j" else -1)) % self.options
        elif key == "space":
            self.pick()
        elif key.isdigit() or key in "abcdefg":
            place = int(key) - 1 if key.isdigit() else "abcdefg".index(key)
            if place < self.options:
                self.at = place
                self.pick()
        elif key in ("enter", "tab") and (key == "tab" or self.picked):
            self.on_certainty = True

    def pick(self) -> None:
        self.picked = self.picked ^ {self.at} if self.many else {self.at}

    def press_on_certainty(self, key: str) -> None:
        if key in "123":
            self.sure = int(key) - 1
        elif key == "right":
            self.sure = 0 if self.sure is None else min(self.sure + 1, 2)
        elif key == "left":
            self.sure = 2 if self.sure is None else max(self.sure - 1, 0)
        elif key in ("escape", "tab"):
            self.on_certainty = False


PICKING = ("1", "2", "3", "4", "j", "k", "space", "a", "b", "c", "tab", "left", "right")


@FEWEST
@given(bursts(*PICKING))
@example(
    [["1", "2", "3", "2", "1", "1"], ["space", "j", "space", "j", "space", "1", "tab", "1", "3", "left", "tab", "c"]],
)
def test_no_tick_is_lost_whatever_is_pressed_at_once(pressed: list[list[str]]) -> None:
    run(picks_as_the_model(pressed))


@FEWEST
@given(bursts(*PICKING))
def test_of_one_the_last_pick_counts(pressed: list[list[str]]) -> None:
    run(picks_as_the_model(pressed, question=1))


async def picks_as_the_model(pressed: Sequence[Sequence[str]], question: int = 0) -> None:
    async with playing() as hands:
        await hands.open()
        await burst(hands, ["n"] * question)
        options = hands.attempt.options
        model = Picking(len(options), isinstance(hands.attempt.form, PickMany))
        for at_once in pressed:
            for key in at_once:
                model.press(key)
            await burst(hands, at_once)
            assert_as(model, hands)


def assert_as(model: Picking, hands: Hands) -> None:
    """Whether the screen and what it stands for are as the model is."""
    options, screen = hands.attempt.options, hands.app.screen
    assert hands.attempt.picked == {options[place].id for place in model.picked}
    assert hands.attempt.certainty == (None if model.sure is None else list(Certainty)[model.sure])
    assert screen.query_one(CertaintyBar).has_focus == model.on_certainty
    assert screen.query_one(ChoiceList).highlighted == model.at
    marked = [row.option.id for row in screen.query("ChoiceRow") if "[x]" in _words(row) or "(•)" in _words(row)]  # type: ignore[attr-defined]
    assert set(marked) == hands.attempt.picked, "what is drawn"


def _words(row: Any) -> str:
    return str(row.query_one(".box").content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("many", [True, False])
async def test_an_answer_and_its_certainty_typed_at_once_are_committed_as_they_were_meant(
    size: tuple[int, int], many: bool
) -> None:
    async with playing(size=size) as hands:
        await hands.open()
        if not many:
            await burst(hands, ["n"])
        first = hands.attempt.options[0].id
        press_at_once(hands, "1", "enter", "2", "enter")
        await hands.at(ObserveScreen)
        assert hands.attempt.picked == {first}
        assert hands.attempt.certainty is Certainty.MIDDLE


@FEWEST
@given(bursts("j", "k", "1", "2", "3", "4", "space", "J", "K", "down", "up", "shift+down"))
def test_no_step_of_an_item_is_lost(pressed: list[list[str]]) -> None:
    run(puts_in_order(pressed))


async def puts_in_order(pressed: Sequence[Sequence[str]]) -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await burst(hands, ["right_square_bracket"])
        order, at, carried = [option.id for option in hands.attempt.options], 0, False
        for at_once in pressed:
            for key in at_once:
                by = 1 if key in ("j", "J", "down", "shift+down") else -1
                if key == "space":
                    carried = not carried
                    continue
                to_place = key in "1234" or key in ("J", "K", "shift+down") or carried
                if not to_place:
                    at = (at + by) % len(order)
                    continue
                place = int(key) - 1 if key in "1234" else min(max(at + by, 0), len(order) - 1)
                if place < len(order):
                    order.insert(place, order.pop(at))
                    at = place
            await burst(hands, at_once)
            listed = hands.app.screen.query_one(OrderList)
            assert [option.id for option in hands.attempt.options] == order
            assert (listed.highlighted, listed.carried) == (at, carried)


@FEWEST
@given(bursts("left", "right", "pageup", "pagedown", "backspace", "0.3", "1", "0.07"))
def test_no_turn_of_a_knob_is_lost(pressed: list[list[str]]) -> None:
    run(turns(pressed))


async def turns(pressed: Sequence[Sequence[str]]) -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await burst(hands, ["right_square_bracket", "n"])
        knob = hands.app.screen.query_one(KnobBoard).knob
        value = knob.start
        for at_once in pressed:
            typed = list[str]()
            for key in at_once:
                match key:
                    case "backspace":
                        value = knob.start
                    case "left" | "right" | "pageup" | "pagedown":
                        value = knob.stepped(value, key in ("right", "pageup"), key.startswith("page"))
                    case _:
                        value = float(key)
                typed += [*key] if key[0].isdigit() else [key]
                if key[0].isdigit():  # enter goes on to how sure one is, and escape leads back
                    await burst(hands, [*typed, "enter"])
                    await burst(hands, ["escape"])
                    typed = []
            await burst(hands, typed)
            assert isinstance(hands.attempt.answer, Settings)
            assert hands.attempt.answer.values["std"] == value


@FEW
@given(st.sampled_from(["sqrt(2/512)", "1/16", "0.0625", "6.25e-2", "2*3", "1/4"]), st.sampled_from("123"))
def test_a_number_and_its_certainty_typed_at_once(number: str, sure: str) -> None:
    async def test() -> None:
        async with playing(FORMS) as hands:
            await hands.open()
            press_at_once(hands, *number, "enter", sure, "enter")
            await hands.at(ObserveScreen)
            assert isinstance(hands.attempt.prediction, Entered)
            assert hands.attempt.prediction.text == number
            assert hands.attempt.certainty is list(Certainty)[int(sure) - 1]

    run(test())


@FEW
@given(st.text(alphabet="qhLtnpojkvTm?[] .123", min_size=1, max_size=30).filter(str.strip), st.sampled_from("123"))
def test_words_and_their_certainty_typed_at_once(words: str, sure: str) -> None:
    async def test() -> None:
        async with playing(WORDS) as hands:
            await hands.open()
            await burst(hands, [*words, "enter", sure])
            await hands.until(lambda: hands.app.one_by_one.is_idle)
            assert isinstance(hands.app.screen, PredictScreen)
            assert hands.attempt.answer == Typed(words.strip())
            assert hands.attempt.certainty is list(Certainty)[int(sure) - 1]

    run(test())


async def test_what_is_pasted_comes_before_the_keys_after_it() -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        hands.app.post_message(Paste("1/"))
        press_at_once(hands, "4", "enter", "2", "enter")
        await hands.at(ObserveScreen)
        assert hands.attempt.prediction == Entered("1/4", 0.25)


@pytest.mark.parametrize("letters", ["rt(2/512)", "q", "qq", "hLtnpTmvcr"])
async def test_letters_typed_after_enter_are_no_commands(letters: str) -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await burst(hands, ["2", "enter", *letters])
        await hands.until(lambda: hands.app.one_by_one.is_idle)
        assert hands.app.is_running
        assert isinstance(hands.app.screen, PredictScreen)
        assert hands.session(FORMS).position == 0
        assert hands.attempt.hints_shown == 0
        assert isinstance(hands.attempt.answer, Entered)


@FEWEST
@given(bursts("right", "left", "l", "tab", "u", "U", "pageup", "j", "k", "=", "1"))
def test_no_turn_in_the_lab_is_lost(pressed: list[list[str]]) -> None:
    async def test() -> None:
        async with in_the_lab() as slowly, in_the_lab() as at_once:
            for keys_at_once in pressed:
                for name in keys_at_once:
                    await burst(slowly, [name])
                await burst(at_once, keys_at_once)
                assert lab(at_once).comparison == lab(slowly).comparison
                assert knob_list(at_once).knob.path == knob_list(slowly).knob.path

    run(test())
