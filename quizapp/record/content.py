"""What makes a question the same question: its text, options, key, experiments and claims, as one short digest.

Hints, explanations, feedback and the like may be mended without a learner having to begin anew; whoever changes what
a question means raises its `revision`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quizapp.deck.model import Deck
from quizapp.evidence.needs import needed_experiments
from quizapp.evidence.probes import experiments_for
from quizapp.questions.question import Question
from sim.experiment import Experiment

#: What may be changed in a question, or in a part of it, without it becoming another.
BESIDE = frozenset(
    {
        *(
            "hints",
            "explanation",
            "reading",
            "tags",
            "objectives",
            "isomorph",
            "difficulty",
            "revision",
            "ignore",
            "shuffle",
            "also_on",
            "only_here",
            "vary",
        ),
        *("feedback", "if_chosen", "if_not_chosen", "if_right", "if_wrong", "says", "shows", "view", "experiments"),
    }
)
#: Mappings whose keys are names that an author chose.
NAMED = ("knobs", "solution")
DIGITS = 16


@dataclass(frozen=True, eq=False)
class _Same:
    """A question of a deck; the same as another if both are the same objects, as comparing decks takes long."""

    deck: Deck
    question: Question

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.deck is other.deck and self.question is other.question

    def __hash__(self) -> int:
        return hash((id(self.deck), id(self.question)))


def content_hash(deck: Deck, question: Question) -> str:
    """A digest of what is asked in all variants of a question of a deck."""
    return _content_hash(_Same(deck, question))


@lru_cache(maxsize=1024)
def _content_hash(asked_for: _Same) -> str:
    deck, question = asked_for.deck, asked_for.question
    variants = deck.variants(question)
    asked = json.dumps([_asked(deck, each) for each in variants], sort_keys=True, default=str)
    return hashlib.sha256(asked.encode("utf-8", "backslashreplace")).hexdigest()[:DIGITS]


def _asked(deck: Deck, question: Question) -> dict[str, Any]:
    written = _without_beside(question.model_dump(mode="json", exclude_defaults=True, exclude={"id", "experiments"}))
    return {"asked": written, "networks": dict(_networks(deck, question))}


def _without_beside(part: Any) -> Any:
    """A part of a question without what stands beside it."""
    if isinstance(part, Mapping):
        kept = {str(key): each for key, each in part.items() if key not in BESIDE}
        return {key: each if key in NAMED else _without_beside(each) for key, each in kept.items()}
    if isinstance(part, list | tuple):
        return [_without_beside(each) for each in part]
    return part


def _networks(deck: Deck, question: Question) -> Iterator[tuple[str, Any]]:
    """The experiments that a question rests on, by name; a field at its default is as if it were not written."""
    known = deck.experiments_for(question)
    names = [name for _, evidence in question.evidence_by_option() for name in needed_experiments(known, evidence)]
    names += [name for probe in question.deciding_probes for name in experiments_for(probe, known)]
    for name in sorted(set(names)):
        yield name, _changed(known[name])


def _changed(experiment: Experiment) -> dict[str, Any]:
    default = Experiment().as_data()
    return {field: value for field, value in experiment.as_data().items() if value != default[field]}
