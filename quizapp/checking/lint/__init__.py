"""Advice for authors: what is allowed in a deck and yet is often not what was meant.

`lint(deck)` gives every warning at its line and column; `quizapp.checking.lint.rules` holds the rules, and
`docs/warnings.md` explains each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.lint.rules import RULES
from quizapp.deck.model import Deck
from quizapp.deck.reader.places import Places
from quizapp.deck.reader.problems import Problem

if TYPE_CHECKING:
    from quizapp.checking.claims import CheckedClaim, CheckedFairness

__all__ = ["RULES", "Advice", "Finding", "Rule", "lint"]


@dataclass(frozen=True)
class Advice:
    """A warning: the code of its rule, and what is said about which place."""

    code: str
    problem: Problem


def lint(deck: Deck, claims: Iterable[CheckedClaim] = (), trials: Iterable[CheckedFairness] = ()) -> tuple[Advice, ...]:
    """All warnings about a deck, and about those of its claims and trials that were run, in the order of places."""
    places = Places(deck.path)
    ignored = {question.id: question.ignore for question in deck.questions}
    found = [
        Advice(code, places.at(each.question, each.path, each.message, each.excerpt, each.at_key))
        for code, each in dict.fromkeys(_found(deck, tuple(claims), tuple(trials)))
        if code not in ignored.get(each.question or "", ())
    ]
    if places.source is not None:
        found += [Advice(code, each) for code, rule in RULES.items() for each in rule.find_in_text(places.source)]
    return tuple(sorted(found, key=lambda advice: (advice.problem.line, advice.problem.column, advice.code)))


def _found(
    deck: Deck, claims: Iterable[CheckedClaim], trials: Iterable[CheckedFairness]
) -> Iterator[tuple[str, Finding]]:
    for code, rule in RULES.items():
        yield from ((code, finding) for finding in rule.find(deck))
        yield from ((code, finding) for claim in claims for finding in rule.find_in_run(deck, claim))
        yield from ((code, finding) for trial in trials for finding in rule.find_in_trial(deck, trial))
