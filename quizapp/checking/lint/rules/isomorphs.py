"""Questions whose isomorph tests something else."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.types import Question


def find(deck: Deck) -> Iterator[Finding]:
    """Isomorphs that share no objective with their question, where both have objectives."""
    by_id = {question.id: question for question in deck.questions}
    for question in deck.questions:
        other = by_id.get(question.isomorph or "")
        if other is not None and _parted(question, other):
            message = (
                f"{other.id} serves {_listed(other)} and this question {_listed(question)}, so that it cannot tell "
                "what carries over; name a question of the same objective"
            )
            yield Finding(question.id, ("isomorph",), message)


def _parted(question: Question, other: Question) -> bool:
    both = bool(question.objectives and other.objectives)
    return both and not set(question.objectives) & set(other.objectives)


def _listed(question: Question) -> str:
    return ", ".join(question.objectives)


PAIR = (
    "{id: q, type: true_false, prompt: Units may be equal., answer: true, if_wrong: Look., objectives: [S2],\n"
    " isomorph: again}\n"
    "- {id: again, type: true_false, prompt: Biases may be zero., answer: true,\n"
    " if_wrong: Look., "
)
RULES = (
    Rule(
        "W305",
        "other-objective",
        "A question's isomorph serves other objectives.",
        "In a workshop the isomorph is asked after the second vote, by oneself and without talk. Those who "
        "are right again have understood, and did not copy. It tells so only if it asks for the same idea in another "
        "case.",
        f"{PAIR}objectives: [I2]}}",
        f"{PAIR}objectives: [S2]}}",
        find,
        source="Smith et al. 2009, Science 323: a second, isomorphic question that is answered alone.",
    ),
)
