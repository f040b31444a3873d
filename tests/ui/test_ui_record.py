"""Answers stay: what was committed is on disk before its reveal, and one goes on where one left off."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.play.attempt import Phase
from quizapp.play.certainty import Certainty
from quizapp.record.record import open_record
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.decks.playing import PLAY, playing


@pytest.mark.slow
async def test_an_answer_is_on_disk_before_it_is_marked_and_its_mark_follows() -> None:
    async with playing(profile="ann") as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.committed, "a commit")
        (kept,) = open_record("ann").attempts()
        assert kept.question == hands.attempt.question.id
        assert kept.certainty == Certainty.MIDDLE.name.lower()
        await hands.until(lambda: hands.attempt.settled, "a mark that stands")
        await hands.until(lambda: open_record("ann").attempts()[0].judged == 1, "the judged mark on disk")
        assert open_record("ann").attempts()[0].right == int(hands.attempt.right)
    assert open_record("bob").attempts() == ()


@pytest.mark.slow
async def test_one_goes_on_in_the_middle_of_a_question_as_it_was_left() -> None:
    async with playing(seed=1, profile="ann") as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.marked, "a mark")
        await hands.press("n")
        await hands.at(PredictScreen)
        await hands.press("space", "h", "enter", "2")
        left = hands.attempt
        session = hands.session(PLAY)
    async with playing(seed=2, profile="ann") as hands:
        await hands.open()
        await hands.sees("You are where you left off: question 2 of 3.")
        there = hands.attempt
        assert [each.id for each in there.options] == [each.id for each in left.options]
        assert (there.answer, there.certainty, there.hints_shown) == (left.answer, left.certainty, left.hints_shown)
        assert hands.session(PLAY).id == session.id
        await hands.press("p")
        await hands.until(lambda: hands.attempt.phase is Phase.OBSERVE and hands.attempt.marked, "the first question")


@pytest.mark.slow
async def test_a_at_home_begins_a_deck_anew_and_what_was_answered_stays() -> None:
    async with playing(seed=1, profile="ann") as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.settled, "a mark that stands")
        first = hands.session(PLAY).id
    async with playing(seed=2, profile="ann") as hands:
        await hands.at(HomeScreen)
        await hands.until(lambda: "Small questions" in hands.read, "the deck")
        await hands.sees("1 of 3 answered")
        await hands.press("a")
        await hands.sees("Press a again to begin this deck anew")
        await hands.press("a")
        await hands.at(PredictScreen)
        assert hands.session(PLAY).id != first
        assert not hands.attempt.committed
    assert len(open_record("ann").attempts()) == 1
    assert first not in [sitting.session for sitting in open_record("ann").unfinished()]


@pytest.mark.slow
async def test_a_deck_that_was_seen_to_its_end_is_not_gone_on_with() -> None:
    async with playing(profile="ann") as hands:
        await hands.open()
        for answer in (["small", "glorot"], ["best"], ["true"]):
            await hands.at(PredictScreen)
            await hands.commit(*answer)
            await hands.until(lambda: hands.attempt.marked, "a mark")
            await hands.press("enter")
            await hands.at(ExplainScreen)
            await hands.press("end", "enter")
        await hands.sees("answered this time were right")
    assert open_record("ann").unfinished() == ()


@pytest.mark.slow
async def test_quitting_warns_only_while_answers_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(profile="ann") as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.marked, "a mark")
        assert hands.app._would_be_lost() == ""
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "file"))
    async with playing(profile="ann") as hands:
        await hands.open()
        await hands.sees("Your answers are not being saved:")
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.marked, "a mark")
        assert "1 answer" in hands.app._would_be_lost()


@pytest.mark.slow
async def test_the_lab_opens_as_it_was_left_the_next_time() -> None:
    async with playing(profile="ann") as hands:
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.press("right", "right")
        await hands.until(lambda: hands.app.lab and hands.app.lab.touched, "a turned knob")
        assert hands.app.lab is not None
        left = hands.app.lab.comparison.pair
        await hands.press("L")
        assert hands.app._would_be_lost() == ""
    async with playing(profile="ann") as hands:
        await hands.press("L")
        await hands.at(LabScreen)
        assert hands.app.lab is not None
        assert hands.app.lab.comparison.pair == left


@pytest.mark.slow
async def test_what_is_told_of_an_answer_rests_on_the_same_networks_the_next_time() -> None:
    async with playing(seed=1, profile="ann") as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.settled, "a mark that stands")
        await hands.sees("all 20 networks")
        await hands.press("n")
        await hands.at(PredictScreen)
    async with playing(seed=2, profile="ann") as hands:
        await hands.open()
        await hands.at(PredictScreen)
        await hands.press("p")
        await hands.sees("all 20 networks")
