"""How a room meets a deck: one variant of each question for all, and another one where that tests what carries over."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.deck.model import Deck
from quizapp.play.attempt import drawn
from quizapp.play.session import Session, start
from quizapp.questions.question import Question

#: What is put behind the id of a question for its other variant, and how much of the id stays.
AGAIN, LONGEST = "-again", 58


def as_met(deck: Deck, seed: int) -> Session:
    """The way through a deck that a room takes; `seed` decides variants, the order of options, and the networks."""
    return start(_with_variants_to_follow(deck, seed), seed, id="room")


def _with_variants_to_follow(deck: Deck, seed: int) -> Deck:
    """The deck in which a question that is its own isomorph has another of its variants as one."""
    if not any(question.isomorph == question.id for question in deck.questions):
        return deck
    questions = tuple(each for question in deck.questions for each in _followed(deck, question, seed))
    return deck.model_copy(update={"questions": questions})


def _followed(deck: Deck, question: Question, seed: int) -> Iterator[Question]:
    variants = deck.variants(question)
    if question.isomorph != question.id or len(variants) < 2:
        yield question
        return
    again = _free(f"{question.id[:LONGEST]}{AGAIN}", {each.id for each in deck.questions})
    yield question.model_copy(update={"isomorph": again})
    yield drawn(variants, seed + 1).without_vary(again).model_copy(update={"isomorph": None})


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"{name[:LONGEST]}x"
    return name
