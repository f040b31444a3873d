"""How an exam went: the score, what became of every question, and from there through all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.play.attempt import Attempt
from quizapp.play.exam import outcome, score
from quizapp.play.session import Session
from quizapp.questions.grading import credit_rules
from quizapp.ui.play.judged_screen import judge_marks
from quizapp.ui.play.services import Services
from quizapp.ui.play.summary import KEYS, SummaryScreen, calibration_content
from quizapp.ui.shared.messages import PhaseChanged
from quizapp.ui.shared.text import lines, text

SIGNS = {
    "right": ("✓", "$text-success"),
    "in part": ("~", "$text-warning"),
    "not right": ("✗", "$text-error"),
    "not scored": ("?", "$text-warning"),
}
#: Keeps an exam that is marked, and gives it as it is then with what else there is to say of it.
End = Callable[[Session], tuple[Session, str]]


class ExamSummaryScreen(SummaryScreen):
    """How the exam went."""

    HELP = (
        "Enter goes through all questions, with your answers, their networks and the explanations; "
        "the number of a question opens that one. What was not answered in time counts as unanswered."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "walk", "go on"),
        Binding("escape", "home", "home"),
        *(Binding(key, f"open({row})", "look at it again", show=row == 0) for row, key in enumerate(KEYS)),
    ]

    def __init__(self, session: Session, services: Services, end: End) -> None:
        super().__init__(session, services)
        self._end, self.more, self.ended = end, "", False

    def body(self) -> Iterable[Widget]:
        """One page: the score, then every question."""
        yield VerticalScroll(
            Static(id="score", classes="part"),
            Static(id="gain", classes="part"),
            Static(id="again", classes="part"),
            Static(id="calibration", classes="part"),
            id="page",
        )

    def on_mount(self) -> None:
        """Show what is known."""
        self._show()

    def work_done(self, key: Hashable) -> None:
        """Count what was still being marked or checked; a screen that is not there yet does as it opens."""
        if self.query("#calibration"):
            self._show()

    def _show(self) -> None:
        self.session = judge_marks(self.session, self.services)
        if self.session.is_done and not self.session.unjudged and not self.ended:
            self.ended = True
            self.session, self.more = self._end(self.session)
        self.query_one("#score", Static).update(exam_score_content(self.session))
        self.query_one("#gain", Static).update(text(self.more, "bold"))
        self.query_one("#again", Static).update(questions_content(self.session))
        self.query_one("#calibration", Static).update(calibration_content(self.session))
        self.query_one("#gain").display = bool(self.more)
        self.refresh_bindings()

    def heading(self, width: int) -> str:
        """The deck, and which exam it was."""
        name = self.session.exam.name if self.session.exam else "exam"
        return f" quizapp · {self.session.deck.title} · {name} · summary"[:width]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are as many keys as there are questions."""
        return action != "open" or parameters[0] in range(len(self.session.attempts))

    def action_open(self, row: int) -> None:
        """Watch and read one question."""
        if row < len(self.session.attempts):
            self.post_message(PhaseChanged(self.session.at(row)))

    def action_walk(self) -> None:
        """Through all of it, from the first question."""
        self.action_open(0)


def exam_score_content(session: Session) -> Content:
    """How many of all questions were right in full, and the credit; what was not answered earned nothing."""
    right, credit = score(session.attempts)
    rest = "".join(f" {each}." for each in session.uncounted)
    rules = credit_rules(each.form for each in session.scored)
    return lines(text(f"{right}{rest}", "bold"), text(f"{credit} {rules}".strip()))


def questions_content(session: Session) -> Content:
    """Every question with what became of it."""
    rows = (_row(number, each) for number, each in enumerate(session.attempts))
    return lines(text("Enter goes through all questions; the number before one opens it:", "bold"), *rows)


def _row(number: int, attempt: Attempt) -> Content:
    came = outcome(attempt)
    sign, style = SIGNS.get(came, ("-", "$foreground-muted"))
    sure = f"{attempt.certainty.value} sure · " if attempt.certainty and not attempt.lapsed else ""
    key = text(f"  {number + 1:>2} ", "bold $text-accent" if number < len(KEYS) else "")
    return key + text(f"{sign} {came:<12} ", style) + text(sure + " ".join(attempt.question.prompt.split()))
