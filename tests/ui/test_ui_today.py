"""Home says what there is to do next, and one key begins it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.record.record import open_record
from quizapp.review.today import today
from quizapp.ui.app import QuizApp
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.decks.playing import PLAY, Hands, playing


async def answer_one(hands: Hands) -> None:
    """Answer the first question with certainty, and have it judged."""
    await hands.open()
    await hands.commit("small", certainty=3)
    await hands.until(lambda: hands.attempt.settled, "a mark that stands")
    await hands.press("escape")
    await hands.at(HomeScreen)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is started in a year."""

    def in_a_year(app: QuizApp, decks: object) -> object:
        from datetime import datetime

        attempts = open_record("ann").attempts()
        return today(decks, attempts, datetime.now().astimezone() + timedelta(days=366))  # type: ignore[arg-type]

    monkeypatch.setattr(QuizApp, "today", in_a_year)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_first_start_explains_itself_and_says_nothing_of_what_is_due(size: tuple[int, int]) -> None:
    async with playing(size=size, profile="ann") as hands:
        await hands.sees("not begun", "Every answer is kept as you commit it")
        assert "Today" not in hands.read


@pytest.mark.slow
async def test_what_was_answered_shows_at_home_the_next_day_and_new_questions_are_a_key_away() -> None:
    async with playing(profile="ann") as hands:
        await answer_one(hands)
        await hands.sees("Today: nothing is due; the next is in 10 minutes · 1 certain and wrong · 2 new in play")
    async with playing(profile="ann") as hands:
        await hands.sees("1 of 3 answered", "Today: nothing is due; the next is in 10 minutes")


@pytest.mark.slow
async def test_one_key_practises_what_is_due_and_a_deck_that_was_left_is_still_where_it_was(later: None) -> None:
    async with playing(seed=1, profile="ann") as hands:
        await answer_one(hands)
        left = hands.session(PLAY).id
    async with playing(seed=2, profile="ann") as hands:
        await hands.sees("Today: 1 due today · 1 certain and wrong", "enter practises what is due", "1 due")
        await hands.press("enter")
        await hands.at(PredictScreen)
        assert hands.attempt.question.id == "several"
        await hands.commit("small", "equal", certainty=3)
        await hands.until(lambda: hands.attempt.settled, "a mark that stands")
        kept = [each for each in open_record("ann").attempts() if each.kind == "review"]
        assert [each.question for each in kept] == ["several"]
        await hands.press("escape")
        await hands.at(HomeScreen)
        await hands.press("down", "enter")
        await hands.until(lambda: hands.session(PLAY).id == left, "the deck where it was left")
