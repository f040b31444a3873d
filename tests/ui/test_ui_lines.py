"""Code, lists and tables stand on the same lines in the app as in line mode, through all phases of a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.ui.play.explain import ExplainScreen
from tests.support.decks.playing import playing

pytestmark = pytest.mark.slow

DECK = """
format: 1
title: Lines
simulation: none
questions:
  - id: lines
    type: single
    shuffle: false
    prompt: |
      A sentence of its author's that is wrapped, as this one is,
      at sixty columns.
      ```
      for n in range(2):
          print(n)
      ```
      1. draw
      2. train
    choices:
      - {id: a, text: "a = 1;\\nb = 2;", correct: true, if_chosen: "So:\\n- one\\n- two"}
      - {id: b, text: Nothing, correct: false, if_chosen: It does.}
"""


async def test_lines_stay_where_the_author_put_them(tmp_path: Path) -> None:
    file = tmp_path / "deck.yaml"
    file.write_text(DECK)
    async with playing(file, size=(120, 40)) as hands:
        await hands.open()
        await hands.sees("as this one is, at sixty columns.", "1. draw", "2. train", "a = 1;", "b = 2;")
        assert not any("print" in line and "range" in line for line in hands.seen.split("\n"))
        await hands.press("1", "enter", "3", "enter")
        await hands.at(ExplainScreen)
        await hands.sees("- one", "- two")
        assert not any("- one" in line and "- two" in line for line in hands.seen.split("\n"))
