"""What networks are called before learners: by the option whose networks they are, not by an author's name for them."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.play.attempt import Attempt
from quizapp.questions.answer_forms import EnterNumber, EnterText, Form, Option, PutInOrder


def noun_of(form: Form) -> str:
    """What an option is called: 'item' where they are put in order."""
    return "item" if isinstance(form, PutInOrder) else "choice"


def by_option(attempt: Attempt, experiment: str, numbered: Sequence[Option]) -> str:
    """'item 3', where each option has networks of its own, or 'the answer' where one is typed; nothing elsewhere.

    A choice may be about other networks than those that it shows. Options have the numbers that they have before the
    learner: their place in `numbered`.
    """
    pieces = (attempt.question.evidence_for(option.id) for option in numbered)
    names = [piece.experiment if piece else "" for piece in pieces]
    watched = [name for name in names if name]
    if experiment not in watched or len({*watched}) != len(watched):
        return ""
    typed = isinstance(attempt.form, EnterNumber | EnterText)
    return "the answer" if typed else f"{noun_of(attempt.form)} {names.index(experiment) + 1}"
