"""An exam on the screen: nothing is told while it is on, its clock is in sight, and then one goes through all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.strip import Strip

from quizapp.record.record import open_record
from quizapp.review.exams import Wanted
from quizapp.ui.app import QuizApp
from quizapp.ui.play.answered import AnsweredScreen
from quizapp.ui.play.ask_dialog import AskDialog
from quizapp.ui.play.exam_summary import ExamSummaryScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.decks.playing import PLAY, Hands
from tests.support.decks.secrets import at_rest, with_other_answers
from tests.support.running import running

pytestmark = pytest.mark.slow
ANSWERS = {"several": ("small", "glorot"), "one": ("best",), "statement": ("true",)}


class Clock:
    """A clock that goes on only when it is told to."""

    at = 1000.0

    def __call__(self) -> float:
        return self.at


@asynccontextmanager
async def sitting(
    wanted: Wanted, clock: Clock, size: tuple[int, int] = (120, 40), deck: Path = PLAY, profile: str | None = "ann"
) -> AsyncIterator[Hands]:
    app = QuizApp([deck], seed=1, straight_into=True, profile=profile, exam=wanted)
    app.services = replace(app.services, running=clock)
    async with running(app, size) as pilot:
        yield Hands(pilot, app)


async def begin(hands: Hands) -> None:
    await hands.at(AskDialog)
    await hands.sees("Enter begins")
    await hands.agree()
    await hands.at(PredictScreen)


def pass_time(hands: Hands, clock: Clock, seconds: float) -> None:
    """Let so much time pass, and the app look at its clock."""
    clock.at += seconds
    hands.app.exam_door.look_at_clock()


async def answer(hands: Hands, certainty: int = 2) -> None:
    """Answer the question in front, and wait until it is not."""
    before = hands.app.screen
    picks = hands.number_of(hands.attempt.options[0].id)
    await hands.press(*picks, "enter", str(certainty), "enter")
    await hands.until(lambda: hands.app.screen is not before, "another screen")


async def at_question(hands: Hands, position: int) -> None:
    """Wait until this question is watched or explained."""

    def is_there() -> bool:
        screen = hands.app.screen
        return isinstance(screen, ObserveScreen | ExplainScreen) and screen.session.position == position

    await hands.until(is_there, f"question {position + 1}")


SECRETS = ("✓ right", "✗ wrong", "rightly left", "you missed", "OBSERVE", "EXPLAIN", "Not right", "claim", "holds in")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_is_told_before_the_end_and_then_one_goes_through_all_of_it(size: tuple[int, int]) -> None:
    clock = Clock()
    async with sitting(Wanted(minutes=20), clock, size) as hands:
        await hands.sees("Exam: 3 questions", "20 minutes", "no hints")
        await begin(hands)
        await hands.sees("exam · 1 of 3", "20:00 left")
        await hands.press("h")
        assert hands.attempt.hints_shown == 0
        for _ in range(3):
            await answer(hands)
            assert not any(secret in hands.read for secret in SECRETS), hands.seen
            assert dict(getattr(hands.app.screen, "experiments_shown", dict)()) == {}
        await hands.at(AnsweredScreen)
        await hands.sees("Committed", "All questions are answered. Enter finishes the exam.")
        assert len(open_record("ann").attempts()) == 3
        assert all(each.right is None for each in open_record("ann").attempts())
        await hands.press("enter")
        await hands.sees("Finish the exam?", "All questions are answered.")
        await hands.agree()
        await hands.at(ExamSummaryScreen)
        await hands.until(lambda: open_record("ann").unfinished() == (), "an end")
        assert {each.judged for each in open_record("ann").attempts()} == {1}
        await hands.press("enter")
        for number in range(3):
            await at_question(hands, number)
            if isinstance(hands.app.screen, ObserveScreen):
                await hands.press("enter")
            await hands.at(ExplainScreen)
            await hands.press("end", "enter")
        await hands.at(ExamSummaryScreen)
        await hands.press("2")
        await at_question(hands, 1)
        assert not isinstance(hands.app.screen, PredictScreen)


async def pictures(deck: Path) -> list[list[Strip]]:
    """Every screen of an exam until it is finished, with its colours, and the help and all in full over each."""
    seen = []
    async with sitting(Wanted(minutes=20), Clock(), deck=deck, profile=None) as hands:
        await begin(hands)
        for _ in range(3):
            for keys in ([], ["h"], ["question_mark"], ["escape"]):
                await hands.press(*keys)
                seen.append(await at_rest(hands))
            await answer(hands)
            seen.append(await at_rest(hands))
        for keys in (["i"], ["o"], ["p"], ["p"], ["F"], ["escape"]):
            await hands.press(*keys)
            seen.append(await at_rest(hands))
    return seen


async def test_while_an_exam_is_on_a_deck_with_other_answers_looks_the_same(tmp_path: Path) -> None:
    assert await pictures(PLAY) == await pictures(with_other_answers(tmp_path))


async def test_when_the_time_is_over_the_rest_is_unanswered_and_explained() -> None:
    clock = Clock()
    async with sitting(Wanted(minutes=20), clock) as hands:
        await begin(hands)
        await answer(hands)
        pass_time(hands, clock, 15 * 60 + 1)
        await hands.sees("5 minutes left.", "4:59 left")
        pass_time(hands, clock, 4 * 60)
        await hands.sees("1 minute left.", "0:59 left")
        await hands.press("1")
        pass_time(hands, clock, 60)
        await hands.at(ExamSummaryScreen)
        await hands.sees("Time is over.", "of 3 questions right in full. 2 not answered.", "- not answered")
        await hands.press("2")
        await at_question(hands, 1)
        if isinstance(hands.app.screen, ObserveScreen):
            await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Not answered. It counts as unanswered", "The answer:")
    assert len(open_record("ann").attempts()) == 1


async def test_what_comes_while_a_screen_is_only_being_put_together_does_no_harm() -> None:
    async with sitting(Wanted(minutes=20), Clock()) as hands:
        await begin(hands)
        unfinished = AnsweredScreen(hands.session(PLAY), hands.app.services)
        hands.app.exam_door._show_time(unfinished)
        ended = hands.session(PLAY).ended()
        ExamSummaryScreen(ended, hands.app.services, lambda session: (session, "")).work_done("anything")


async def test_leaving_does_not_stop_the_clock_and_committed_answers_stand() -> None:
    clock = Clock()
    async with sitting(Wanted(minutes=20), clock) as hands:
        await begin(hands)
        await answer(hands)
        await hands.press("escape", "escape")
        await hands.at(HomeScreen)
        pass_time(hands, clock, 600)
        await hands.press("enter")
        await hands.at(PredictScreen)
        await hands.sees("10:00 left")
        await hands.press("p")
        await hands.at(AnsweredScreen)
        await hands.press("1", "2", "space", "enter")
        await hands.at(PredictScreen)
        assert hands.session(PLAY).answered == 1
        await hands.press("escape", "escape")
        await hands.at(HomeScreen)
        pass_time(hands, clock, 601)
        await hands.sees("Time is over.")
        await hands.press("enter")
        await hands.at(ExamSummaryScreen)


async def test_after_a_crash_the_exam_goes_on_and_is_over_if_its_time_is() -> None:
    clock = Clock()
    async with sitting(Wanted(minutes=20), clock) as hands:
        await begin(hands)
        await answer(hands)
    async with sitting(Wanted(minutes=20), clock) as hands:
        await hands.at(PredictScreen)
        await hands.sees("The exam goes on where you left it", "2 of 3", " left")
        await hands.press("f4")
        await hands.sees("2 of 3 questions are not answered yet: 2 and 3.", "counts as unanswered")
        await hands.press("escape")
        await hands.at(PredictScreen)
        assert hands.session(PLAY).in_exam
        await hands.press("F")
        await hands.sees("Finish the exam?")
        await hands.agree()
        await hands.at(ExamSummaryScreen)


async def test_a_post_test_ends_with_the_gain() -> None:
    for wanted, level in ((Wanted("pre"), 1), (Wanted("post"), 3)):
        async with sitting(wanted, Clock()) as hands:
            await begin(hands)
            for _ in range(3):
                await answer(hands, level)
            await hands.at(AnsweredScreen)
            await hands.press("enter")
            await hands.sees(f"Finish the {wanted.kind}-test?")
            await hands.agree()
            await hands.at(ExamSummaryScreen)
            if wanted.kind == "post":
                await hands.sees("normalised gain")
            await hands.until(lambda: open_record("ann").unfinished() == (), "an end")
