"""The screen of results: what is worth going back to, with a key to its run or to the lab, and charts with words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quizapp.deck.reader import read_deck
from quizapp.play.certainty import Certainty
from quizapp.play.session import start
from quizapp.record.record import open_record
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.results.screen import ResultsScreen
from tests.support.decks.playing import PLAY, Hands, playing
from tests.support.records import Clock, answered


def answer(path: Path, times: int = 3, certainty: Certainty = Certainty.HIGH) -> None:
    """Answer all questions of a deck, each time in the same way."""
    record, deck = open_record("ann"), read_deck(path)
    record._now = Clock()
    for seed in range(times):
        session = start(deck, seed)
        record.begin(session)
        for position in range(len(session.attempts)):
            session = answered(session.at(position), certainty)
            session = session.judged(session.current.id, ())
        record.keep(session)
        record.end(session)
    record.close()


async def open_results(hands: Hands) -> ResultsScreen:
    await hands.at(HomeScreen)
    await hands.press("R")
    await hands.at(ResultsScreen)
    screen = hands.app.screen
    assert isinstance(screen, ResultsScreen)
    await hands.until(lambda: screen.found is not None, "results")
    await hands.settled()
    return screen


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_certain_and_wrong_comes_first_and_enter_opens_its_run_with_the_answer_given(
    size: tuple[int, int],
) -> None:
    answer(PLAY)
    before = open_record("ann").attempts()
    async with playing(PLAY, size=size, profile="ann") as hands:
        screen = await open_results(hands)
        await hands.sees("9 answers scored", "Certain and wrong", "play: several", "right by certainty")
        assert screen.chosen is not None
        assert screen.chosen.certain_and_wrong
        wanted = next(each for each in before if each.attempt == screen.chosen.attempt)
        await hands.press("enter")
        await hands.at(ObserveScreen)
        await hands.sees("you said: >80% sure", "Minute weights")
        assert hands.attempt.question.id == wanted.question
        await hands.until(lambda: hands.attempt.settled, "marks that stand")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.press("end", "enter")
        await hands.at(ResultsScreen)
        assert hands.app.latest_session(PLAY) is None
    assert open_record("ann").attempts() == before
    assert open_record("ann").unfinished() == ()


@pytest.mark.slow
async def test_escape_leads_from_a_run_to_the_results_where_they_were_and_from_there_home() -> None:
    answer(PLAY)
    async with playing(PLAY, profile="ann") as hands:
        screen = await open_results(hands)
        await hands.press("j")
        chosen = screen.chosen
        await hands.press("enter")
        await hands.at(ObserveScreen)
        await hands.press("escape")
        await hands.at(ResultsScreen)
        again = hands.app.screen
        assert isinstance(again, ResultsScreen)
        await hands.until(lambda: again.found is not None, "results")
        assert again.chosen == chosen
        await hands.press("escape")
        await hands.at(HomeScreen)
        await hands.press("R", "R")
        await hands.at(HomeScreen)


@pytest.mark.slow
async def test_the_lab_opens_on_the_networks_of_a_question() -> None:
    answer(PLAY)
    async with playing(PLAY, profile="ann") as hands:
        await open_results(hands)
        await hands.press("L")
        await hands.at(LabScreen)
        assert hands.app.lab is not None
        assert set(hands.app.lab.brought) <= set(read_deck(PLAY).experiments)
        assert hands.app.lab.brought
        await hands.press("escape")
        await hands.at(ResultsScreen)


@pytest.mark.slow
async def test_a_question_that_was_changed_opens_the_lab_and_one_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    deck = tmp_path / "mine.yaml"
    shutil.copy(PLAY, deck)
    answer(deck)
    deck.write_text(deck.read_text().replace("Which starts are poor?", "Which starts are bad?"))
    async with playing(deck, profile="ann") as hands:
        screen = await open_results(hands)
        while screen.chosen is None or screen.chosen.question != "several":
            await hands.press("j")
        await hands.press("enter")
        await hands.at(LabScreen)
        await hands.sees("several was changed since you answered it", "as they are now")
        await hands.press("escape")
        await hands.at(ResultsScreen)
        deck.unlink()
        await hands.press("enter")
        await hands.sees("is in no deck here any more")
        assert isinstance(hands.app.screen, ResultsScreen)


@pytest.mark.slow
async def test_a_key_goes_through_the_decks_and_another_through_the_charts(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    shutil.copy(PLAY, other)
    answer(PLAY)
    answer(other, times=1, certainty=Certainty.LOW)
    async with playing(PLAY, other, size=(80, 24), profile="ann") as hands:
        await open_results(hands)
        await hands.sees("results · all decks", "12 answers scored")
        await hands.press("D")
        await hands.sees("results · other", "3 answers scored", "none of your last answers")
        await hands.press("D")
        await hands.sees("results · play", "9 answers scored")
        await hands.press("D")
        await hands.sees("results · all decks")
        for title in ("a second day makes it a line", "right in full, by deck", "has an objective", "by tag"):
            await hands.press("v")
            await hands.sees(title)
        await hands.press("v")
        await hands.sees("right by certainty")


@pytest.mark.slow
async def test_results_that_are_left_before_they_are_read_or_found_harm_nothing() -> None:
    answer(PLAY)
    async with playing(PLAY, profile="ann") as hands:
        await hands.at(HomeScreen)
        for keys in (("R", "escape"), ("R", "enter", "escape"), ("R", "L", "R")) * 2:
            await hands.press_at_once(*keys)
        await hands.until(lambda: hands.app.one_by_one.is_idle)
        assert hands.app.is_running


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["ann", None])
async def test_an_empty_record_explains_what_will_be_here(profile: str | None) -> None:
    async with playing(PLAY, size=(80, 24), profile=profile) as hands:
        await hands.at(HomeScreen)
        await hands.press("R")
        await hands.sees("There are no answers yet" if profile else "Answers are not kept")
        await hands.press("v", "D", "enter", "L")
        await hands.at(LabScreen)


@pytest.mark.slow
async def test_a_question_left_at_its_run_has_its_options_in_words_when_one_comes_back() -> None:
    async with playing(profile="ann") as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.marked, "a mark")
    async with playing(profile="ann") as hands:
        await hands.until(lambda: "answered" in hands.read or "not begun" in hands.read, "the deck")
        await hands.press("enter")
        await hands.at(ObserveScreen)
        await hands.sees("Minute weights", "Glorot weights")
