"""The experiments that the claims of a deck are about, and those that its questions rest on otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.deck.model import Deck
from quizapp.evidence.needs import needed_to_judge
from quizapp.evidence.probes import all_experiments
from quizapp.questions.types import Question
from sim.experiment import Experiment


def every_variant(deck: Deck) -> Iterator[Question]:
    """Every variant of every question of a deck."""
    return (variant for question in deck.questions for variant in deck.variants(question))


def needed_for(deck: Deck) -> Iterator[Experiment]:
    """The experiments that all questions of a deck need at once."""
    return (each for question in every_variant(deck) for each in needed_for_question(deck, question))


def needed_for_question(deck: Deck, variant: Question) -> Iterator[Experiment]:
    """The experiments that a variant of a question needs, before any of them has run."""
    networks = deck.experiments_for(variant)
    for _, evidence in variant.evidence_by_option():
        if evidence.claim:
            for each in (evidence, *evidence.on_alternatives()):
                yield from needed_to_judge(networks, each).values()
    for alternative in variant.alternatives():
        yield from all_experiments(alternative.probes, networks)
    yield from all_experiments(variant.deciding_probes, networks)
