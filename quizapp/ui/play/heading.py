"""The header line of a question: which it is, how far the learner is with it, and how sure they said they were."""

from __future__ import annotations

from quizapp.play.attempt import Certainty, Phase
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


def session_heading(session: Session, width: int) -> str:
    """Deck, number of the question, phase, and the certainty of the prediction, as far as there is room."""
    attempt = session.current
    left = f" quizapp · {session.deck.title} · {session.position + 1} of {len(session.attempts)}"
    sure = said(attempt.certainty) if attempt.committed else ""
    for right in (
        f"{phases(attempt.phase, attempt.watches)}   {sure}",
        f"{attempt.phase.value.upper()}   {sure}",
        attempt.phase.value.upper(),
    ):
        if len(left) + len(right.strip()) + 4 <= width:
            return left + right.strip().rjust(width - len(left) - 1)
    return left[:width]


def said(certainty: Certainty | None) -> str:
    """'you said: 67-80% sure'."""
    return f"you said: {certainty.value} sure" if certainty else ""
