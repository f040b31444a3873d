"""Choices and statements that no claim decides, as in a deck that was imported or is not finished."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checking.lint.parts import models
from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.choices import Choice
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.true_false import TrueFalse

NO_CLAIM = "no simulation decides whether this is right; add `experiment: NAME` and `claim: ...`"
NO_MEASURE = (
    "nothing that is measured stands behind this number; add `experiment: NAME` and `claim: ...`, or let the "
    "simulation find it with `measure:` and `within:`"
)


def find_unclaimed(deck: Deck) -> Iterator[Finding]:
    """Choices and statements without a claim, and numbers with neither a claim nor a measure behind them."""
    for question in deck.questions:
        for path, part in models(question):
            if isinstance(part, Choice | TrueFalse) and part.claim is None:
                yield Finding(question.id, (*path, "answer" if isinstance(part, TrueFalse) else "correct"), NO_CLAIM)
            elif isinstance(part, Numeric) and part.claim is None and part.answer.measure is None:
                yield Finding(question.id, (*path, "answer"), NO_MEASURE)


RULES = (
    Rule(
        "W403",
        "no-claim",
        "A choice, a statement or a number has no claim.",
        "What is right is then only the author's word: learners have nothing to watch, and nobody notices when it is "
        "wrong. Imported questions begin like this. Name a network under `experiments:`, and say in a claim what can "
        "be measured on it exactly if the choice is right.",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.}",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: 'signal[3] / signal[0] < 0.5'}",
        find_unclaimed,
    ),
)
