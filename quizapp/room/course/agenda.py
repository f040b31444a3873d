"""The questions of a room in their order: those of the deck, each followed by the one that tests its transfer."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.deck.model import Deck


@dataclass(frozen=True)
class Item:
    """A question to be asked; `transfer_of` is the question whose discussion it tests, and then it is asked alone."""

    question: str
    transfer_of: str | None = None


def agenda(deck: Deck) -> tuple[Item, ...]:
    """What is asked, in order; a question that tests the transfer of another stands right behind that one."""
    follows = {question.id: after for question in deck.questions if (after := question.isomorph)}
    moved = set(follows.values())
    items: list[Item] = []
    for question in deck.questions:
        if question.id not in moved or question.id in follows:
            items.append(Item(question.id))
            if (after := follows.get(question.id)) and after not in follows:
                items.append(Item(after, transfer_of=question.id))
    asked: dict[str, Item] = {}
    for item in items:
        asked.setdefault(item.question, item)
    return tuple(asked.values())
