"""Choices that speak about the other choices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.choices import ChoiceQuestion

OTHERS = r"(?:above|below|others|(?:other )?(?:choices|options|answers|alternatives|statements))"
QUANTITY = r"(?:all|none|both|neither|any|either|some)"
CATCH_ALL = re.compile(
    rf"{QUANTITY} of (?:the |these |those )?{OTHERS}\b.*"
    rf"|{QUANTITY} of (?:these|those)\W*"
    r"|(?:both |neither |only )?\(?[a-i]\)?(?:, ?\(?[a-i]\)?)* (?:and|or|nor|&) \(?[a-i]\)?\W*",
    re.IGNORECASE,
)


def find(deck: Deck) -> Iterator[Finding]:
    """Choices such as 'All of the above' and 'Both a and c'."""
    for question in deck.questions:
        for place, choice in enumerate(question.choices if isinstance(question, ChoiceQuestion) else ()):
            if CATCH_ALL.fullmatch(choice.text):
                yield Finding(question.id, ("choices", place, "text"), MESSAGE)


MESSAGE = "this speaks about the other choices; say in its own words what would be so, or use `type: multiple`"
RULES = (
    Rule(
        "W102",
        "all-of-the-above",
        "A choice such as 'all of the above' says nothing of its own.",
        "Who knows that two choices are right has 'all of the above' without a look at the third; who knows one to be "
        "wrong can strike it out. 'None of the above' rewards seeing what is wrong without knowing what is right. "
        "Besides, choices are shuffled, so that nothing is above, and such a choice has no network to watch.",
        "{id: q, type: single, prompt: What does a large weight enlarge?, choices: [\n"
        "  {id: signal, text: The signal, correct: false}, {id: error, text: The error, correct: false},\n"
        "  {id: all, text: All of the above, correct: true}]}",
        "{id: q, type: multiple, prompt: What does a large weight enlarge?, choices: [\n"
        "  {id: signal, text: The signal, correct: true}, {id: error, text: The error, correct: true},\n"
        "  {id: bias, text: The bias, correct: false}]}",
        find,
        source="Haladyna, Downing and Rodriguez 2002: keep choices independent; avoid 'all of the above'; use 'none "
        "of the above' with care.",
    ),
)
