"""Nothing about the right answer is on the screen before the commit, and nothing of the prediction changes after it."""

from pathlib import Path

import pytest
from textual.strip import Strip

from quizapp.play.attempt import Phase
from quizapp.ui.play.predict import PredictScreen
from tests.support.decks.playing import PLAY, SIZES, playing
from tests.support.decks.secrets import at_rest, with_other_answers

pytestmark = pytest.mark.slow


@pytest.fixture
def otherwise(tmp_path: Path) -> Path:
    return with_other_answers(tmp_path)


async def _pictures(deck: Path, size: tuple[int, int]) -> list[list[Strip]]:
    """Every screen of all questions up to the commit, with its colours, and the help over each."""
    pictures = []
    async with playing(deck, size=size) as hands:
        await hands.open()
        for _ in range(3):
            for keys in ([], ["2", "h", "h"], ["question_mark"], ["escape", "enter", "3"], ["n"]):
                await hands.press(*keys)
                assert hands.app.screen.is_modal or isinstance(hands.app.screen, PredictScreen)
                pictures.append(await at_rest(hands))
    return pictures


@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
async def test_before_the_commit_a_deck_with_other_answers_looks_the_same(
    otherwise: Path, size: tuple[int, int]
) -> None:
    first, second = await _pictures(PLAY, size), await _pictures(otherwise, size)
    assert first == second


async def test_after_the_commit_it_looks_different(otherwise: Path) -> None:
    seen = []
    for deck, mark in ((PLAY, "rightly left"), (otherwise, "disputed")):
        async with playing(deck) as hands:
            await hands.open()
            await hands.commit("small")
            await hands.sees(mark)
            seen.append(hands.seen)
    assert seen[0] != seen[1]


async def test_no_key_commits_before_the_certainty_is_said() -> None:
    async with playing() as hands:
        await hands.open()
        for key in (
            "1",
            "enter",
            "enter",
            "space",
            "j",
            "k",
            "v",
            "r",
            "c",
            "full_stop",
            "o",
            "plus",
            "minus",
            "enter",
        ):
            await hands.press(key)
            assert isinstance(hands.app.screen, PredictScreen)
            assert hands.attempt.phase is Phase.PREDICT


async def test_a_committed_prediction_stays_in_sight_and_cannot_be_changed_not_even_on_coming_back() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small", "glorot", certainty=3)
        for keys in (["1"], ["2"], ["3"], ["space"], ["a"], ["b"], ["enter"], ["o"], ["1", "space"]):
            await hands.press(*keys)
            await hands.sees("[x] Minute weights", "[x] Glorot weights", "[ ] Equal weights", "you said: >80% sure")
            assert hands.attempt.picked == {"small", "glorot"}
            assert hands.attempt.committed
        for row in ("small", "equal"):
            await hands.click(hands.row_of(row))
            assert hands.attempt.picked == {"small", "glorot"}

        await hands.press("enter", "enter", "enter")  # the explanation is longer than a page
        await hands.at(PredictScreen)
        await hands.press("p")
        await hands.until(lambda: hands.attempt.question.id == "several", "the first question")
        assert hands.attempt.phase is Phase.EXPLAIN
        await hands.sees("[x] Minute weights", "✓ right")
        assert hands.attempt.picked == {"small", "glorot"}
