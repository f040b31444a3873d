"""From where a session stands to the screen that belongs to it."""

from __future__ import annotations

from quizapp.play.attempt import Phase
from quizapp.play.session import Session
from quizapp.ui.play.answered import AnsweredScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import ExamPredictScreen, PredictScreen
from quizapp.ui.play.services import Services
from quizapp.ui.shared.quiz_screen import QuizScreen


def screen_of(session: Session, services: Services) -> QuizScreen:
    """The screen of the phase that the current question is in; in an exam that is on, of what may be seen of it."""
    if session.in_exam and session.current.final:
        return AnsweredScreen(session, services)
    if session.current.marked and not session.current.watches:
        return ExplainScreen(session.with_current(session.current.explain()), services)
    match session.current.phase:
        case Phase.PREDICT:
            return (ExamPredictScreen if session.in_exam else PredictScreen)(session, services)
        case Phase.OBSERVE:
            return ObserveScreen(session, services)
        case Phase.EXPLAIN:
            return ExplainScreen(session, services)
