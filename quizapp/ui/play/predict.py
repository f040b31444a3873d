"""Predict: the question, its options and the learner's certainty; nothing is revealed here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.play.attempt import Attempt
from quizapp.play.presenter import BeforeCommit, before_commit
from quizapp.play.session import Session, commit
from quizapp.questions.answer_forms import EnterNumber, EnterText, PickMany
from quizapp.ui.inputs.adapters import input_for, keys_for
from quizapp.ui.play.certainty_bar import POINTS, CertaintyBar
from quizapp.ui.play.heading import session_heading
from quizapp.ui.play.services import Services
from quizapp.ui.shared.messages import Answered, FinishAsked, GoHome, PhaseChanged, SessionChanged
from quizapp.ui.shared.questions import FINISH, NEXT, PREVIOUS, go
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text


class PredictScreen(QuizScreen):
    """The question is read, answered and committed."""

    CSS_PATH = "predict.tcss"
    AUTO_FOCUS = "#answer"
    HELP = (
        "Read the question, pick your answer, say how sure you are, and commit. "
        "Nothing is revealed before that, and a committed prediction cannot be changed. "
        "Being wrong costs nothing here: a result that you predicted first is one that you remember. "
        "Where an answer is typed, letters such as n, h and q are text; tab leaves the field, and they are keys again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on"),
        Binding("h,f2", "hint", "hint", id="hint"),
        Binding("escape", "back", "back"),
        PREVIOUS,
        NEXT,
        *FINISH,
        Binding("pageup", "go(-1)", "previous question", show=False, id="previous"),
        Binding("pagedown", "go(1)", "next question", show=False, id="next"),
    ]

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__()
        self.session, self.services = session, services
        self.sure_of_none = False
        self.answer = input_for(self.shown, id="answer")

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question shown."""
        return self.session.current

    @property
    def shown(self) -> BeforeCommit:
        """What the learner may see of it."""
        return before_commit(self.attempt)

    def body(self) -> Iterable[Widget]:
        """The prompt, the options, the hints, and how sure."""
        yield VerticalScroll(
            Static(text(flowed(self.shown.prompt)), id="prompt"),
            Static(text(self.shown.how), id="how"),
            id="question",
            can_focus=False,
        )
        yield self.answer
        yield Static(id="hints")
        yield CertaintyBar(
            self.shown.certainty, after_typing=self._is_typed, asks=self.shown.asks_certainty, id="certainty"
        )
        yield Static(id="next-step")

    def heading(self, width: int) -> str:
        """Deck, question and phase."""
        return session_heading(self.session, width, self.services.running())

    def on_mount(self) -> None:
        """Draw what is there."""
        self._show()

    def _take(self, attempt: Attempt) -> None:
        self.session = self.session.with_current(attempt)
        self.post_message(SessionChanged(self.session))
        self._show()

    def _show(self) -> None:
        self.answer.show(self.shown)
        self.query_one(CertaintyBar).show(self.shown.certainty)
        self._show_hints()
        self._show_next_step()

    def on_descendant_focus(self) -> None:
        """What is next depends on where the learner is; letters after an answer that is typed belong to it."""
        bar = self.query_one(CertaintyBar)
        bar.after_typing = bar.after_typing or (not bar.has_focus and self._is_typed)
        self._show_next_step()

    @property
    def _is_typed(self) -> bool:
        return isinstance(self.shown.form, EnterNumber | EnterText)

    def _show_next_step(self) -> None:
        asked = self.query_one(CertaintyBar).has_focus
        step = next_step(self.shown, asked)
        if asked and self.shown.asks_certainty and self._meets_certainty_first:
            step = f"{step} {POINTS}"
        self.query_one("#next-step", Static).update(text(step))

    @property
    def _meets_certainty_first(self) -> bool:
        return self.services.met.setdefault("certainty", self.attempt.id) == self.attempt.id

    def _show_hints(self) -> None:
        shown = self.shown
        hints = [
            text(f"Hint {n} of {shown.hints_in_all}: {flowed(hint)}") for n, hint in enumerate(shown.hints, start=1)
        ]
        self.query_one("#hints", Static).update(lines(*hints))
        self.query_one("#hints").display = bool(hints)

    def on_answered(self, message: Answered) -> None:
        """Take the answer."""
        self.sure_of_none = False
        self._take(self.attempt.give(message.answer))

    def on_input_submitted(self) -> None:
        """Enter after a number goes on as everywhere."""
        self.action_go_on()

    def on_field_left(self) -> None:
        """From now on letters are keys, until the field is gone back to."""
        bar = self.query_one(CertaintyBar)
        bar.after_typing = False
        bar.focus()

    def on_certainty_bar_chosen(self, message: CertaintyBar.Chosen) -> None:
        """Note how sure the learner is, and wait there for the commitment."""
        self.query_one(CertaintyBar).focus()
        self._take(self.attempt.be(message.certainty))

    def on_certainty_bar_commit(self) -> None:
        """The button commits from anywhere."""
        self._go_on(committing=True)

    def action_go_on(self) -> None:
        """From the answer to how sure, and from there commit; after what was typed just before has come in."""
        self.call_later(self._go_on, self.query_one(CertaintyBar).has_focus)

    def _go_on(self, committing: bool) -> None:
        shown = self.shown
        if shown.committed:
            return
        if isinstance(shown.form, PickMany) and not shown.answer and not self.sure_of_none:
            self.sure_of_none = True
            self.notify("Nothing is ticked. Tick what is right, or press enter again if you mean none.", markup=False)
        elif shown.missing_answer is not None:
            self.answer.focus()
            self.notify(f"Please {shown.missing_answer} first.", markup=False)
        elif committing and shown.missing is None:
            self._commit()
        else:
            self.query_one(CertaintyBar).focus()

    def _commit(self) -> None:
        shown = self.shown
        self.app.clear_notifications()
        if self.session.timed(self.services.running()) is not self.session:
            return  # its time is over, which the app is about to say
        self.session = commit(self.session, self.services.record, self.services.clock())
        if shown.in_exam:
            self.post_message(PhaseChanged(self.session if self.attempt.tuning else self.session.at_next_open()))
        else:
            self.post_message(PhaseChanged(self.session if shown.watches else self._explained()))

    def _explained(self) -> Session:
        """The session where no networks are to be watched: at the explanation at once."""
        return self.session.with_current(self.attempt.mark({}, self.services.clock()).explain())

    def action_hint(self) -> None:
        """Show one more hint."""
        self._take(self.attempt.hint())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a hint while there is one, and an end to exams."""
        if action == "finish":
            return self.session.in_exam
        return action != "hint" or len(self.shown.hints) < self.shown.hints_in_all

    def action_finish(self) -> None:
        """Finish the exam, if the learner means it."""
        self.post_message(FinishAsked(self.session))

    def action_go(self, by: int) -> None:
        """Look at another question."""
        go(self, self.session, by)

    def action_back(self) -> None:
        """From the certainty back to the options, and from there back home."""
        if self.query_one(CertaintyBar).has_focus:
            self.answer.focus()
        else:
            self.post_message(GoHome())


class ExamPredictScreen(PredictScreen):
    """The same in an exam that is on."""

    HELP = (
        "Read the question, pick your answer, say how sure you are, and commit; a committed answer cannot be changed. "
        "Nothing is revealed before the exam is over, and there are no hints. You can go on to other questions and "
        "come back to those that are open. When the time is over, what is open counts as unanswered."
    )


def next_step(shown: BeforeCommit, asked_how_sure: bool) -> str:
    """What there is to do next, in a sentence."""
    if asked_how_sure and shown.missing_answer is not None:
        asked = "How sure, 1, 2 or 3? " if shown.asks_certainty else ""
        return f"{asked}Your answer is still missing: escape leads back to it."
    if asked_how_sure and shown.missing is not None:
        return "Now say with 1, 2 or 3 how sure you are."
    if asked_how_sure:
        if shown.in_exam:
            return "Press enter to commit, for good; it is marked when the exam is over."
        then = "the simulation runs and marks your answer" if shown.watches else "your answer is marked and explained"
        return f"Press enter to commit; then {then}."
    if shown.missing is None and shown.asks_certainty:
        return "Press enter twice to commit, or once and say anew how sure you are."
    if shown.missing is None and shown.answer != shown.form.blank:
        return "Press enter twice to commit."
    if shown.missing_answer is None and (shown.answer != shown.form.blank):
        return "Press enter, and say how sure you are."
    typed = isinstance(shown.form, EnterNumber | EnterText)
    return f"{keys_for(shown.form)}{' F2 gives a hint.' if typed and shown.hints_in_all else ''}"
