"""Words to type: every letter is a letter here, and no key that can be part of a word is a command."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.events import Focus, Paste
from textual.message import Message
from textual.widgets import Input, Static

from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_forms import Typed, typed
from quizapp.questions.spellings import LONGEST, visible
from quizapp.ui.inputs.field import Field
from quizapp.ui.shared.letters import is_letter
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import text

CUT = f"An answer has at most {LONGEST} characters: what is over is cut."


class Line(Field):
    """An input of one line, which takes what is pasted with its lines joined, as far as there is room."""

    class Cut(Message):
        """There was no room for all that came in."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take capital letters by either of their names, so that no command is shown beside one."""
        return is_letter(key, character) or super().check_consume_key(key, character)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put in what is visible of a text, and say so if it does not fit."""
        seen = visible(text)
        room = LONGEST - len(self.value) + abs(end - start)
        super().replace(seen[:room], start, end)
        if len(seen) > room:
            self.post_message(self.Cut())

    def _on_paste(self, event: Paste) -> None:
        """Take all lines, of which Textual takes the first only."""
        event.stop()
        event.prevent_default()
        self.replace(event.text, *self.selection)


class WordInput(VerticalGroup, can_focus=True):
    """The input, and below it a word if something was cut."""

    def __init__(self, shown: BeforeCommit, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = shown

    def compose(self) -> ComposeResult:
        """Input and notice."""
        yield Line(placeholder="your answer", max_length=LONGEST, select_on_focus=False, compact=True)
        yield Static(id="cut")

    def on_mount(self) -> None:
        """Go on with what was typed before."""
        if isinstance(self.shown.answer, Typed):
            self.query_one(Line).value = self.shown.answer.text

    def show(self, shown: BeforeCommit) -> None:
        """Nothing changes: the words say what they are."""
        self.shown = shown

    def on_focus(self, event: Focus) -> None:
        """The input is what the focus is for."""
        self.query_one(Line).focus()

    def on_line_cut(self, message: Line.Cut) -> None:
        """Say that something is missing."""
        message.stop()
        self.query_one("#cut", Static).update(text(CUT))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Give what is typed."""
        message.stop()
        if len(message.value) < LONGEST:
            self.query_one("#cut", Static).update(text(""))
        self.screen.post_message(Answered(typed(message.value)))
