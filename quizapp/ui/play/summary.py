"""Summary: what went well, what to look at again with a key to each, and how certain one was."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Static

from quizapp.play.attempt import Attempt
from quizapp.play.calibrating import OF_PREDICTIONS, calibration_sentence
from quizapp.play.certainty import Certainty
from quizapp.play.session import Session
from quizapp.questions.grading import credit_rules
from quizapp.ui.play.judged_screen import judge_marks
from quizapp.ui.play.services import Services
from quizapp.ui.shared.messages import GoHome, PhaseChanged, PlayAgain
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text

#: The keys that open what is to be looked at again, in its order; a click opens any of it.
KEYS = "123456789"


class Again(Static):
    """What to look at again, one answer a row below a heading; a click opens one."""

    ALLOW_SELECT = False

    def on_click(self, event: Click) -> None:
        """Open the row that was clicked."""
        if isinstance(self.screen, SummaryScreen) and event.y > 0:
            self.screen.action_open(event.y - 1)


class SummaryScreen(QuizScreen):
    """How it went."""

    CSS_PATH = "summary.tcss"
    AUTO_FOCUS = "#page"
    HELP = (
        "An answer that you were sure of and that was wrong is worth the most: something you knew was not so. "
        "The key before it, or a click, opens its explanation. "
        "Press r to answer the questions that were not right once more."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "home", "home"),
        *(Binding(key, f"open({row})", "look at it again", show=row == 0) for row, key in enumerate(KEYS)),
        Binding("r", "again", "again"),
        Binding("p,left_square_bracket", "back", "back to the questions"),
    ]

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__()
        self.session, self.services = session, services

    def body(self) -> Iterable[Widget]:
        """One page, what is to be looked at again first."""
        yield VerticalScroll(
            Static(score_content(self.session), id="score", classes="part"),
            Again(again_content(self.session), id="again", classes="part"),
            Static(well_content(self.session), id="well", classes="part"),
            Static(calibration_content(self.session), id="calibration", classes="part"),
            id="page",
        )

    def work_done(self, key: Hashable) -> None:
        """Count what was still being checked."""
        self.session = judge_marks(self.session, self.services)
        for name, content in (
            ("#score", score_content),
            ("#again", again_content),
            ("#well", well_content),
            ("#calibration", calibration_content),
        ):
            self.query_one(name, Static).update(content(self.session))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are as many keys as there are answers to look at again."""
        return action != "open" or parameters[0] in range(len(self.session.to_look_at_again()))

    def action_open(self, row: int) -> None:
        """Show the explanation of an answer that is to be looked at again."""
        wrong = self.session.to_look_at_again()
        if row < len(wrong):
            there = self.session.at(self.session.attempts.index(wrong[row]))
            self.post_message(PhaseChanged(there.with_current(wrong[row].explain())))

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
        text(f"{right} of {len(counted)} answered this time were right in full.{rest}", "bold"),
        text(f"Credit {credit:.1f} of {len(counted)}. {credit_rules(each.form for each in counted)}".strip()),
    )


def calibration_content(session: Session) -> Content:
    """How certain the answers were, and how many of each certainty were right: in a sentence, and as bars."""
    rows = [text(calibration_line(*row)) for row in session.calibration()]
    told = calibration_sentence((level.value, given, right) for level, given, right in session.calibration())
    note = [text(OF_PREDICTIONS)] if session.parts_predictions else []
    return lines(text(told, "bold"), *rows, *note)


def calibration_line(level: Certainty, given: int, right: int) -> str:
    """One level of certainty as a bar and in numbers."""
    bar = "█" * right + "░" * (given - right)
    share = f"{right} of {given} right ({right / given:.0%})" if given else "not used"
    return f"  {level.value:>6} sure  {bar:<15} {share}"


def well_content(session: Session) -> Content:
    """What was right in full."""
    right = [each for each in session.scored if each.right]
    if not right:
        return text("")
    return lines(text("What went well:", "bold"), *(text("    ✓ ", "$text-success") + _line(each) for each in right))


def again_content(session: Session) -> Content:
    """What to look at again with a key for each, the surest mistakes first."""
    wrong = session.to_look_at_again()
    if not wrong:
        return text("Nothing to look at again.", "$text-success")
    rows = (
        text(f"  {key} ", "bold $text-accent") + text("✗ ", "$text-error") + _line(each)
        for key, each in zip(KEYS.ljust(len(wrong)), wrong, strict=False)
    )
    return lines(text("Look at these again, the surest mistakes first; the key before it opens one:", "bold"), *rows)


def _line(attempt: Attempt) -> Content:
    prompt = " ".join(attempt.question.prompt.split())
    topics = ", ".join(attempt.question.tags)
    missed = " of a prediction that missed" if attempt.right and not attempt.foreseen else ""
    sure = f"{attempt.certainty.value} sure{missed} · " if attempt.certainty else ""
    return text(f"{sure}{prompt}") + text(f"  ({topics})" if topics else "", "$foreground-muted")
