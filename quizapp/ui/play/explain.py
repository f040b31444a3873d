"""Explain: why, in the author's words and with the numbers that the simulation measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.evidence.results import ClaimResult, QuantityResult, run_and_judge, run_and_verify
from quizapp.play.attempt import Attempt
from quizapp.play.presenter import AfterMarking, MarkedOption, after_marking, result_sentence
from quizapp.play.session import Session
from quizapp.questions.answer_forms import Form, PickMany, PickOne, TurnKnobs
from quizapp.ui.inputs.choice_list import box, mark_content
from quizapp.ui.play.heading import session_heading
from quizapp.ui.play.services import Services
from quizapp.ui.shared.messages import DeckFinished, GoHome, PhaseChanged, SessionChanged
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text


class ExplainScreen(QuizScreen):
    """The marks with their feedback and numbers, the explanation, and where to read on."""

    CSS_PATH = "explain.tcss"
    AUTO_FOCUS = "#page"
    HELP = "Scroll with the arrow keys or j and k. Press o to go back and watch the networks once more."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "next"),
        Binding("n,right_square_bracket", "next", "next question", show=False),
        Binding("o", "observe", "observe again"),
        Binding("p,left_square_bracket", "previous", "previous question", show=False),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
        Binding("escape", "home", "home"),
    ]

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__()
        self.session, self.services = session, services

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question shown."""
        return self.session.current

    def body(self) -> Iterable[Widget]:
        """One page to scroll through."""
        shown = after_marking(self.attempt)
        yield VerticalScroll(
            Static(result_content(shown), id="result"),
            *[OptionReport(shown.form, option, self._is_measured(option)) for option in shown.options],
            Static(text(flowed(shown.explanation)), id="explanation"),
            Static(reading_content(shown), id="reading"),
            id="page",
        )

    def _is_measured(self, option: MarkedOption) -> bool:
        return self.attempt.question.evidence_for(option.id) is not None

    def heading(self, width: int) -> str:
        """Deck, question, phase and the committed certainty."""
        return session_heading(self.session, width)

    def on_mount(self) -> None:
        """Measure what the learner did not watch, too."""
        self._measure()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _measure(self) -> None:
        disputed = []
        for report in self.query(OptionReport):
            evidence = self.attempt.question.evidence_for(report.option.id)
            if evidence is not None and self.is_attached:
                judge = run_and_judge if self._is_tuned else run_and_verify
                found = judge(self.session.experiments, evidence, self.services.store)
                self.app.call_from_thread(report.show, found)
                disputed += [report.option.id] if isinstance(found, ClaimResult) and found.disputed else []
        if disputed and self.attempt.scored and self.is_attached:
            self.app.call_from_thread(self._dispute, disputed)

    @property
    def _is_tuned(self) -> bool:
        """Whether the goal is judged on networks that are not watched here."""
        return isinstance(self.attempt.form, TurnKnobs)

    def _dispute(self, option_ids: Sequence[str]) -> None:
        """Do not score what the simulation does not bear out."""
        self.session = self.session.with_current(self.attempt.dispute(option_ids))
        self.post_message(SessionChanged(self.session))
        shown = after_marking(self.attempt)
        self.query_one("#result", Static).update(result_content(shown))
        for report, option in zip(self.query(OptionReport), shown.options, strict=True):
            report.become(option)

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

    def __init__(self, form: Form, option: MarkedOption, waiting: bool) -> None:
        super().__init__()
        self.form, self.option = form, option
        self.measured = "measuring ..." if waiting else None

    def on_mount(self) -> None:
        """Show what is known already."""
        self.update(self._content(self.measured))

    def show(self, found: ClaimResult | QuantityResult | None) -> None:
        """Show what was measured."""
        self.measured = result_sentence(self.form, found) if found else None
        self.update(self._content(self.measured))

    def become(self, option: MarkedOption) -> None:
        """Show the option as it is marked now."""
        self.option = option
        self.update(self._content(self.measured))

    def _content(self, measured: str | None) -> Content:
        begin = box(self.form, self.option.picked)
        words = text(begin + flowed(self.option.said).replace("\n", "\n" + " " * len(begin)), "bold")
        feedback = [text(flowed(self.option.feedback))] if self.option.feedback else []
        result = [text(measured, "$foreground-muted")] if measured else []
        return lines(words + text(" ") + mark_content(self.option.mark), *feedback, *result)


def result_content(shown: AfterMarking) -> Content:
    """Whether the answer was right, how sure it was, the credit with its rule, and the key where no mark says it."""
    sure = f" You were {shown.certainty.value} sure." if shown.certainty else ""
    style = "bold $text-success" if shown.right else "bold $text-warning"
    key = f"\n{shown.key}" if shown.key and not isinstance(shown.form, PickOne | PickMany) else ""
    return text(shown.verdict, style) + text(f"{sure} {shown.credit_in_words}.{key}")


def reading_content(shown: AfterMarking) -> Content:
    """Where to read on."""
    works = [text(f"Read on: {title}\n         {url}", "$foreground-muted") for title, url in shown.reading]
    return lines(*works) if works else text("")
