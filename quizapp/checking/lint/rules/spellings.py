"""Short answers whose spellings say nothing, say too much, or are asked for in the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.experiments.scalars import NUMBER
from quizapp.questions.spellings import CLOSING, Spelling, compared
from quizapp.questions.types.short_answer import ShortAnswer

#: Fewer letters than this occur in any prompt by chance.
FEWEST_LETTERS = 3
Placed = tuple[tuple[str | int, ...], Spelling]


def find_covered(deck: Deck) -> Iterator[Finding]:
    """Accepted spellings that another one accepts already."""
    for question in _questions(deck):
        placed = _accepted(question)
        for number, (path, each) in enumerate(placed[1:], start=1):
            others = [other for _, other in placed if other is not each and not other.takes_all]
            covering = (other for other in others if other.covers(each) and _is_first(other, each, placed, number))
            by = next(covering, None)
            if by is not None and not each.takes_all:
                message = f"{by.text!r} accepts this already (case, spaces and quotes are not compared); take it out"
                yield Finding(question.id, path, message)


def _is_first(other: Spelling, each: Spelling, placed: list[Placed], number: int) -> bool:
    """Of two that accept the same only the second is one too many."""
    return not each.covers(other) or any(before is other for _, before in placed[:number])


def find_anything(deck: Deck) -> Iterator[Finding]:
    """Questions to which every answer is right."""
    for question in _questions(deck):
        for path, each in _accepted(question):
            if each.takes_all:
                message = "this accepts whatever is typed; write what is right, or ask for no answer"
                yield Finding(question.id, path, message)


def find_number(deck: Deck) -> Iterator[Finding]:
    """Numbers that are compared letter by letter."""
    for question in _questions(deck):
        if NUMBER.fullmatch(question.shown):
            message = (
                "this is a number, and here only its digits count: 0.50 is not 0.5; ask with `type: numeric`, which "
                "knows a tolerance"
            )
            yield Finding(question.id, ("answer",), message)


def find_in_prompt(deck: Deck) -> Iterator[Finding]:
    """Prompts in which the answer stands."""
    for question in _questions(deck):
        asked = compared(question.prompt)
        for path, each in _accepted(question):
            words = compared(each.parts[0])
            if each.is_plain and len(words) >= FEWEST_LETTERS and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", asked):
                yield Finding(question.id, path, "the prompt has this word in it; ask so that it does not")


def find_closing(deck: Deck) -> Iterator[Finding]:
    """Spellings that end in a sign that learners leave out."""
    for question in _questions(deck):
        placed = _accepted(question)
        for path, each in placed:
            bare = each.parts[-1].rstrip(CLOSING).strip()
            if bare and each.parts[-1][-1:] in tuple(CLOSING) and not any(right.accepts(bare) for _, right in placed):
                message = f"whoever leaves out the {each.parts[-1][-1]!r} at the end is wrong; write it without"
                yield Finding(question.id, path, message)


def _questions(deck: Deck) -> Iterator[ShortAnswer]:
    return (question for question in deck.questions if isinstance(question, ShortAnswer))


def _accepted(question: ShortAnswer) -> list[Placed]:
    """The answer and what is accepted beside it, each with its place."""
    answer, *others = question.right_spellings
    return [(("answer",), answer), *((("accept", place), each) for place, each in enumerate(others))]


START = "{id: q, type: short_answer, prompt: Whose start suits ReLU?, if_wrong: Look."
RULES = (
    Rule(
        "W108",
        "covered-spelling",
        "An accepted spelling is accepted by another one already.",
        "Case, spaces, quotes, dashes and a full stop at the end are not compared unless `case_sensitive` says so, and "
        "`*` stands for anything; so most spellings need not be listed. One that is one too many hides which of them "
        "matter.",
        f"{START}, answer: He, accept: ['HE', 'Kaiming', 'kaiming*']}}",
        f"{START}, answer: He, accept: ['kaiming*']}}",
        find_covered,
    ),
    Rule(
        "W109",
        "accepts-anything",
        "A short answer accepts whatever is typed.",
        "A lone `*` stands for anything, so nobody can be wrong. What is said to all other answers belongs into "
        "`if_wrong`, and a `*` beside some letters accepts what has these in it.",
        f"{START}, answer: He, accept: ['*']}}",
        f"{START}, answer: He, accept: ['*he normal*']}}",
        find_anything,
    ),
    Rule(
        "W110",
        "number-as-text",
        "A short answer is a number.",
        "Texts are compared letter by letter, so that 0.50, 1/2 and 5e-1 would be wrong where 0.5 is right. `type: "
        "numeric` reads all of these, and takes a tolerance.",
        "{id: q, type: short_answer, prompt: How many inputs?, if_wrong: Count., answer: '512'}",
        "{id: q, type: numeric, prompt: How many inputs?, if_wrong: Count., answer: {value: 512}}",
        find_number,
    ),
    Rule(
        "W111",
        "answer-in-prompt",
        "The prompt has the answer in it.",
        "Learners copy what they read. Where the word cannot be left out of the prompt, ask to choose instead.",
        "{id: q, type: short_answer, prompt: Does He or Xavier suit ReLU?, if_wrong: Look., answer: Xavier}",
        "{id: q, type: short_answer, prompt: Whose start suits tanh?, if_wrong: Look., answer: Xavier}",
        find_in_prompt,
    ),
    Rule(
        "W112",
        "closing-sign",
        "An accepted spelling ends in a full stop or the like.",
        "A sign that closes what a learner typed is passed over where it is not in the spelling, but where the "
        "spelling has one it is asked for.",
        f"{START}, answer: He.}}",
        f"{START}, answer: He}}",
        find_closing,
    ),
)
