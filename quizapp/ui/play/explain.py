"""Explain: why, in the author's words and with the numbers that the simulation measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.evidence.judging import Judged, Measurement, measure
from quizapp.play.session import Attempt, Session
from quizapp.questions.answer_forms import Option, PickMany, PickOne, TurnKnobs
from quizapp.questions.grading import credit_in_words
from quizapp.ui.inputs.choice_list import box, mark_content, said_of
from quizapp.ui.play.heading import session_heading
from quizapp.ui.play.run_text import values_of
from quizapp.ui.shared.messages import DeckFinished, GoHome, PhaseChanged
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text


class ExplainScreen(QuizScreen):
    """The marks with their feedback and numbers, the explanation, and where to read on."""

    CSS_PATH = "explain.tcss"
    AUTO_FOCUS = "#page"
    HELP = "Scroll with the arrow keys or j and k. Press o to go back and watch the networks once more."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,n,right_square_bracket", "next", "next"),
        Binding("o", "observe", "observe again"),
        Binding("p,left_square_bracket", "previous", "previous question", show=False),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
        Binding("escape", "home", "home"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question shown."""
        return self.session.current

    def body(self) -> Iterable[Widget]:
        """One page to scroll through."""
        question = self.attempt.question
        yield VerticalScroll(
            Static(result_content(self.attempt), id="result"),
            *[OptionReport(self.attempt, option) for option in self.attempt.options],
            Static(text((question.explanation or "").strip()), id="explanation"),
            Static(reading_content(self.attempt), id="reading"),
            id="page",
        )

    def heading(self, width: int) -> str:
        """Deck, question, phase and the committed certainty."""
        return session_heading(self.session, width)

    def on_mount(self) -> None:
        """Measure what the learner did not watch, too."""
        self._measure()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _measure(self) -> None:
        for report in self.query(OptionReport):
            scene = self.attempt.question.scene(report.option.id)
            if scene is not None and self.is_attached:
                self.app.call_from_thread(report.show, measure(self.session.networks, scene))

    def action_next(self) -> None:
        """The next question, or how it went."""
        if self.session.at_end:
            self.post_message(DeckFinished(self.session))
        else:
            self.post_message(PhaseChanged(self.session.at(self.session.position + 1)))

    def action_previous(self) -> None:
        """The question before this one."""
        self.post_message(PhaseChanged(self.session.at(self.session.position - 1)))

    def action_observe(self) -> None:
        """Back to the simulation."""
        self.post_message(PhaseChanged(self.session.with_current(self.attempt.observe())))

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_home(self) -> None:
        """Back to the decks."""
        self.post_message(GoHome())


class OptionReport(Static):
    """One option: its mark, its words, the author's feedback, and what was measured."""

    def __init__(self, attempt: Attempt, option: Option) -> None:
        super().__init__()
        self.attempt, self.option = attempt, option
        self.waiting = attempt.question.scene(option.id) is not None

    def on_mount(self) -> None:
        """Show what is known already."""
        self.update(self._content(text("measuring ...", "$foreground-muted") if self.waiting else None))

    def show(self, found: Judged | Measurement | None) -> None:
        """Show what was measured."""
        self.update(self._content(measured_content(found) if found else None))

    def _content(self, measured: Content | None) -> Content:
        said = box(self.attempt, self.option) + said_of(self.attempt, self.option)
        words = text(said, "bold") + text(" ") + mark_content(self.attempt.mark(self.option.id))
        feedback = self.attempt.feedback(self.option.id)
        parts = [words, *([text(feedback.strip())] if feedback else []), *([measured] if measured else [])]
        return lines(*parts)


def measured_content(found: Judged | Measurement) -> Content:
    """The claim with its numbers, in a line or two; or the quantity that was measured."""
    if isinstance(found, Measurement):
        return text(f"{found.quantity} = {found.median}, {found.spread}.", "$foreground-muted")
    measured = values_of(found)
    own = f"{'measured ' + measured + ', ' if measured else ''}{found.holds}"
    control = f"; control {found.on_control}" if found.on_control else ""
    return text(f"{found.claim}: ", "$foreground-muted bold") + text(f"{own}{control}.", "$foreground-muted")


def result_content(attempt: Attempt) -> Content:
    """Whether the prediction was right, how sure it was, and the credit with its rule."""
    assert attempt.marking is not None
    sure = f" You were {attempt.certainty.value} sure." if attempt.certainty else ""
    style = "bold $text-success" if attempt.right else "bold $text-warning"
    told = f"{sure} {credit_in_words(attempt.marking, attempt.form)}."
    marks_tell = isinstance(attempt.form, PickOne | PickMany) or (attempt.right and isinstance(attempt.form, TurnKnobs))
    what = "A setting that reaches the goal" if isinstance(attempt.form, TurnKnobs) else "The answer"
    key = "" if marks_tell else f"\n{what}: {attempt.marking.key}."
    return text(attempt.marking.verdict, style) + text(told) + text(key)


def reading_content(attempt: Attempt) -> Content:
    """Where to read on."""
    found = attempt.question.reading
    return (
        lines(*[text(f"Read on: {one.title}\n         {one.url}", "$foreground-muted") for one in found])
        if found
        else text("")
    )
