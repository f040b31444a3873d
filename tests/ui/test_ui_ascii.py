"""Where a terminal has no letters but those of ASCII, no screen draws any other."""

from __future__ import annotations

import pytest

from quizapp.review.exams import Wanted
from quizapp.review.pictures import PICTURES
from quizapp.text.in_ascii import LAST
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.answered import AnsweredScreen
from quizapp.ui.play.exam_summary import ExamSummaryScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from quizapp.ui.shared.messages import DeckFinished
from tests.support.decks.playing import PLAY, Hands, playing
from tests.ui.test_ui_results import answer, open_results

pytestmark = pytest.mark.slow


def in_ascii(hands: Hands) -> None:
    others = sorted({letter for letter in hands.seen if ord(letter) > LAST})
    assert not others, f"{type(hands.app.screen).__name__}: {others}\n{hands.seen}"


async def over(hands: Hands, key: str) -> None:
    """Look at what a key opens, and close it."""
    below = hands.app.screen
    await hands.press(key)
    await hands.until(lambda: hands.app.screen is not below, f"what {key} opens")
    await hands.settled()
    in_ascii(hands)
    await hands.press("escape")
    await hands.until(lambda: hands.app.screen is below, "what was there before")


async def test_no_cell_of_any_screen_has_a_letter_beyond_ascii() -> None:
    async with playing(PLAY, size=(100, 30), ascii_only=True) as hands:
        await hands.sees("not begun")
        in_ascii(hands)
        await hands.open()
        for key in ("question_mark", "g", "ctrl+p"):
            await over(hands, key)
        await hands.press("h")
        in_ascii(hands)
        await hands.press("1", "enter", "2", "enter")
        await hands.at(ObserveScreen)
        await hands.until(lambda: hands.observe.observations, "networks")
        for _ in range(11):
            await hands.press("v")
            in_ascii(hands)
        await over(hands, "question_mark")
        await over(hands, "i")
        await hands.press("space", "L")
        await hands.at(LabScreen)
        await hands.sees("step")
        in_ascii(hands)
        await over(hands, "question_mark")
        await hands.press("L")
        await hands.at(ObserveScreen)
        await hands.until(lambda: hands.attempt.marked, "marks")
        in_ascii(hands)
        await hands.press("enter")
        await hands.at(ExplainScreen)
        in_ascii(hands)
        assert isinstance(hands.app.screen, ExplainScreen)
        hands.app.screen.post_message(DeckFinished(hands.app.screen.session))
        await hands.at(SummaryScreen)
        in_ascii(hands)
        await hands.press("q")
        await hands.sees("again to quit")
        in_ascii(hands)


async def test_no_cell_of_an_exam_has_a_letter_beyond_ascii() -> None:
    async with playing(PLAY, size=(100, 30), ascii_only=True, exam=Wanted(minutes=20)) as hands:
        await hands.sees("Enter begins")
        in_ascii(hands)
        await hands.agree()
        await hands.at(PredictScreen)
        in_ascii(hands)
        await hands.press("1", "enter", "2", "enter", "p")
        await hands.at(AnsweredScreen)
        in_ascii(hands)
        await hands.press("F")
        await hands.sees("Finish the exam?")
        in_ascii(hands)
        await hands.agree()
        await hands.at(ExamSummaryScreen)
        in_ascii(hands)


async def test_words_are_spelled_and_keys_are_named() -> None:
    async with playing(PLAY, ascii_only=True) as hands:
        await hands.open()
        await hands.press("1", "enter", "2", "enter")
        await hands.at(ObserveScreen)
        await hands.sees("0.01^2", "enter explain", "v - OBSERVE")


async def test_no_cell_of_the_results_has_a_letter_beyond_ascii() -> None:
    answer(PLAY)
    async with playing(PLAY, size=(120, 40), ascii_only=True, profile="ann") as hands:
        await open_results(hands)
        in_ascii(hands)
        await over(hands, "question_mark")
        for _ in PICTURES:
            await hands.press("v")
            in_ascii(hands)
