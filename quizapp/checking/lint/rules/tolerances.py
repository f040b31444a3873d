"""Numbers that nearly any answer comes near enough to."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule, doubted
from quizapp.claims.arithmetic import value_of
from quizapp.deck.model import Deck
from quizapp.questions.types.numeric import Numeric

NAME = "wide-tolerance"


def find(deck: Deck) -> Iterator[Finding]:
    """Numbers that the author gives, with a tolerance that is wider than half of them; in the first variant only."""
    for question in deck.questions:
        doubts = (
            variant.doubt_of_tolerance(value_of(variant.answer.value))
            for variant in deck.variants(question)
            if isinstance(variant, Numeric) and variant.answer.value is not None
        )
        doubt = next((each for each in doubts if each), None)
        if doubt:
            yield Finding(question.id, doubt.path, doubt.message)


RULES = (
    Rule(
        "W113",
        NAME,
        "A number's tolerance lets nearly any answer pass.",
        "Where the tolerance is more than half of the right number, guesses of another size are right too: a "
        "good mark says little about what somebody knows, and a wrong key goes unnoticed. A measured key needs "
        "no more than its networks differ by. For a key close to 0, give a misconception that must be told apart.",
        "{id: q, type: numeric, prompt: What is the loss of guessing?, if_wrong: Look.,\n"
        " answer: {value: 2.303, tolerance: 2}}",
        "{id: q, type: numeric, prompt: What is the loss of guessing?, if_wrong: Look.,\n"
        " answer: {value: 2.303, tolerance: 5%}}",
        find,
        find_in_trial=doubted(NAME),
    ),
)
