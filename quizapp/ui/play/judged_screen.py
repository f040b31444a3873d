"""What the screens of a marked question share: the answer is marked, and its marks are judged, in the background."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import Result
from quizapp.play.attempt import Attempt
from quizapp.play.judging import Judgement, judge_attempt, measure
from quizapp.play.session import Session
from quizapp.questions.grading import DISPUTED
from quizapp.ui.play.heading import session_heading
from quizapp.ui.play.services import Services
from quizapp.ui.shared.messages import GoHome, SessionChanged
from quizapp.ui.shared.quiz_screen import QuizScreen


@dataclass(frozen=True)
class MarksOf:
    """The key of the work that measures what the marks of an attempt rest on."""

    attempt: str


@dataclass(frozen=True)
class JudgementOf:
    """The key of the work that asks the simulation whether it bears the marks of an attempt out."""

    attempt: str


def judge_marks(session: Session, services: Services) -> Session:
    """The session with what is known of its marks; what is not is being found out from now on."""
    session = _mark_exam(session, services)
    for attempt in session.unjudged:
        key = JudgementOf(attempt.id)
        found = services.background.outcome(key)
        if isinstance(found, Judgement):
            session = session.judged(attempt.id, found.disputed)
        elif found is None:
            services.background.ask(key, partial(judge_attempt, session, attempt))
    return session


def _mark_exam(session: Session, services: Services) -> Session:
    """An exam that is over with all the marks that are known; what others rest on is being measured from now on."""
    if session.exam is None or session.in_exam:
        return session
    for position, attempt in enumerate(session.attempts):
        if attempt.marked or not attempt.final:
            continue
        key = MarksOf(attempt.id)
        came = services.background.outcome(key) if attempt.to_measure else {}
        if isinstance(came, dict):
            marked = session.at(position).with_current(attempt.mark(came, services.clock()))
            session = marked.at(session.position)
        elif came is None:
            services.background.ask(key, partial(measure, session, attempt))
    return session


class JudgedScreen(QuizScreen):
    """A screen on which a question is or was marked."""

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__()
        self.session, self.services = session, services

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question shown."""
        return self.session.current

    def heading(self, width: int) -> str:
        """Deck, question, phase and the committed certainty."""
        return session_heading(self.session, width, self.services.running())

    def action_home(self) -> None:
        """Back to the decks."""
        self.post_message(GoHome())

    @property
    def results(self) -> Mapping[Evidence, Result]:
        """What came of all evidence, once that is known."""
        found = self.services.background.outcome(JudgementOf(self.attempt.id))
        return found.results if isinstance(found, Judgement) else {}

    def take_what_is_known(self) -> None:
        """Let the session be what has been found out of it so far; to be called as the screen opens."""
        self.session = judge_marks(self.session, self.services)
        if self.attempt.judged and self.attempt.question.is_judged:
            # Perhaps before a restart, with which its numbers went.
            work = partial(judge_attempt, self.session, self.attempt)
            self.services.background.ask(JudgementOf(self.attempt.id), work)

    def keep(self, attempt: Attempt) -> None:
        """Let the attempt stand otherwise."""
        self.session = self.session.with_current(attempt)
        self.post_message(SessionChanged(self.session))

    def measure_marks(self) -> None:
        """Have the answer marked, at once where nothing has to be measured for it."""
        if self.attempt.marked:
            return
        if self.attempt.to_measure:
            work = partial(measure, self.session, self.attempt)
            self.services.background.ask(MarksOf(self.attempt.id), work, urgent=True)
            self.work_done(MarksOf(self.attempt.id))
        else:
            self._mark({})

    def _mark(self, came: object) -> None:
        assert isinstance(came, dict)
        self.keep(self.attempt.mark(came, self.services.clock()))
        self.marked()

    def work_done(self, key: Hashable) -> None:
        """Take what the background has found out, if it has; a screen that is not there yet takes it as it opens."""
        if not self.is_mounted:
            return
        came = self.services.background.outcome(key)
        if key == MarksOf(self.attempt.id) and isinstance(came, dict) and not self.attempt.marked:
            self._mark(came)
        elif isinstance(key, JudgementOf) and isinstance(came, Judgement):
            self._judged(key.attempt, came)
        elif isinstance(came, Exception):
            self.services.background.forget(key)
            self.broke_down(came)

    def _judged(self, attempt_id: str, found: Judgement) -> None:
        settled = self.attempt.settled
        self.session = self.session.judged(attempt_id, found.disputed)
        if attempt_id == self.attempt.id:
            if found.disputed and not settled:
                self.notify(f"Not scored. {DISPUTED}.", severity="warning", markup=False)
            self.judged()

    def marked(self) -> None:
        """The answer is marked."""

    def judged(self) -> None:
        """It is known whether the simulation bears the marks out."""

    def broke_down(self, error: Exception) -> None:
        """Say that something could not be computed; nothing else is lost by it."""
        self.notify(f"The simulation stopped: {error}", severity="error", markup=False)
