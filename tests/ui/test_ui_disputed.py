"""Where the simulation does not bear the deck out, the screens say so and nothing is scored."""

import threading
from pathlib import Path
from typing import Any

import pytest

from quizapp.play.judging import judge_attempt
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from tests.play.test_disputed import FALSE_KEY
from tests.support.decks.playing import playing

pytestmark = pytest.mark.slow


async def test_a_disputed_answer_is_marked_so_beside_its_run_explained_by_what_was_measured_and_not_scored(
    tmp_path: Path,
) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(FALSE_KEY)
    async with playing(deck) as hands:
        await hands.open()
        await hands.commit("b")
        await hands.sees("? disputed", "✓ right", "Not scored. The simulation does not bear out")
        await hands.sees("So it was in all 20 networks (2 of them shown)")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Not scored.", "trust what was measured", "It shrinks ? disputed")
        await hands.press("n")
        await hands.at(PredictScreen)
        await hands.commit("false")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Not scored.")
        await hands.press("n")
        await hands.at(SummaryScreen)
        await hands.sees("No answer is scored. 2 not scored", "Nothing to look at again.")


async def test_what_is_measured_at_the_start_is_called_so_beside_a_run_that_goes_on(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    written = FALSE_KEY.replace("signal[3] > signal[0]", "initial.signal[3] / initial.signal[0] > 1")
    deck.write_text(written.replace("steps: 0, seeds: 2", "steps: 9, seeds: 2"))
    async with playing(deck) as hands:
        await hands.open()
        await hands.commit("b")
        await hands.press(*hands.number_of("b"))
        await hands.sees(
            "So it was in all", "measured: Before training, the signal at layer 3", "is 8 times that at the input."
        )
        assert "So far" not in hands.read


@pytest.fixture
def may_judge(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """What lets the background go on with judging marks, which waits for it."""
    event = threading.Event()

    def once_it_may(*what: Any) -> Any:
        event.wait()
        return judge_attempt(*what)

    monkeypatch.setattr("quizapp.ui.play.judged_screen.judge_attempt", once_it_may)
    return event


async def test_a_score_is_not_final_while_its_marks_are_checked_and_the_summary_follows(
    tmp_path: Path, may_judge: threading.Event
) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(FALSE_KEY.replace("correct: false", "correct: true"))
    async with playing(deck) as hands:
        await hands.open()
        await hands.commit("a", "b")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Right.", "still being checked on more networks", "measuring ...")
        await hands.press("n")
        await hands.at(PredictScreen)
        await hands.commit("false")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.press("n")
        await hands.at(SummaryScreen)
        await hands.sees("No answer is scored. 2 still being checked.")
        may_judge.set()
        await hands.sees("1 of 1 answered this time were right in full.", "1 not scored, as the simulation")
        assert "checked" not in hands.read
        await hands.press("p")
        await hands.at(ExplainScreen)
        await hands.sees("Not scored.", "? disputed")


async def test_what_was_left_while_its_marks_are_checked_is_known_by_all_screens(
    tmp_path: Path, may_judge: threading.Event
) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(FALSE_KEY)
    async with playing(deck) as hands:
        await hands.open()
        await hands.commit("b")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.press("n")
        await hands.at(PredictScreen)
        may_judge.set()
        await hands.until(lambda: hands.session(deck).attempts[0].settled, "the judgement")
        await hands.press("p")
        await hands.at(ExplainScreen)
        await hands.sees("Not scored.", "It shrinks ? disputed")
        assert not hands.session(deck).attempts[0].scored


WORDS_ONLY = """
format: 1
title: T
simulation: none
questions:
- {id: q, type: single, prompt: P, shuffle: false, explanation: Because., choices: [
    {id: a, text: One, correct: true}, {id: b, text: Two, correct: false}]}
- {id: n, type: numeric, prompt: How many?, answer: {value: 3}, explanation: Count.}
"""


async def test_where_there_is_nothing_to_watch_the_explanation_follows_the_commit(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(WORDS_ONLY)
    async with playing(deck) as hands:
        await hands.open()
        await hands.sees("PREDICT", "explain")
        assert "observe" not in hands.read.lower()
        await hands.press("1", "enter", "2")
        await hands.sees("Press enter to commit; then your answer is marked and explained.")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("predict ✓ ─ EXPLAIN", "Right.", "Because.")
        assert "observe" not in hands.read.lower()
        assert "checked" not in hands.read
        await hands.press("o")
        await hands.at(ExplainScreen)
        await hands.press("n")
        await hands.at(PredictScreen)
        await hands.press("4", "enter", "2", "enter")
        await hands.at(ExplainScreen)
        await hands.press("n")
        await hands.at(SummaryScreen)
        await hands.sees("1 of 2 answered this time were right in full.")
