"""The way into an exam and out of it: its rules, its clock, the question whether to finish, and how it went."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App
from textual.screen import Screen

from quizapp.deck.model import Deck
from quizapp.play.exam import WILL_COUNT, how_open
from quizapp.play.session import Session
from quizapp.review.exams import CannotSit, Plan, Wanted, rules
from quizapp.ui.play.ask_dialog import AskDialog
from quizapp.ui.play.exam_room import ExamRoom
from quizapp.ui.play.exam_summary import ExamSummaryScreen
from quizapp.ui.play.keeper import Keeper
from quizapp.ui.play.services import Services
from quizapp.ui.play.sessions import Sessions
from quizapp.ui.shared.quiz_screen import QuizScreen


class ExamDoor:
    """Shows what there is to see of an exam beside its questions, once a second with the time."""

    def __init__(self, app: Shows, wanted: Wanted) -> None:
        self.app = app
        self.room = ExamRoom(wanted, app.sessions, app.services, app.keeper)
        app.app.set_interval(1, self.look_at_clock)

    def open(self, deck: Deck) -> None:
        """The exam where it stands; a new one once its rules were read."""
        try:
            found = self.room.opened(deck, self.app.seed)
        except CannotSit as why:
            self.app.app.notify(f"{why}.", severity="error", timeout=15, markup=False)
            return
        self.app.keeper.tell_news()
        if isinstance(found, Plan):
            self._tell_rules(deck, found)
            return
        for note in found.notes:
            self.app.app.notify(note, markup=False)
        if found.session.in_exam:
            self.app.show(found.session)
        else:
            self.show_summary(found.session)

    def _tell_rules(self, deck: Deck, plan: Plan) -> None:
        first, *others = rules(deck, self.room.wanted, plan)

        def begin(sure: bool | None) -> None:
            if sure:
                self.app.show(self.room.begin(deck, plan))

        self.app.app.push_screen(AskDialog(first, others, "Enter begins; escape goes back."), begin)

    def look_at_clock(self) -> None:
        """Say how much time is left, and end the exam when none is."""
        passed = self.room.passed()
        if passed.said:
            self.app.app.notify(passed.said, severity="warning", timeout=10, markup=False)
        if passed.over is not None:
            self._end(passed.over)
        elif self.room.session is not None:
            self._show_time(self.app.app.screen)

    def _show_time(self, screen: Screen[Any]) -> None:
        """Write the header line anew, unless the screen is only just being put together."""
        if isinstance(screen, QuizScreen) and screen.query("#heading"):
            screen.show_heading()

    def ask_to_finish(self, session: Session) -> None:
        """Ask whether to finish, and do it."""
        opened = session.open_questions
        said = [how_open(opened, len(session.attempts)), *([WILL_COUNT] if opened else [])]

        def finish(sure: bool | None) -> None:
            if sure and (current := self.room.session) is not None and current.in_exam:
                self._end(current.ended())

        name = session.exam.name if session.exam else "exam"
        dialog = AskDialog(f"Finish the {name}?", said, "Enter finishes it for good; escape goes on with it.")
        self.app.app.push_screen(dialog, finish)

    def _end(self, session: Session) -> None:
        """The exam is over: show how it went, unless the learner is elsewhere."""
        kept = self.app.sessions.keep(session)
        stack = self.app.app.screen_stack
        if any(getattr(getattr(screen, "session", None), "id", None) == kept.id for screen in stack):
            self.show_summary(kept)

    def show_summary(self, session: Session) -> None:
        """How it went."""
        kept = self.app.sessions.keep(session)
        self.app.put(ExamSummaryScreen(kept, self.app.services, self.room.ended))


class Shows(Protocol):
    """The app, as far as an exam needs it."""

    seed: int

    @property
    def app(self) -> App[object]:
        """What notifies and pushes screens."""

    @property
    def sessions(self) -> Sessions:
        """All sessions."""

    @property
    def services(self) -> Services:
        """What screens share."""

    @property
    def keeper(self) -> Keeper:
        """What writes answers down."""

    def show(self, session: Session) -> None:
        """Show a session."""

    def put(self, screen: QuizScreen) -> None:
        """Show a screen over home."""
