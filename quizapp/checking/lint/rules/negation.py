"""Questions whose sense hangs on a small word that is easily missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.types.true_false import TrueFalse

#: Only in lower case, and not between asterisks or underscores: that is how a word is emphasised.
NEGATION = re.compile(r"(?<![*_\w])(?:not|never|cannot|except|[a-z]+n['’]t)(?![*_\w])")
QUESTION = re.compile(r"[^.!?:]*\?")
#: Where the word does not turn the sense of the question round.
HARMLESS = re.compile(r"\b(?:or|whether or|if) not\b|\bnot only\b|\bwhy not\b")


def find(deck: Deck) -> Iterator[Finding]:
    """A negation in what is asked: in the sentences that end in a question mark, or in a statement to judge."""
    for question in deck.questions:
        asked = [question.prompt] if isinstance(question, TrueFalse) else QUESTION.findall(question.prompt)
        for sentence in asked:
            found = NEGATION.search(HARMLESS.sub(lambda harmless: " " * len(harmless.group()), sentence))
            if found:
                yield Finding(question.id, ("prompt",), _message(found.group()), found.group())
                break


def _message(word: str) -> str:
    return f"{word!r} is easily missed; ask it without, or write {word.upper()} or **{word}**"


RULES = (
    Rule(
        "W101",
        "unemphasised-negation",
        "The question turns on a 'not' that is easily missed.",
        "Whoever misses the word answers another question than the one that was asked, and is marked wrong for reading "
        "fast. Ask for what is so instead of for what is not. Where it must be a negation, emphasise it.",
        "{id: q, type: single, prompt: Which of these does not change the factor?, choices: [\n"
        "  {id: width, text: The width, correct: true}, {id: gain, text: The gain, correct: false}]}",
        "{id: q, type: single, prompt: Which of these leaves the factor as it is?, choices: [\n"
        "  {id: width, text: The width, correct: true}, {id: gain, text: The gain, correct: false}]}",
        find,
        source="Haladyna, Downing and Rodriguez 2002, A review of multiple-choice item-writing guidelines for "
        "classroom assessment: word the stem positively, and capitalise a negative word that has to be there.",
    ),
)
