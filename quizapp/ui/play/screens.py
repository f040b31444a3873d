"""From where a session stands to the screen that belongs to it."""

from __future__ import annotations

from quizapp.play.attempt import Phase
from quizapp.play.session import Session
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.services import Services
from quizapp.ui.shared.quiz_screen import QuizScreen


def screen_of(session: Session, services: Services) -> QuizScreen:
    """The screen of the phase that the current question is in."""
    match session.current.phase:
        case Phase.PREDICT:
            return PredictScreen(session, services)
        case Phase.OBSERVE:
            return ObserveScreen(session, services)
        case Phase.EXPLAIN:
            return ExplainScreen(session, services)
