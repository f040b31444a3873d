"""Choices that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.choices import ChoiceQuestion

#: A word, a number, or a sign that may carry the meaning, such as < and >.
TOKEN = re.compile(r"[^\W\d_]+|[-+]?\d+(?:\.\d+)?|[^\w\s,.;:!?'\"()`’“”]")
#: Words that hardly add to the meaning.
EMPTY = re.compile(r"an?|the|is|are|was|be|will|would|do|does|did|it|they|its|their|that|this|so")
ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:ing|ed|es|e|s)$")


def find(deck: Deck) -> Iterator[Finding]:
    """Choices that differ from an earlier one in small words, endings, case or punctuation only."""
    for question in deck.questions:
        earlier: dict[tuple[str, ...], str] = {}
        for place, choice in enumerate(question.choices if isinstance(question, ChoiceQuestion) else ()):
            twin = earlier.setdefault(core(choice.text), choice.id)
            if twin != choice.id:
                message = f"this says the same as the choice {twin!r}; make the difference plain, or take one out"
                yield Finding(question.id, ("choices", place, "text"), message)


def core(text: str) -> tuple[str, ...]:
    """The words of a text without their endings, in their order, and without those that hardly add to the meaning."""
    tokens = TOKEN.findall(text.casefold())
    kept = [token for token in tokens if not EMPTY.fullmatch(token)] or tokens or [text]
    return tuple(ENDING.sub("", token) for token in kept)


RULES = (
    Rule(
        "W103",
        "near-duplicate-choices",
        "Two choices say the same in hardly different words.",
        "In a question with one right choice two that mean the same must both be wrong, so that learners can strike "
        "out both without any knowledge. Numbers, signs and the order of words count as differences.",
        "{id: q, type: single, prompt: What becomes of the error?, choices: [\n"
        "  {id: one, text: It vanishes., correct: false}, {id: two, text: The error will vanish, correct: false},\n"
        "  {id: three, text: the error vanishes, correct: false}, {id: four, text: It grows, correct: true}]}",
        "{id: q, type: single, prompt: What becomes of the error?, choices: [\n"
        "  {id: one, text: It vanishes., correct: false}, {id: two, text: It stays as it is., correct: false},\n"
        "  {id: three, text: It turns round., correct: false}, {id: four, text: It grows, correct: true}]}",
        find,
        source="Haladyna, Downing and Rodriguez 2002: choices must not overlap.",
    ),
)
