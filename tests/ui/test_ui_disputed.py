"""Where the simulation does not bear the deck out, the screens say so and nothing is scored."""

from pathlib import Path

import pytest

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
        await hands.sees("holds in 2 of 2 networks; of 20 networks like", "these it holds in 20 of 20")
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
        await hands.sees("0 of 0 answered were right in full.", "2 not scored", "Nothing to look at again.")


async def test_what_is_measured_at_the_start_is_called_so_beside_a_run_that_goes_on(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    written = FALSE_KEY.replace("signal[3] > signal[0]", "initial.signal[3] / initial.signal[0] > 1")
    deck.write_text(written.replace("steps: 0, seeds: 2", "steps: 9, seeds: 2"))
    async with playing(deck) as hands:
        await hands.open()
        await hands.commit("b")
        await hands.press(*hands.number_of("b"))
        await hands.sees("measured 8 at step 0 holds in 2 of 2 networks")
        assert "so far" not in hands.read
