"""Whole decks are played, by keyboard and by mouse, at every size from 80x24 to 200x60."""

import pytest

from quizapp.ui.play.certainty_bar import Level
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from tests.support.decks.playing import SIZES, Hands, playing

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [SIZES[0], SIZES[1], SIZES[3]])
async def test_a_deck_is_played_by_keyboard(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        await hands.open()
        await hands.sees("Which starts are poor?", "Several may be right", "[ ] Equal weights", "1 of 3")
        await hands.commit("small", "glorot", certainty=3)
        await hands.sees("✓ right", "✗ wrong", "✗ you missed")
        await _watch(hands, "glorot", "It was so in none of the")
        await _explained(
            hands, "Credit 0%", "Weights may be too small", "Count the units.", "https://example.org/paper"
        )

        await hands.press("n")
        await hands.sees("Which start is best?", "Pick one", "( ) Glorot weights", "2 of 3")
        await hands.commit("best", certainty=1)
        await _watch(hands, "best", "So it was in all")
        await _explained(hands, "Right.", "The error has to arrive.")

        await hands.press("n")
        await hands.sees("Equal weights stay equal.", "( ) False", "3 of 3")
        await hands.commit("false")
        await _watch(hands, "false", "So it was in all")
        await _explained(hands, "Not right.", "Look at the units.", "Equal weights get equal gradients.")

        await hands.press("n")
        await _summed_up(hands)
        await hands.press("enter")
        await hands.at(HomeScreen)
        await hands.sees("3 of 3 answered so far")


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]])
async def test_a_deck_is_played_by_mouse(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        await hands.sees("not begun")
        await hands.click("#decks", (5, 1))
        await hands.at(PredictScreen)
        await _commit_by_mouse(hands, "small", "glorot")
        await hands.sees("✓ right", "✗ wrong", "✗ you missed")
        for option in ("equal", "glorot"):
            await hands.click(hands.row_of(option))
            await hands.until(lambda: hands.observe.observations, "a run")
        await hands.sees("It was so in none of the")
        await _click_key(hands, "explain")
        await hands.at(ExplainScreen)
        await _leave_by_mouse(hands)
        await hands.at(PredictScreen)
        await _commit_by_mouse(hands, "best")
        await _click_key(hands, "explain")
        await hands.at(ExplainScreen)
        await _leave_by_mouse(hands)
        await hands.at(PredictScreen)
        await _commit_by_mouse(hands, "false")
        await _click_key(hands, "explain")
        await hands.at(ExplainScreen)
        await _leave_by_mouse(hands)
        await _summed_up(hands)
        await _click_key(hands, "home")
        await hands.at(HomeScreen)
        await hands.sees("3 of 3 answered so far")


async def _watch(hands: Hands, option: str, outcome: str) -> None:
    if not hands.row_of(option).has_class("-highlighted"):
        await hands.press(*hands.number_of(option))
    await hands.sees(outcome)
    await hands.until(lambda: hands.observe.step > 0, "a training step")
    assert hands.row_of(option).has_class("-highlighted")


async def _explained(hands: Hands, *words: str) -> None:
    await hands.press("enter")
    await hands.at(ExplainScreen)
    page = hands.app.screen.query_one("#page")
    unseen = list(words)
    await hands.until(lambda: "measuring ..." not in hands.read, "the measured numbers")
    while True:
        unseen = [word for word in unseen if word not in hands.read]
        if not unseen or page.scroll_y >= page.max_scroll_y:
            break
        await hands.press("j", "j", "j")
    assert not unseen, hands.seen


async def _summed_up(hands: Hands) -> None:
    await hands.at(SummaryScreen)
    await hands.sees(
        "1 of 3 answered this time were right in full", "Which starts are poor?", "Equal weights stay equal."
    )
    await hands.sees("You were right in 1 of")
    again, well = hands.read.split("What went well:")
    assert "Which start is best?" not in again
    assert "Which start is best?" in well


async def _commit_by_mouse(hands: Hands, *options: str) -> None:
    for option in options:
        await hands.click(hands.row_of(option))
    await hands.until(lambda: hands.attempt.picked == set(options), "the picked options")
    await hands.click(list(hands.app.screen.query(Level))[1])
    await hands.click("#commit")
    await hands.at(ObserveScreen)


async def _leave_by_mouse(hands: Hands) -> None:
    """Page by page, and on at the end."""
    page = hands.app.screen.query_one("#page")
    while page.scroll_y < page.max_scroll_y - 1:
        await _click_key(hands, "read on")
    await _click_key(hands, "next")


async def _click_key(hands: Hands, name: str) -> None:
    key = next(key for key in hands.app.screen.query("FooterKey") if getattr(key, "description", "") == name)
    await hands.click(key)


async def test_a_question_can_be_left_and_gone_on_with_and_quitting_with_answers_asks_once_more() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small")
        await hands.press("escape")
        await hands.at(HomeScreen)
        await hands.sees("1 of 3 answered so far")
        await hands.press("enter")
        await hands.at(PredictScreen)
        await hands.sees("Which start is best?")
        await hands.press("q")
        await hands.sees("Press q again to quit")
        await hands.press("q")
        await hands.until(lambda: not hands.app.is_running, "the end")
        assert hands.app.return_code == 0


async def test_hints_come_one_by_one_and_the_key_ends_with_them_and_letters_spaces_and_arrows_pick_too() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.press("h")
        await hands.sees("Hint 1 of 2: One of them is fine.")
        assert "Think of the size." not in hands.read
        await hands.press("h", "h")
        await hands.sees("Hint 2 of 2: Think of the size.")

        ids = [option.id for option in hands.attempt.options]
        await hands.press("b")
        assert hands.attempt.picked == {ids[1]}
        await hands.press("down", "space", "k", "space")
        assert hands.attempt.picked == {ids[2]}
        await hands.press("enter", "right", "right", "left", "enter")
        await hands.at(ObserveScreen)
        assert hands.attempt.certainty is not None
        assert hands.attempt.certainty.value == "<67%"


async def test_enter_says_what_is_missing_and_typed_at_once_after_an_answer_or_a_certainty_comes_after_it() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.press("n")
        await hands.sees("Which start is best?")
        await hands.press("enter")
        await hands.sees("Please pick an answer first.")
        await hands.press("1", "enter")
        await hands.sees("say with 1, 2 or 3 how sure you are")
        await hands.press("enter")
        assert isinstance(hands.app.screen, PredictScreen)
        await hands.press("1", "enter")
        await hands.at(ObserveScreen)

        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.press("enter")
        await hands.at(PredictScreen)
        hands.app.clear_notifications()
        await hands.until(lambda: "how sure you are" not in hands.read, "nothing said yet")
        await hands.press_at_once("1", "enter")
        await hands.sees("say with 1, 2 or 3 how sure you are")
        await hands.press_at_once("2", "enter")
        await hands.at(ObserveScreen)


async def test_again_asks_only_what_was_not_right() -> None:
    async with playing() as hands:
        await hands.open()
        for answer in (["small", "equal"], ["worst"], ["true"]):
            await hands.commit(*answer)
            await hands.press("enter")
            await hands.at(ExplainScreen)
            await hands.press("n")
            await hands.until(lambda: not isinstance(hands.app.screen, ExplainScreen | ObserveScreen), "the next")
        await hands.at(SummaryScreen)
        await hands.sees("2 of 3 answered this time were right in full")
        await hands.press("r")
        await hands.at(PredictScreen)
        await hands.sees("Which start is best?", "1 of 1")
        await hands.commit("best")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.press("n")
        await hands.at(SummaryScreen)
        await hands.sees("Nothing to look at again.")


async def test_a_key_or_a_click_on_what_to_look_at_again_opens_its_explanation() -> None:
    async with playing(size=SIZES[0]) as hands:
        await hands.open()
        for answer, certainty in (["glorot"], 2), (["best"], 1), (["false"], 3):
            await hands.commit(*answer, certainty=certainty)
            await hands.until(lambda: hands.attempt.settled, "the marks")
            await hands.press("enter", "n")
        await hands.at(SummaryScreen)
        await hands.sees("1 ✗ >80% sure · Equal weights stay equal.", "2 ✗ 67-80% sure · Which starts are poor?")
        await hands.press("3")
        await hands.at(SummaryScreen)
        await hands.press("2")
        await hands.at(ExplainScreen)
        assert hands.attempt.question.id == "several"
        await hands.press("n", "n", "n")
        await hands.at(SummaryScreen)
        await hands.click("#again", (6, 1))
        await hands.at(ExplainScreen)
        assert hands.attempt.question.prompt == "Equal weights stay equal."
