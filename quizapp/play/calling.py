"""What networks are called before learners: by the option whose networks they are, not by an author's name for them."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.play.attempt import Attempt
from quizapp.questions.answer_forms import EnterNumber, EnterText, Form, Option, PutInOrder


def noun_of(form: Form) -> str:
    """What an option is called: 'item' where they are put in order."""
    return "item" if isinstance(form, PutInOrder) else "choice"


def by_option(attempt: Attempt, experiment: str, numbered: Sequence[Option]) -> str:
    """'item 3', of the networks of one option, 'the answer' where one is typed; nothing of those of several, or none.

    Options have the numbers that they have before the learner: their place in `numbered`.
    """
    pieces = (attempt.question.evidence_for(option.id) for option in numbered)
    names = [piece.experiment if piece else "" for piece in pieces]
    if names.count(experiment) != 1:
        return ""
    typed = isinstance(attempt.form, EnterNumber | EnterText)
    return "the answer" if typed else f"{noun_of(attempt.form)} {names.index(experiment) + 1}"
