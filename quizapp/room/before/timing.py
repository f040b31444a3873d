"""How many minutes each step of a question takes in a workshop: a guess that a facilitator can go by.

A question of an ordinary kind takes 8 minutes: 1 to vote, 3 to discuss, 1 to vote again, 1 to watch the networks and
2 to explain. Long texts, kinds with more to do, and difficulty move these by halves of a minute.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from quizapp.questions.answer_forms import EnterNumber, EnterText, Form, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.questions.question import Question

#: Words that are read in a minute on a projector, and how many of them the minute of a vote leaves time for.
WORDS_A_MINUTE, WORDS_WITHIN = 150, 75
MOST_READING = 2.0
#: What is taken for a question whose author says nothing of its difficulty.
USUAL_DIFFICULTY = 3
#: Minutes to tell what came of a follow-up.
TELLING = 1.0


@dataclass(frozen=True)
class Minutes:
    """The minutes of a question, step by step; `follow_up` is its isomorph, asked and told."""

    vote: float
    discuss: float
    again: float
    simulate: float
    explain: float
    follow_up: float = 0.0

    @property
    def total(self) -> float:
        """All of them."""
        return float(sum(astuple(self)))


def minutes_of(question: Question, follow_up: Question | None = None) -> Minutes:
    """The minutes of a question and, if it has one, of what is asked after it."""
    difficulty = question.difficulty or USUAL_DIFFICULTY
    form = question.form()
    return Minutes(
        vote=_vote(question),
        discuss=2.0 if difficulty == 1 or question.type == "true_false" else 4.0 if difficulty >= 4 else 3.0,
        again=1.5 if isinstance(form, TurnKnobs | PutInOrder) else 1.0,
        simulate=0.0 if not runs(question) else 1.5 if isinstance(form, TurnKnobs) else 1.0,
        explain=2.5 if difficulty >= 4 else 2.0,
        follow_up=_vote(follow_up) + TELLING if follow_up else 0.0,
    )


def runs(question: Question) -> bool:
    """Whether there are networks to watch for any answer."""
    return any(question.evidence_for(option.id) for option in question.form().options)


def _vote(question: Question) -> float:
    return 1.0 + _more_to_do(question.form()) + _reading(question)


def _more_to_do(form: Form) -> float:
    """Minutes that a form takes longer than picking one."""
    match form:
        case PickOne():
            return 0.0
        case PickMany() | EnterNumber() | EnterText() | PutInOrder():
            return 0.5
        case TurnKnobs():
            return 1.0


def _reading(question: Question) -> float:
    """Minutes for the words that the minute of a vote has no time for."""
    options = question.form().options
    words = len(question.prompt.split()) + sum(len(option.text.split()) for option in options)
    over = max(0, words - WORDS_WITHIN) / WORDS_A_MINUTE
    return min(MOST_READING, _in_halves(over))


def _in_halves(minutes: float) -> float:
    return round(minutes * 2) / 2
