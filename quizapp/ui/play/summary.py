"""Summary: what was right, how certain, and what to look at again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.play.attempt import Attempt, Certainty
from quizapp.play.session import Session
from quizapp.questions.grading import credit_rules
from quizapp.ui.play.judged_screen import judge_marks
from quizapp.ui.play.services import Services
from quizapp.ui.shared.messages import GoHome, PhaseChanged, PlayAgain
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text


class SummaryScreen(QuizScreen):
    """How it went."""

    CSS_PATH = "summary.tcss"
    AUTO_FOCUS = "#page"
    HELP = (
        "An answer that you were sure of and that was wrong is worth the most: something you knew was not so. "
        "Press r to answer the questions that were not right once more."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "home", "home"),
        Binding("r", "again", "again"),
        Binding("p,left_square_bracket", "back", "back to the questions"),
    ]

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__()
        self.session, self.services = session, services

    def body(self) -> Iterable[Widget]:
        """One page."""
        yield VerticalScroll(
            Static(score_content(self.session), id="score", classes="part"),
            Static(calibration_content(self.session), id="calibration", classes="part"),
            Static(again_content(self.session), id="again", classes="part"),
            id="page",
        )

    def work_done(self, key: Hashable) -> None:
        """Count what was still being checked."""
        self.session = judge_marks(self.session, self.services)
        self.query_one("#score", Static).update(score_content(self.session))
        self.query_one("#calibration", Static).update(calibration_content(self.session))
        self.query_one("#again", Static).update(again_content(self.session))

    def heading(self, width: int) -> str:
        """The deck."""
        return f" quizapp · {self.session.deck.title} · summary"

    def action_home(self) -> None:
        """Back to the decks."""
        self.post_message(GoHome())

    def action_again(self) -> None:
        """Play what was not right once more."""
        self.post_message(PlayAgain(self.session))

    def action_back(self) -> None:
        """Back to the last question shown."""
        self.post_message(PhaseChanged(self.session))


def score_content(session: Session) -> Content:
    """How many of the answers that count were right, and what does not count."""
    counted, rest = session.scored, "".join(f" {each}." for each in session.uncounted)
    if not counted:
        return text(f"No answer is scored.{rest}", "bold")
    right, credit = sum(each.right for each in counted), sum(each.credit for each in counted)
    return lines(
        text(f"{right} of {len(counted)} answered were right in full.{rest}", "bold"),
        text(f"Credit {credit:.1f} of {len(counted)}. {credit_rules(each.form for each in counted)}".strip()),
    )


def calibration_content(session: Session) -> Content:
    """How certain the answers were, and how many of each certainty were right."""
    rows = [text("How certain you were, and how often you were right:", "bold")]
    rows += [text(calibration_line(*row)) for row in session.calibration()]
    return lines(*rows)


def calibration_line(level: Certainty, given: int, right: int) -> str:
    """One level of certainty as a bar and in numbers."""
    bar = "█" * right + "░" * (given - right)
    share = f"{right} of {given} right ({right / given:.0%})" if given else "not used"
    return f"  {level.value:>6} sure  {bar:<15} {share}"


def again_content(session: Session) -> Content:
    """What to look at again, the surest mistakes first."""
    wrong = session.to_look_at_again()
    if not wrong:
        return text("Nothing to look at again.", "$text-success")
    return lines(text("Look at these again, the surest mistakes first:", "bold"), *map(_again_line, wrong))


def _again_line(attempt: Attempt) -> Content:
    prompt = " ".join(attempt.question.prompt.split())
    topics = ", ".join(attempt.question.tags)
    sure = f"{attempt.certainty.value} sure · " if attempt.certainty else ""
    return text(f"  ✗ {sure}{prompt}") + text(f"  ({topics})" if topics else "", "$foreground-muted")
