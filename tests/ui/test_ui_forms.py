"""Numbers to type, items to put in order and knobs to turn, at the keyboard and with the mouse."""

from __future__ import annotations

import pytest
from textual.events import MouseDown, MouseMove, MouseUp, Paste

from quizapp.questions.answer_forms import Entered, Settings
from quizapp.ui.inputs.knob_board import KnobRow
from quizapp.ui.inputs.number_input import Digits, entered, understood
from quizapp.ui.inputs.order_list import OrderRow
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.decks.playing import DECKS, SIZES, Hands, playing

pytestmark = pytest.mark.slow

FORMS = DECKS / "forms.yaml"


async def at_question(hands: Hands, number: int) -> None:
    await hands.open()
    await hands.press(*["right_square_bracket"] * (number - 1))
    await hands.sees(f"{number} of 3")


async def enter(hands: Hands, text: str) -> None:
    hands.app.screen.query_one(Digits).post_message(Paste(text))
    await hands.sees(text)


async def commit(hands: Hands) -> None:
    await hands.press("enter")
    await hands.sees("Now say with 1, 2 or 3")
    await hands.press("3", "enter")
    await hands.at(ObserveScreen)


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
async def test_a_number_is_typed_understood_marked_and_explained(size: tuple[int, int]) -> None:
    async with playing(FORMS, size=size) as hands:
        await at_question(hands, 1)
        await hands.sees("Type a number.")
        await enter(hands, "1/4")
        await hands.sees("= 0.25")
        await commit(hands)
        await hands.sees("You said 1/4; the answer is", "wrong")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("That is the variance.", "Not right.")


async def test_what_is_no_number_cannot_be_committed_f2_gives_a_hint_and_what_was_typed_stays() -> None:
    async with playing(FORMS) as hands:
        await at_question(hands, 1)
        await enter(hands, "half")
        await hands.sees("This is not a number yet")
        await hands.press("enter")
        await hands.sees("Please type a number first.")
        assert isinstance(hands.app.screen, PredictScreen)
        await hands.press("h")
        await hands.sees("halfh")
        assert hands.attempt.hints_shown == 0
        await hands.press("backspace", "f2")
        await hands.sees("Hint 1 of 1: Variance is two over the fan-in.")

        hands.app.screen.query_one(Digits).value = ""
        await enter(hands, "sqrt(2/8)")
        await hands.press("right_square_bracket")
        await hands.sees("2 of 3")
        await hands.press("left_square_bracket")
        await hands.sees("1 of 3", "sqrt(2/8)", "= 0.5")
        assert hands.attempt.answer == Entered("sqrt(2/8)", 0.5)


async def test_the_lab_opens_on_the_networks_that_a_question_has_for_itself() -> None:
    async with playing(FORMS) as hands:
        await at_question(hands, 1)
        await enter(hands, "0.5")
        await commit(hands)
        await hands.press("L")
        await hands.sees("From the question: A is wide")
        await hands.press("escape")
        await hands.at(ObserveScreen)


@pytest.mark.parametrize(
    ("typed", "value"), [("0.0625", 0.0625), ("0,0625", 0.0625), ("6.25e-2", 0.0625), ("1/16", 0.0625), ("-2^3", -8)]
)
def test_numbers_are_understood_as_people_write_them(typed: str, value: float) -> None:
    number = entered(typed)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize("typed", ["", "   ", "1/0", "two", "9**9**9", "__import__('os')", "loss", "1 2"])
def test_what_is_no_number_is_answered_with_examples(typed: str) -> None:
    assert entered(typed) is None
    assert "such as 0.0625" in understood(typed)


def rows(hands: Hands) -> list[OrderRow]:
    return list(hands.app.screen.query(OrderRow))


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
async def test_items_are_carried_by_keyboard_and_each_is_marked_with_what_was_measured(size: tuple[int, int]) -> None:
    async with playing(FORMS, size=size) as hands:
        await at_question(hands, 2)
        await hands.sees("Put them in order by the signal that arrives, the smallest first.")
        for place, wanted in enumerate(["nothing", "little", "he"]):
            at = [option.id for option in hands.attempt.options].index(wanted)
            while place < at:
                await carry_up(hands, wanted)
                at -= 1
        assert hands.attempt.answer == ("nothing", "little", "he")
        await commit(hands)
        await hands.sees("All zero (0)", "right")
        await hands.until(lambda: hands.attempt.marked, "the marks")
        assert hands.attempt.right
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("the smallest first: All zero (0) < Small weights", "Each layer takes a part away.")


async def carry_up(hands: Hands, wanted: str) -> None:
    ids = [option.id for option in hands.attempt.options]
    listed = hands.app.screen.query_one("#answer")
    while ids[listed.highlighted] != wanted:  # type: ignore[attr-defined]
        await hands.press("j")
    await hands.press("space", "k", "space")


async def test_an_item_goes_to_the_place_whose_number_is_pressed_or_to_which_it_is_dragged() -> None:
    async with playing(FORMS) as hands:
        await at_question(hands, 2)
        before = [option.id for option in hands.attempt.options]
        await hands.press("3")
        assert [option.id for option in hands.attempt.options] == [before[1], before[2], before[0]]
        first, last = rows(hands)[0].region, rows(hands)[2].region
        for kind, region in ((MouseDown, first), (MouseMove, last), (MouseUp, last)):
            x, y = region.x + 2, region.y
            hands.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
            await hands.settled()
        await hands.until(
            lambda: [option.id for option in hands.attempt.options] == [before[2], before[0], before[1]], "the order"
        )


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
async def test_knobs_are_predicted_then_turned_until_the_goal_holds_then_handed_in(size: tuple[int, int]) -> None:
    async with playing(FORMS, size=size) as hands:
        await at_question(hands, 3)
        await hands.sees("Predict: where must it stand?", "std = 0.05")
        await hands.press("right")
        await hands.sees("std = 0.06")
        await commit(hands)
        await hands.sees("You predicted std = 0.06.", "It was so in none of the 4 networks")
        await hands.pilot.press("0", ".", "4", "enter")
        await hands.sees("std = 0.4", "So it was in all 4 networks")
        assert not hands.attempt.marked
        await hands.press("enter")
        await _judged_on_others(hands)
        await hands.sees("std = 0.4: the goal holds in 20 of 20", "✓ right", "So it was in all 4 networks")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Right.", "networks that you", "misses it", "There is a window.")
        assert (hands.attempt.credit, hands.attempt.foreseen) == (1.0, False)


async def test_a_knob_is_turned_by_clicking_its_slider_and_a_number_beyond_it_is_refused_with_its_ends() -> None:
    async with playing(FORMS) as hands:
        await at_question(hands, 3)
        row = hands.app.screen.query_one(KnobRow)
        await hands.click(row, (row.size.width - 4, 1))
        await hands.until(lambda: _std(hands) > 1, "a knob turned far")
        await hands.press("backspace")
        assert _std(hands) == 0.05
        await hands.pilot.press("7", "enter")
        await hands.sees("std is a number from 0.01 to 2.")
        assert _std(hands) == 0.05


def _std(hands: Hands) -> float:
    assert isinstance(hands.attempt.answer, Settings)
    return hands.attempt.answer.values["std"]


async def test_leaving_before_handing_in_loses_nothing_and_a_setting_that_misses_the_goal_is_told_so() -> None:
    async with playing(FORMS) as hands:
        await at_question(hands, 3)
        await commit(hands)
        await hands.press("escape")
        await hands.at(HomeScreen)
        assert hands.session(FORMS).answered == 0
        await hands.press("enter")
        await hands.at(ObserveScreen)
        await hands.sees("3 of 3", "You predicted std = 0.05.", "It was so in none")
        await hands.press("enter")
        await hands.sees("again to hand it")
        await hands.press("enter")
        await _judged_on_others(hands)
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Not right.", "It was so in none of the 4 networks", "Further.")


async def _judged_on_others(hands: Hands) -> None:
    """Wait until the networks that a setting is judged on are on the screen, with its goal."""
    await hands.until(lambda: hands.attempt.final and hands.observe.observations, "the networks it is judged on")
    (shown,) = hands.observe.observations.values()
    assert shown.experiment.seed == hands.session(FORMS).experiments["small"].seeds
    await hands.sees("not seen before · small", "goal")
    await hands.until(lambda: hands.attempt.marked, "marks")


async def test_a_setting_that_misses_its_goal_is_handed_in_by_a_second_enter_alone() -> None:
    async with playing(FORMS, size=(120, 40)) as hands:
        await at_question(hands, 3)
        await commit(hands)
        await hands.sees("It was so in none of the 4 networks")
        await hands.press_at_once("enter", "enter")
        await hands.sees("The goal does not hold", "it is so in none of the 4", "again to hand it")
        assert not hands.attempt.final
        await hands.press("right", "enter")
        await hands.until(lambda: not hands.attempt.final, "a setting of which nothing was said yet")
        await hands.press("enter")
        await _judged_on_others(hands)
        await hands.sees("the goal holds in 0 of 20", "✗ wrong")
