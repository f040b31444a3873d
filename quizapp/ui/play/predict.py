"""Predict: the question, its options and the learner's certainty; nothing is revealed here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from quizapp.play.session import Attempt, Session
from quizapp.questions.answer_forms import EnterNumber, Form, PickMany, PutInOrder, TurnKnobs
from quizapp.ui.inputs.adapters import input_for
from quizapp.ui.play.certainty_bar import CertaintyBar
from quizapp.ui.play.heading import session_heading
from quizapp.ui.shared.messages import Answered, GoHome, PhaseChanged, SessionChanged
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text


class PredictScreen(QuizScreen):
    """The question is read, answered and committed."""

    CSS_PATH = "predict.tcss"
    AUTO_FOCUS = "#answer"
    HELP = (
        "Read the question, pick your answer, say how sure you are, and commit. "
        "Nothing is revealed before that, and a committed prediction cannot be changed. "
        "Being wrong costs nothing here: a result that you predicted first is one that you remember."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on"),
        Binding("h", "hint", "hint"),
        Binding("escape", "back", "back"),
        Binding("left_square_bracket,p", "go(-1)", "previous question", show=False),
        Binding("right_square_bracket,n", "go(1)", "next question", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.sure_of_none = False
        self.answer = input_for(session.current, id="answer")

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question shown."""
        return self.session.current

    def body(self) -> Iterable[Widget]:
        """The prompt, the options, the hints, and how sure."""
        yield VerticalScroll(
            Static(text(self.attempt.question.prompt.strip()), id="prompt"),
            Static(text(how(self.attempt.form)), id="how"),
            id="question",
            can_focus=False,
        )
        yield self.answer
        yield Static(id="hints")
        yield CertaintyBar(self.attempt.certainty, id="certainty")
        yield Static(id="next-step")

    def heading(self, width: int) -> str:
        """Deck, question and phase."""
        return session_heading(self.session, width)

    def on_mount(self) -> None:
        """Draw what is there."""
        self._show()

    def _take(self, attempt: Attempt) -> None:
        self.session = self.session.with_current(attempt)
        self.post_message(SessionChanged(self.session))
        self._show()

    def _show(self) -> None:
        self.answer.show(self.attempt)
        self.query_one(CertaintyBar).show(self.attempt.certainty)
        self._show_hints()
        self._show_next_step()

    def on_descendant_focus(self) -> None:
        """What is next depends on where the learner is."""
        self._show_next_step()

    def _show_next_step(self) -> None:
        asked = self.query_one(CertaintyBar).has_focus
        self.query_one("#next-step", Static).update(text(next_step(self.attempt, asked)))

    def _show_hints(self) -> None:
        shown = self.attempt.question.hints[: self.attempt.hints_shown]
        of = len(self.attempt.question.hints)
        hints = [text(f"Hint {number} of {of}: {hint}") for number, hint in enumerate(shown, start=1)]
        self.query_one("#hints", Static).update(lines(*hints))
        self.query_one("#hints").display = bool(shown)

    def on_answered(self, message: Answered) -> None:
        """Take the answer."""
        self._take(self.attempt.give(message.answer))

    def on_input_submitted(self) -> None:
        """Enter after a number goes on as everywhere."""
        self.action_go_on()

    def on_certainty_bar_chosen(self, message: CertaintyBar.Chosen) -> None:
        """Note how sure the learner is, and wait there for the commitment."""
        self.query_one(CertaintyBar).focus()
        self._take(self.attempt.be(message.certainty))

    def on_certainty_bar_commit(self) -> None:
        """The button does what the key does."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """Commit, or go to what is still missing; after what was typed just before has come in."""
        self.call_later(self._go_on)

    def _go_on(self) -> None:
        if isinstance(self.attempt.form, PickMany) and not self.attempt.picked and not self.sure_of_none:
            self.sure_of_none = True
            self.notify("Nothing is ticked. Tick what is right, or press enter again if you mean none.", markup=False)
        elif self.attempt.missing is None:
            self.session = self.session.with_current(self.attempt.commit())
            self.app.clear_notifications()
            self.post_message(PhaseChanged(self.session))
        elif self.attempt.missing_answer is None:
            self.query_one(CertaintyBar).focus()
        else:
            self.answer.focus()
            self.notify(f"Please {self.attempt.missing}.", markup=False)

    def action_hint(self) -> None:
        """Show one more hint."""
        self._take(self.attempt.hint())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the hint key out when there are no more."""
        if action == "hint":
            return True if self.attempt.hints_shown < len(self.attempt.question.hints) else None
        return True

    def action_go(self, by: int) -> None:
        """Look at another question."""
        self.post_message(PhaseChanged(self.session.at(self.session.position + by)))

    def action_back(self) -> None:
        """From the certainty back to the options, and from there back home."""
        if self.query_one(CertaintyBar).has_focus:
            self.answer.focus()
        else:
            self.post_message(GoHome())


def how(form: Form) -> str:
    """How the question is answered, in a sentence."""
    match form:
        case PickMany():
            return "Several may be right: tick every one that is."
        case EnterNumber():
            return "Type a number."
        case PutInOrder():
            return f"Put them in order by {form.by}, the {form.ends[0]} first."
        case TurnKnobs():
            return "Predict: where must it stand? You can turn on once you have seen what it does."
    return "Pick one."


def next_step(attempt: Attempt, asked_how_sure: bool) -> str:
    """What there is to do next, in a sentence."""
    if attempt.missing is None:
        return "Press enter to commit; then the simulation runs and marks your answer."
    if asked_how_sure:
        return "Now say with 1, 2 or 3 how sure you are."
    if attempt.missing_answer is None and (attempt.answer != attempt.form.blank):
        return "Press enter, and say how sure you are."
    match attempt.form:
        case EnterNumber():
            return "Type your number; then press enter."
        case PutInOrder():
            return "Carry an item with J and K or to its number, or drag it; press enter when the order is right."
        case TurnKnobs():
            return "Turn with the arrow keys, or click; press enter when it stands where you think it must."
    return "Pick your answer with the number keys, or with j, k and space; then press enter."
