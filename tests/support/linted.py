"""Decks of a question or two, and the codes of what is said of them."""

from __future__ import annotations

import re
from typing import Any

import yaml

from quizapp.checking.lint import lint
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text

#: Weights of the identity, halved or doubled in each of three layers: the signal changes by exactly 1/8, or 8.
HEAD = """\
format: 1
title: Halves and doubles
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  double: {extends: half, gain: 2}
"""


def deck_of(*questions: dict[str, Any]) -> Deck:
    """A deck of these questions, in which nothing else calls for a warning."""
    return read_text(HEAD + yaml.safe_dump({"questions": list(questions)}, allow_unicode=True))


def codes(deck: Deck) -> list[str]:
    """The codes of all warnings, but for what the questions of this file leave out on purpose."""
    return [advice.code for advice in lint(deck) if advice.code not in ("W301", "W401", "W403")]


def prompt(text: str, **parts: Any) -> Deck:
    choices = [choice("The first thing", correct=True), choice("Another one")]
    return deck_of({"id": "q", "type": "single", "prompt": text, "choices": choices, **parts})


def statement(text: str, **parts: Any) -> Deck:
    return deck_of({"id": "q", "type": "true_false", "prompt": text, "answer": True, "if_wrong": "Look.", **parts})


def choice(text: str, correct: bool = False, **parts: Any) -> dict[str, Any]:
    name = re.sub(r"[^a-z0-9-]+", "-", text.lower())[:60] or "x"
    return {"id": name, "text": text, "correct": correct, "if_chosen": "Look at layer 1.", **parts}


def choices(right: list[str], wrong: list[str], type_: str = "multiple") -> Deck:
    every = [choice(text, correct=True) for text in right] + [choice(text) for text in wrong]
    return deck_of({"id": "q", "type": type_, "prompt": "Which?", "choices": every})


def example(text: str) -> Deck:
    """The deck of an example on the page of warnings: a question, or experiments."""
    if not text.startswith("{"):
        question = "{id: q, type: true_false, prompt: So., answer: true, experiment: net}"
        return read_text(f"format: 1\ntitle: T\n{text}\nquestions: [{question}]\n")
    return read_text(f"{HEAD}questions:\n- {text}\n")
