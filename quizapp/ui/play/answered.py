"""Answered: a question of an exam whose answer is committed. What was said stands here, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.play.exam import how_open
from quizapp.play.presenter import BeforeCommit, before_commit
from quizapp.play.session import Session
from quizapp.questions.answer_forms import Answer, Entered, PutInOrder, Settings, Typed
from quizapp.ui.play.heading import session_heading
from quizapp.ui.play.in_full import question_content
from quizapp.ui.play.services import Services
from quizapp.ui.shared.messages import FinishAsked, GoHome, PhaseChanged
from quizapp.ui.shared.questions import FINISH, NEXT, PREVIOUS, go
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text


class AnsweredScreen(QuizScreen):
    """The question with the answer that was committed."""

    DEFAULT_CSS = """
    AnsweredScreen {
        #page { padding: 1 2; height: 1fr; }
        &.-low #page { padding: 0 1; }
    }
    """
    AUTO_FOCUS = "#page"
    HELP = (
        "This answer is committed and cannot be changed. It is marked when the exam is over; "
        "then you go through all questions, with your answers and the networks."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on"),
        PREVIOUS,
        NEXT,
        *FINISH,
        Binding("escape", "home", "home"),
    ]
    LEFT_ONCE_SEEN_BY = ("enter",)

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__()
        self.session, self.services = session, services

    def body(self) -> Iterable[Widget]:
        """The question, the answer, and what comes next."""
        shown = before_commit(self.session.current)
        page = [question_content(shown), text(""), _said(shown), text(""), text(self._next(), "$foreground-muted")]
        yield VerticalScroll(Static(lines(*page)), id="page")

    def _next(self) -> str:
        opened, of = self.session.open_questions, len(self.session.attempts)
        where = "finishes the exam" if not opened else "goes to the next open question"
        return f"{how_open(opened, of)} Enter {where}."

    def heading(self, width: int) -> str:
        """Deck, question, and the time that is left."""
        return session_heading(self.session, width, self.services.running())

    def action_go_on(self) -> None:
        """The next open question, or the end."""
        if self.session.open_questions:
            self.post_message(PhaseChanged(self.session.at_next_open()))
        else:
            self.action_finish()

    def action_finish(self) -> None:
        """Finish the exam, if the learner means it."""
        self.post_message(FinishAsked(self.session))

    def action_go(self, by: int) -> None:
        """Look at another question."""
        go(self, self.session, by)

    def action_home(self) -> None:
        """Back to the decks; the clock runs on."""
        self.post_message(GoHome())


def _said(shown: BeforeCommit) -> Content:
    own = answer_in_words(shown.answer)
    order = "your order, as it stands above" if isinstance(shown.form, PutInOrder) else own
    sure = f"{shown.certainty.value} sure" if shown.certainty else ""
    said = ", ".join(filter(None, (order, sure)))
    return text(f"Committed{f': {said}' if said else ''}. It is marked when the exam is over.", "bold")


def answer_in_words(answer: Answer) -> str:
    """What was typed or turned; nothing of what the options show."""
    match answer:
        case Entered() | Typed():
            return answer.text
        case Settings():
            return str(answer)
        case _:
            return ""
