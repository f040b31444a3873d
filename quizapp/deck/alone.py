"""A deck on its own: what it takes from other decks written out, so that its text is enough wherever it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizapp.deck.model import Deck
from quizapp.deck.reader.including import mentioned
from quizapp.deck.writer import deck_as_yaml
from quizapp.questions.question import Question
from sim.experiment import Experiment


def text_alone(deck: Deck) -> str | None:
    """The text of the deck with all questions written out; None where none is taken from elsewhere."""
    return deck_as_yaml(alone(deck)) if deck.included else None


def alone(deck: Deck) -> Deck:
    """The deck with all its questions as its own, each with those networks of its own that other decks call alike."""
    clashing = _clashing(deck)
    shared = {name: each for name, each in deck.experiments.items() if name not in clashing}
    questions = [_on_its_own(deck, each, shared) for each in deck.questions]
    return deck.written_out(questions, shared)


def _clashing(deck: Deck) -> set[str]:
    """The names that stand for one network in this deck, and for another in a question taken from elsewhere."""
    taken = (each.experiments for each in deck.questions if each.id in deck.included)
    return {
        name for each in taken for name in each.keys() & deck.experiments.keys() if each[name] != deck.experiments[name]
    }


def _on_its_own(deck: Deck, question: Question, shared: Mapping[str, Experiment]) -> Question:
    wanted = mentioned(question, deck)
    own = {name: each for name, each in wanted.items() if shared.get(name) != each}
    return question.with_experiments(own, _written(question, own))


def _written(question: Question, own: Mapping[str, Experiment]) -> Mapping[str, Any] | None:
    """How a question that varies is written, with the networks that it needs beside those that it has."""
    if question.written is None:
        return None
    return {**question.written, "experiments": {**own, **question.written.get("experiments", {})}}
