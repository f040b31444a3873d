"""Numbers that are typed for knobs: what was typed is what counts, with its sign and its point."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.questions.answer_forms import Settings
from quizapp.ui.play.observe import ObserveScreen
from tests.support.decks.playing import Hands, playing

pytestmark = pytest.mark.slow

DECK = """
format: 1
title: Knobs below zero
experiments:
  biased: {depth: 3, width: 4, samples: 8, steps: 0, bias_init: {name: constant, value: 0}}
questions:
- id: raise-it
  type: tune
  prompt: Raise the biases.
  experiment: biased
  knobs:
    gain: {field: gain, min: 0.01, max: 9, start: 1, scale: log, text: gain}
    bias: {field: bias_init.value, min: -2, max: 2, start: 0, text: bias}
  goal: signal[1] > 0.5
  says: The signal is above a half.
  solution: {gain: 1, bias: 2}
  if_right: Yes.
  if_wrong: No.
"""


def _signed(folder: Path) -> Path:
    path = folder / "signed.yaml"
    path.write_text(DECK)
    return path


def _settings(hands: Hands) -> dict[str, float]:
    assert isinstance(hands.attempt.answer, Settings)
    return hands.attempt.answer.values


async def test_a_number_for_a_knob_begins_with_its_sign_or_its_point_however_fast_it_is_typed(tmp_path: Path) -> None:
    async with playing(_signed(tmp_path)) as hands:
        await hands.open()
        await hands.press_at_once(*".5", "enter", "j", *"-.25", "enter")
        await hands.until(lambda: _settings(hands) == {"gain": 0.5, "bias": -0.25}, "both numbers")


async def test_beside_a_run_a_minus_is_the_sign_of_a_knob_that_goes_below_0_and_else_slower(tmp_path: Path) -> None:
    async with playing(_signed(tmp_path)) as hands:
        await hands.open()
        await hands.press("right", "enter", "2", "enter")
        await hands.at(ObserveScreen)
        await hands.press_at_once("j", *"-1e-1", "enter")
        await hands.until(lambda: _settings(hands)["bias"] == -0.1, "a bias below 0")
        await hands.press("k", "minus")
        assert _settings(hands)["bias"] == -0.1
        await hands.sees("gain = 1.")
