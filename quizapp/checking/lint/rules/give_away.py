"""Right choices that can be told by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.choices import Choice, ChoiceQuestion

#: The right choice stands out if it is so many times as long as the longest wrong one, and so many characters longer.
TIMES, LONGER = 1.5, 15
#: With fewer choices than this, a word that only one of them has is no pattern.
FEWEST = 3
QUALIFIER = re.compile(
    r"\b(?:usually|often|sometimes|generally|typically|normally|mostly|probably|perhaps|possibly|rarely|seldom"
    r"|likely|may|might|tends?|in general|as a rule|in most cases)\b",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|impossible|entirely|completely|absolutely|in any case|in no case)\b", re.IGNORECASE
)


def find_longest(deck: Deck) -> Iterator[Finding]:
    """Questions in which the shortest right choice is by far longer than the longest wrong one."""
    for question, right, wrong in _questions(deck):
        shortest = min(len(choice.text) for _, choice in right)
        longest = max(len(choice.text) for _, choice in wrong)
        if shortest >= max(TIMES * longest, longest + LONGER):
            what = f"{shortest} characters against at most {longest}"
            cure = f"the right choice is by far the longest, {what}; shorten it, or say as much in the others"
            yield Finding(question.id, ("choices", right[0][0], "text"), cure)


def find_qualified(deck: Deck) -> Iterator[Finding]:
    """Questions in which qualifiers, or absolutes, stand on one side only."""
    for question, right, wrong in _questions(deck):
        if len(right) + len(wrong) < FEWEST or len(right) > 1:
            continue
        place, choice = right[0]
        found = QUALIFIER.search(choice.text)
        if found and not any(QUALIFIER.search(other.text) for _, other in wrong):
            message = f"only the right choice is qualified ({found.group()!r}); leave the word out, or give others one"
            yield Finding(question.id, ("choices", place, "text"), message, found.group())
        if not ABSOLUTE.search(choice.text) and all(ABSOLUTE.search(other.text) for _, other in wrong):
            message = "every wrong choice says 'always', 'never' or the like, and the right one does not; leave it out"
            yield Finding(question.id, ("choices", wrong[0][0], "text"), message)


Placed = Sequence[tuple[int, Choice]]


def _questions(deck: Deck) -> Iterator[tuple[ChoiceQuestion, Placed, Placed]]:
    """The questions that have both, with their right choices and their wrong ones."""
    for question in deck.questions:
        if isinstance(question, ChoiceQuestion):
            placed = list(enumerate(question.choices))
            right = [pair for pair in placed if pair[1].correct]
            wrong = [pair for pair in placed if not pair[1].correct]
            if right and wrong:
                yield question, right, wrong


SOURCE = "Millman, Bishop and Ebel 1965, An analysis of test-wiseness; Haladyna, Downing and Rodriguez 2002: keep the "
RULES = (
    Rule(
        "W104",
        "longest-is-right",
        "The right choice is by far the longest.",
        "Authors take care to make the right choice exact, and it grows; test-wise learners know this and pick the "
        f"longest. It is given from {TIMES:g} times the length of the longest wrong choice on. Move reasons into "
        "`if_chosen` and `explanation`.",
        "{id: q, type: single, prompt: What becomes of the error?, choices: [\n"
        "  {id: no, text: It grows, correct: false},\n"
        "  {id: yes, text: 'It shrinks at each layer, since each slope is 1/4 or less', correct: true}]}",
        "{id: q, type: single, prompt: What becomes of the error?, choices: [\n"
        "  {id: no, text: It grows, correct: false},\n"
        "  {id: yes, text: It shrinks, correct: true, if_chosen: 'Each slope is 1/4 or less.'}]}",
        find_longest,
        source=f"{SOURCE}length of choices about equal.",
    ),
    Rule(
        "W105",
        "only-one-qualified",
        "Only the right choice says 'usually', or only the wrong ones say 'always'.",
        "What is 'usually' so is rarely wrong, and what is 'always' so is rarely right, whatever the subject is. "
        "Learners who know nothing else find the right choice by such a word.",
        "{id: q, type: single, prompt: What do small weights do?, choices: [\n"
        "  {id: shrink, text: They usually shrink it, correct: true}, {id: grow, text: They enlarge it, "
        "correct: false},\n"
        "  {id: keep, text: They leave it alone, correct: false}]}",
        "{id: q, type: single, prompt: What do small weights do?, choices: [\n"
        "  {id: shrink, text: They shrink it, correct: true}, {id: grow, text: They enlarge it, correct: false},\n"
        "  {id: keep, text: They leave it alone, correct: false}]}",
        find_qualified,
        source=f"{SOURCE}choices free of such clues as specific determiners.",
    ),
)
