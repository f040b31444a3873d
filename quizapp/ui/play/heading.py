"""The header line of a question: which it is, how far the learner is with it, and how sure they said they were."""

from __future__ import annotations

from quizapp.play.attempt import Phase
from quizapp.play.certainty import Certainty
from quizapp.play.exam import clock_words
from quizapp.play.session import Session


def phases(phase: Phase, watches: bool = True) -> str:
    """The way through a question, with the present phase in capitals: 'predict ✓ ─ OBSERVE ─ explain'.

    Where there are no networks to watch, nothing is observed.
    """
    order = [each for each in Phase if watches or each is not Phase.OBSERVE]
    words = [
        f"{step.value} ✓"
        if order.index(step) < order.index(phase)
        else step.value.upper()
        if step is phase
        else step.value
        for step in order
    ]
    return " ─ ".join(words)


def session_heading(session: Session, width: int, now: float = 0.0) -> str:
    """Deck, number of the question, phase, and the certainty of the prediction, as far as there is room.

    While an exam is on, how many questions are answered and how much time is left at `now`, of `exam.running`.
    """
    exam = f" · {session.exam.name}" if session.exam else ""
    left = f" quizapp · {session.deck.title}{exam} · {session.position + 1} of {len(session.attempts)}"
    for right in _of_exam(session, now) if session.in_exam else _of_question(session):
        if len(left) + len(right.strip()) + 4 <= width:
            return left + right.strip().rjust(width - len(left) - 1)
    if session.in_exam:  # the time is worth more than the title
        return f" {session.position + 1} of {len(session.attempts)} · {_of_exam(session, now)[-1]}"[:width]
    return left[:width]


def _of_question(session: Session) -> tuple[str, ...]:
    attempt = session.current
    sure = "not answered" if attempt.lapsed else said(attempt.certainty) if attempt.committed else ""
    return (
        f"{phases(attempt.phase, attempt.watches)}   {sure}",
        f"{attempt.phase.value.upper()}   {sure}",
        attempt.phase.value.upper(),
    )


def _of_exam(session: Session, now: float) -> tuple[str, ...]:
    left = session.exam.left(now) if session.exam else None
    time = "no limit of time" if left is None else f"{clock_words(left)} left"
    return f"{session.answered} answered · {time}", time


def said(certainty: Certainty | None) -> str:
    """'you said: 67-80% sure'."""
    return f"you said: {certainty.value} sure" if certainty else ""
