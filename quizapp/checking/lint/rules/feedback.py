"""Wrong answers that are not answered."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.questions.choices import ChoiceQuestion, PickQuestion
from quizapp.questions.types import Question


def find(deck: Deck) -> Iterator[Finding]:
    """Options that are wrong, and about which nothing is said to somebody who picked them."""
    for question in deck.questions:
        if isinstance(question, PickQuestion):
            right = question.right_answer()
            wrong = (option.id for option in question.form().options if option.id not in right)
            yield from (_finding(question, each) for each in wrong if question.feedback(each, chosen=True) is None)
        elif "if_wrong" in type(question).model_fields and getattr(question, "if_wrong", None) is None:
            yield _finding(question, "")


def _finding(question: Question, option: str) -> Finding:
    if not isinstance(question, ChoiceQuestion):
        message = "nothing is said to somebody who answered wrongly; add `if_wrong: ...`"
        return Finding(question.id, ("prompt",), message)
    place = [choice.id for choice in question.choices].index(option)
    message = "nothing is said to somebody who chose this wrongly; add `if_chosen: ...`"
    return Finding(question.id, ("choices", place, "text"), message)


RULES = (
    Rule(
        "W106",
        "no-feedback",
        "Somebody who gave this wrong answer is told nothing about it.",
        "A wrong choice that was considered and picked leaves a trace: without feedback it is more likely to be "
        "believed later than if it had never been read. Say what to look at in the run, and which thought led astray.",
        "{id: q, type: true_false, prompt: Small weights shrink the error., answer: true}",
        "{id: q, type: true_false, prompt: Small weights shrink the error., answer: true,\n"
        " if_wrong: At layer 1 a thousandth of the error is left.}",
        find,
        source="Butler and Roediger 2008, Feedback enhances the positive effects and reduces the negative effects of "
        "multiple-choice testing.",
    ),
)
