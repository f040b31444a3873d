"""A number to type, read while it is typed: 0.0625, 6.25e-2, 1/16 and sqrt(2/512) are all understood."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.events import Focus, Key
from textual.widgets import Input, Static

from quizapp.charts.numbers import precise
from quizapp.claims.arithmetic import EXAMPLES, value_of
from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_forms import Entered, EnterNumber
from quizapp.ui.inputs.field import Field
from quizapp.ui.shared.letters import is_letter
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import text
from sim.registry import BadValue

LONGEST = 60


class Digits(Field):
    """An input that takes every letter, and leaves to the screen the signs that no number has."""

    FOR_THE_SCREEN: ClassVar[tuple[str, ...]] = ("?", "[", "]")

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take letters, whether numbers have them or not, and what else can be part of a number."""
        takes = character not in self.FOR_THE_SCREEN and super().check_consume_key(key, character)
        return takes or is_letter(key, character)

    async def _on_key(self, event: Key) -> None:
        if event.character in self.FOR_THE_SCREEN:
            event.prevent_default()


class NumberInput(VerticalGroup, can_focus=True):
    """The input with the unit behind it, and below it the number that was understood."""

    def __init__(self, shown: BeforeCommit, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = shown

    @property
    def form(self) -> EnterNumber:
        """The form that asks for the number."""
        assert isinstance(self.shown.form, EnterNumber)
        return self.shown.form

    def compose(self) -> ComposeResult:
        """Input and unit, and what was understood."""
        with HorizontalGroup():
            yield Digits(
                placeholder="your number",
                max_length=LONGEST,
                select_on_focus=False,
                compact=True,
            )
            yield Static(text(self.form.unit), id="unit")
        yield Static(id="understood")

    def on_mount(self) -> None:
        """Go on with what was typed before."""
        if isinstance(self.shown.answer, Entered):
            self.query_one(Digits).value = self.shown.answer.text

    def show(self, shown: BeforeCommit) -> None:
        """Say what was understood."""
        self.shown = shown
        self.query_one("#understood", Static).update(text(understood(self.query_one(Digits).value)))

    def on_focus(self, event: Focus) -> None:
        """The input is what the focus is for."""
        self.query_one(Digits).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Give the number as far as it is one."""
        message.stop()
        self.screen.post_message(Answered(entered(message.value)))


def entered(typed: str) -> Entered | None:
    """The number typed, or None."""
    try:
        return Entered(typed.strip(), value_of(typed)) if typed.strip() else None
    except BadValue:
        return None


def understood(typed: str) -> str:
    """What a text is understood as: '= 0.0625', or how numbers are written."""
    number = entered(typed)
    if number is None:
        return f"This is not a number yet; write one {EXAMPLES}." if typed.strip() else f"A number {EXAMPLES}."
    return f"= {precise(number.value)}"
