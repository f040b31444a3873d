"""Claims that are decided before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import models
from quizapp.claims import parse_claim
from quizapp.claims.decided import decided
from quizapp.claims.dependence import is_known_before
from quizapp.deck.model import Deck
from quizapp.questions.choices import Watched
from quizapp.questions.types import Question
from quizapp.questions.types.tune import Tune

NOT_MEASURED = "nothing in this goal is measured, so that no run is needed to reach it; compare what networks do"


def find_decided(deck: Deck) -> Iterator[Finding]:
    """Claims of which a part, or all, comes out the same whatever is measured, and goals that measure nothing."""
    for question in deck.questions:
        found = (finding for variant in deck.variants(question) for finding in _in(deck, variant))
        yield from {(each.path, each.excerpt): each for each in found}.values()


def _in(deck: Deck, question: Question) -> Iterator[Finding]:
    networks = deck.experiments_for(question)
    for path, part in models(question):
        if isinstance(part, Watched) and part.claim is not None and part.experiment is not None:
            claim = parse_claim(part.claim, networks, part.experiment)
            for text, message in decided(claim, networks, part.experiment):
                yield Finding(question.id, (*path, "claim"), message, text)
        if isinstance(part, Tune):
            goal = parse_claim(part.goal, networks, part.experiment)
            if is_known_before(goal, networks, part.experiment):
                yield Finding(question.id, (*path, "goal"), NOT_MEASURED)


RULES = (
    Rule(
        "W406",
        "decided-claim",
        "A claim, or a part of one, comes out the same whatever is measured.",
        "Accuracy never exceeds 1, the largest of all layers is no less than any of them, and a loss is below 1 or it "
        "is not: to say so says nothing of the networks. In an `or` such a part may make the claim hold, and in an "
        "`and` fail, whatever the rest of it says; elsewhere it only looks like a condition.",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: 'signal[3] / signal[0] < 0.5 or accuracy > 1'}",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: 'signal[3] / signal[0] < 0.5'}",
        find_decided,
    ),
)
