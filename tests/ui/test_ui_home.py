"""Home says what each deck is about, how long it takes, and how far one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.ui.play.deck_entry import bar, minutes
from tests.support.decks.playing import BROKEN, PLAY, playing

QUESTION = "{id: one, type: true_false, prompt: So it is., answer: true}"
OTHER = f"format: 1\ntitle: Other things\ndescription: Of\n  quite [other] things.\nquestions: [{QUESTION}]\n"


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_deck_says_what_it_is_about_and_how_long_it_takes(tmp_path: Path, size: tuple[int, int]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(OTHER)
    async with playing(PLAY, other, BROKEN, size=size) as hands:
        await hands.sees(
            "Of quite [other] things.", "1 question · about 1 minute · not begun", "3 questions · about 3 min"
        )
        await hands.sees("quizapp · Small questions")
        await hands.press("j")
        await hands.sees("quizapp · Other things")
        await hands.press("j")
        await hands.sees("quizapp · choose a deck")


@pytest.mark.slow
async def test_what_was_answered_this_time_is_a_bar_and_a_number() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.until(lambda: hands.attempt.marked, "a mark")
        await hands.press("escape")
        await hands.sees("████░░░░░░░░ 1 of 3 answered so far")


def test_a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is() -> None:
    for of in (1, 2, 3, 18, 1000):
        for done in range(of + 1):
            assert ("█" not in bar(done, of)) == (done == 0)
            assert ("░" not in bar(done, of)) == (done == of)
            assert len(bar(done, of)) == 12


def test_a_question_takes_about_a_minute() -> None:
    assert [minutes(count) for count in (1, 18, 120, 10_000)] == ["1 minute", "18 minutes", "2 hours", "167 hours"]
