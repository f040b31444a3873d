"""What a learner reads: the own choice first, marks once the simulation has spoken, everything in full, every word."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from quizapp.play.final_pictures import picture
from quizapp.play.judging import Judgement, judge_attempt
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.explain import ExplainScreen, OptionReport
from quizapp.ui.play.in_full import InFullScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.shared.glossary import GlossaryScreen
from tests.support.decks.playing import Hands, playing

pytestmark = pytest.mark.slow


async def _explain(hands: Hands) -> ExplainScreen:
    await hands.open()
    await hands.commit("equal")
    await hands.sees("So it was in all")
    await hands.press("enter")
    await hands.at(ExplainScreen)
    screen = hands.app.screen
    assert isinstance(screen, ExplainScreen)
    return screen


async def test_observe_opens_at_the_own_choice_and_a_mark_waits_for_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    may_judge = threading.Event()

    def once_it_may(*what: Any) -> Any:
        may_judge.wait(20)
        return judge_attempt(*what)

    monkeypatch.setattr("quizapp.ui.play.judged_screen.judge_attempt", once_it_may)
    async with playing() as hands:
        await hands.open()
        await hands.commit("equal")
        choices = hands.observe.query_one(ChoiceList)
        assert choices.option.id == "equal"
        assert {"glorot", "small"} <= choices.held
        await hands.sees("So it was in all", "✓ right")
        await hands.until(lambda: "equal" not in choices.held, "the mark")
        assert {"glorot", "small"} <= choices.held
        may_judge.set()
        await hands.until(lambda: not choices.held, "all marks, once all is judged")


async def test_question_options_and_claim_can_be_read_in_full_and_the_formula_on_a_key() -> None:
    async with playing(size=(80, 24)) as hands:
        await hands.open()
        await hands.commit("equal")
        await hands.sees("claim:")
        assert "distinct_units[" not in hands.read
        await hands.press("i")
        assert isinstance(hands.app.screen, InFullScreen)
        await hands.sees("Which starts are poor?", "Equal weights", "formula: distinct_units[1] == 1")
        await hands.press("escape")
        await hands.press("f")
        await hands.until(lambda: hands.observe.with_formula, "the formula")


async def test_the_summary_stands_first_and_a_picture_beside_each_option_without_another_run() -> None:
    async with playing(size=(80, 24)) as hands:
        screen = await _explain(hands)
        await hands.sees("Credit", "Equal weights", "Weights may be too small")
        reports = list(screen.query(OptionReport))
        await hands.until(lambda: all(each.picture.chart for each in reports), "pictures of all options")


async def test_enter_turns_every_page_before_it_leaves() -> None:
    async with playing(size=(80, 24)) as hands:
        screen = await _explain(hands)
        page = screen.query_one("#page")
        await hands.until(lambda: page.max_scroll_y > 0, "more than a page")
        turned = 0
        while isinstance(hands.app.screen, ExplainScreen):
            assert not (screen.at_page_end and turned == 0)
            await hands.press("enter")
            turned += 1
            assert turned < 30
        assert turned > 1
        await hands.at(PredictScreen)


async def test_an_option_opens_in_the_lab_with_its_control_and_the_lab_leads_back() -> None:
    async with playing() as hands:
        screen = await _explain(hands)
        names = [option.option.id for option in screen.query(OptionReport)]
        await hands.press(str(names.index("small") + 1))
        shown = list(screen.experiments_shown())
        assert shown[0] == "tiny"
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.sees(f"A is {shown[0]}")
        await hands.press("escape")
        await hands.at(ExplainScreen)


async def test_words_are_explained_all_of_them_or_those_on_the_screen() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("equal")
        await hands.sees("symmetric")
        await hands.press("question_mark")
        await hands.sees("Words on this screen", "symmetric: All units")
        await hands.press("escape")
        await hands.press("g")
        assert isinstance(hands.app.screen, GlossaryScreen)
        await hands.press(*"fan-in")
        await hands.sees("fan-in: How many inputs")
        await hands.press("escape")
        await hands.until(lambda: not isinstance(hands.app.screen, GlossaryScreen), "the screen below")


MEASURED = """
format: 1
title: T
experiments:
  half: {depth: 3, width: 4, activation: identity, init: identity, gain: 0.5, task: signal, samples: 16, steps: 0}
  double: {extends: half, gain: 2}
questions:
  - id: q
    type: single
    prompt: Which one shrinks?
    shuffle: false
    choices:
      - {id: a, text: This., correct: true, experiment: half, claim: "signal[3] / signal[0] < 0.5",
         if_chosen: "It left {measured}."}
      - {id: b, text: That., correct: false, experiment: double, claim: "signal[3] / signal[0] < 0.5"}
    explanation: One leaves {measured.a}, the other {measured.b}.
"""


@pytest.mark.parametrize("breaks", [False, True])
async def test_texts_wait_for_the_numbers_they_speak_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, breaks: bool
) -> None:
    may_measure = threading.Event()

    def once_it_may(*what: Any) -> Any:
        may_measure.wait(20)
        if breaks:
            raise ValueError("no memory")
        return picture(*what)

    monkeypatch.setattr("quizapp.ui.play.explain.picture", once_it_may)
    monkeypatch.setattr("quizapp.ui.play.judged_screen.judge_attempt", lambda *_: Judgement({}, frozenset()))
    deck = tmp_path / "deck.yaml"
    deck.write_text(MEASURED)
    async with playing(deck) as hands:
        await hands.open()
        await hands.commit("a")
        await hands.sees("So it was in all")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Measuring what the explanation speaks of")
        assert "..., the other" not in hands.read
        assert "It left" not in hands.read
        may_measure.set()
        if breaks:
            await hands.sees("One leaves ..., the other ...", "It left ...")
        else:
            await hands.sees("One leaves 0.125, the other 8.", "It left 0.125.")
