"""Explain: why, in the author's words and with the numbers that the simulation measured."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult, Result, watched_result
from quizapp.play.presenter import AfterMarking, MarkedOption, after_marking, result_sentence
from quizapp.questions.answer_forms import Form, PickMany, PickOne, TurnKnobs
from quizapp.ui.inputs.choice_list import box, mark_content
from quizapp.ui.play.judged_screen import JudgedScreen
from quizapp.ui.shared.messages import DeckFinished, PhaseChanged
from quizapp.ui.shared.text import lines, text


@dataclass(frozen=True)
class ShownOf:
    """The key of the work that measures what was watched for a setting of knobs."""

    attempt: str


class ExplainScreen(JudgedScreen):
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
        evidence = self._evidence(option)
        return evidence is not None and bool(evidence.claim or evidence.quantity)

    def _evidence(self, option: MarkedOption) -> Evidence | None:
        return self.attempt.question.evidence_for(option.id)

    def on_mount(self) -> None:
        """Show what is measured of the options, too, once it is."""
        self.take_what_is_known()
        if isinstance(self.attempt.form, TurnKnobs):
            evidence = self._evidence(after_marking(self.attempt).options[0])
            assert evidence is not None
            work = partial(watched_result, self.session.experiments, evidence)
            self.services.background.ask(ShownOf(self.attempt.id), work, urgent=True)
        self.judged()

    def work_done(self, key: Hashable) -> None:
        """Show what came of the knobs, or how the marks were judged."""
        super().work_done(key)
        if key == ShownOf(self.attempt.id):
            self.judged()

    def judged(self) -> None:
        """Show the marks as they are now, and what was measured."""
        shown = after_marking(self.attempt)
        self.query_one("#result", Static).update(result_content(shown))
        for report, option in zip(self.query(OptionReport), shown.options, strict=True):
            report.show(option, self._result(option))

    def _result(self, option: MarkedOption) -> Result | None:
        if isinstance(self.attempt.form, TurnKnobs):
            found = self.services.background.outcome(ShownOf(self.attempt.id))
            return found if isinstance(found, ClaimResult) else None
        evidence = self._evidence(option)
        return self.results.get(evidence) if evidence else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to observe where no networks were watched."""
        return action != "observe" or self.attempt.watches

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


class OptionReport(Static):
    """One option: its mark, its words, the author's feedback, and what was measured."""

    def __init__(self, form: Form, option: MarkedOption, waiting: bool) -> None:
        super().__init__()
        self.form, self.option = form, option
        self.measured = "measuring ..." if waiting else None

    def on_mount(self) -> None:
        """Show what is known already."""
        self.update(self._content(self.measured))

    def show(self, option: MarkedOption, found: Result | None) -> None:
        """Show the option as it is marked now, and what was measured if that is known."""
        self.option = option
        self.measured = result_sentence(self.form, found) if found else self.measured
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
