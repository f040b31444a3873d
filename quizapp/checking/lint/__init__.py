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
    from quizapp.checking.report import CheckedClaim, CheckedFairness

__all__ = ["RULES", "Advice", "Finding", "Rule", "lint", "lint_part"]


@dataclass(frozen=True)
class Advice:
    """A warning: the code of its rule, and what is said about which place."""

    code: str
    problem: Problem


def lint(deck: Deck, claims: Iterable[CheckedClaim] = (), trials: Iterable[CheckedFairness] = ()) -> tuple[Advice, ...]:
    """All warnings about a deck, and about those of its claims and trials that were run, in the order of places."""
    return _in_order([*_about_deck(deck, claims, trials), *_about_text(Places(deck.path))])


def lint_part(
    deck: Deck, part: Deck, claims: Iterable[CheckedClaim], trials: Iterable[CheckedFairness]
) -> tuple[Advice, ...]:
    """The warnings about a deck that are about the questions of `part`, which is the deck with some of them."""
    claims, trials, places = tuple(claims), tuple(trials), Places(deck.path)
    about_all = set(_about_deck(deck, claims, trials))
    starts = {places.at(question.id, ("id",), "").line: question.id for question in deck.questions}
    chosen = {question.id for question in part.questions}
    there = [
        each
        for each in _about_text(places)
        if starts.get(max((line for line in starts if line <= each.problem.line), default=0)) in {None, *chosen}
    ]
    return _in_order([*(each for each in _about_deck(part, claims, trials) if each in about_all), *there])


def _in_order(found: Iterable[Advice]) -> tuple[Advice, ...]:
    return tuple(sorted(found, key=lambda advice: (advice.problem.line, advice.problem.column, advice.code)))


def _about_deck(deck: Deck, claims: Iterable[CheckedClaim], trials: Iterable[CheckedFairness]) -> list[Advice]:
    places = Places(deck.path)
    ignored = {question.id: question.ignore for question in deck.questions}
    return [
        Advice(code, places.at(each.question, each.path, each.message, each.excerpt, each.at_key))
        for code, each in dict.fromkeys(_found(deck, tuple(claims), tuple(trials)))
        if code not in ignored.get(each.question or "", ()) and each.question not in deck.included
    ]


def _about_text(places: Places) -> list[Advice]:
    if places.source is None:
        return []
    return [Advice(code, each) for code, rule in RULES.items() for each in rule.find_in_text(places.source)]


def _found(
    deck: Deck, claims: Iterable[CheckedClaim], trials: Iterable[CheckedFairness]
) -> Iterator[tuple[str, Finding]]:
    for code, rule in RULES.items():
        yield from ((code, finding) for finding in rule.find(deck))
        yield from ((code, finding) for claim in claims for finding in rule.find_in_run(deck, claim))
        yield from ((code, finding) for trial in trials for finding in rule.find_in_trial(deck, trial))
