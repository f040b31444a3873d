"""Choices, statements and words that no claim decides, in a deck that has networks to run."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import models
from quizapp.deck.model import Deck
from quizapp.questions.choices import Choice
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.true_false import TrueFalse

TO_DO = (
    "no simulation decides whether this is right; add experiments and claims, or write `simulation: none` if that is "
    "how it is meant"
)
NO_CLAIM = "no simulation decides whether this is right; add `experiment: NAME` and `claim: ...`"
NO_MEASURE = (
    "nothing that is measured stands behind this number; add `experiment: NAME` and `claim: ...`, or let the "
    "simulation find it with `measure:` and `within:`"
)


def find_unclaimed(deck: Deck) -> Iterator[Finding]:
    """What no simulation decides in decks that run networks; and decks that are still to get some.

    These are choices, statements and words without a claim, and numbers with neither a claim nor a measure behind them.
    """
    if deck.simulation == "todo" and not deck.has_experiments:
        yield Finding(None, ("simulation",), TO_DO)
    for question in deck.questions if deck.has_experiments else ():
        for path, part in models(question):
            if isinstance(part, Choice | TrueFalse) and part.claim is None:
                yield Finding(question.id, (*path, "answer" if isinstance(part, TrueFalse) else "correct"), NO_CLAIM)
            elif isinstance(part, ShortAnswer) and part.claim is None:
                yield Finding(question.id, (*path, "answer"), NO_CLAIM)
            elif isinstance(part, Numeric) and part.claim is None and part.answer.measure is None:
                yield Finding(question.id, (*path, "answer"), NO_MEASURE)


RULES = (
    Rule(
        "W403",
        "no-claim",
        "A choice, a statement, a word or a number has no claim.",
        "What is right is then only the author's word: learners have nothing to watch, and nobody notices when it is "
        "wrong. Say in a claim what can be measured on a network exactly if the choice is right. A deck that names no "
        "experiment at all is not warned of: `simulation: none` at its head says that it is meant so, and `simulation: "
        "todo`, with which imported decks begin, that it is not.",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.}",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: 'signal[3] / signal[0] < 0.5'}",
        find_unclaimed,
    ),
)
