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
