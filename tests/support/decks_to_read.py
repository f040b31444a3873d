"""Good decks as text, and what is said of bad ones."""

from __future__ import annotations

import pytest
import yaml

from quizapp.deck.reader import DeckError, read_text

GOOD = """\
format: 1
title: Small
experiments:
  xavier: {depth: 9, width: 16, activation: tanh, init: xavier_normal}
  tiny: {extends: xavier, init: {name: normal, std: 0.05}}
questions:
  - id: vanish
    type: multiple
    prompt: |
      Which network cannot learn?
    choices:
      - id: small
        text: no
        correct: true
        experiment: tiny
        claim: delta[1] / delta[-1] < 1e-4
        control: xavier
      - {id: fair, text: "the [other] one", correct: false, experiment: xavier, claim: 'loss < 0'}
    hints: [One hint, 'Another: with a colon']
  - {id: shown, type: true_false, prompt: Is it so, answer: false}
"""
PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


def error_of(text: str) -> DeckError:
    with pytest.raises(DeckError) as caught:
        read_text(text)
    return caught.value


def messages(text: str) -> list[str]:
    return [problem.message for problem in error_of(text).problems]


def is_printable(text: str) -> bool:
    return all(line.isprintable() for line in text.split("\n"))
