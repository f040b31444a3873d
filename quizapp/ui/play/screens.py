"""From where a session stands to the screen that belongs to it."""

from __future__ import annotations

from quizapp.play.session import Phase, Session
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.shared.quiz_screen import QuizScreen


def screen_of(session: Session, still: bool) -> QuizScreen:
    """The screen of the phase that the current question is in; a `still` one shows no moving run."""
    match session.current.phase:
        case Phase.PREDICT:
            return PredictScreen(session)
        case Phase.OBSERVE:
            return ObserveScreen(session, still=still)
        case Phase.EXPLAIN:
            return ExplainScreen(session)
