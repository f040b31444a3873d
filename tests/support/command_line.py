"""The program run in this process, and the decks that it is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

SMALL = ["--depth", "2", "--width", "4", "--samples", "8", "--steps", "6", "--seeds", "2"]
DECK = """
format: 1
title: Halves
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3}
  double: {extends: half, gain: 2}
questions:
  - id: shrinks
    type: true_false
    prompt: It shrinks.
    answer: true
    experiment: half
    claim: signal[3] / signal[0] < 0.25
    control: double
    if_wrong: Each layer halves it.
"""
WRONG = DECK.replace("answer: true", "answer: false")
BROKEN = DECK.replace("type: true_false", "type: true-false").replace(
    "double: {extends: half", "double: {extends: hlaf"
)


class Result(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Command = Callable[..., Result]


def strict_json(text: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)
