"""A line to type a value in, which stays open until the value is a good one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quizapp.ui.lab.click_words import keys_content
from quizapp.ui.shared.text import text

KEYS = (("enter sets it", "set"), ("escape leaves all as it is", "dismiss(None)"))
#: What is wrong with what was typed, as a sentence, or None.
Check = Callable[[str], str | None]


class TypeScreen(ModalScreen[str | None]):
    """One line over the screen; it gives what was typed, or None."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "close")]

    def __init__(self, title: str, about: str, value: str, check: Check) -> None:
        super().__init__()
        self.heading, self.about, self.value, self.check = title, about, value, check

    def compose(self) -> ComposeResult:
        """What is typed, what may be typed, the line, and what is wrong with it."""
        yield Vertical(
            Static(text(self.heading, "bold"), classes="title"),
            Static(text(self.about, "$text-muted")),
            Input(self.value, id="value", select_on_focus=True),
            Static(id="problem"),
            Static(keys_content(*KEYS), classes="keys"),
            classes="dialog",
        )

    async def action_set(self) -> None:
        """Give what is typed."""
        await self.query_one(Input).action_submit()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give it if it is good, and say what is wrong if it is not."""
        message.stop()
        problem = self.check(message.value)
        if problem is None:
            self.dismiss(message.value)
        else:
            self.query_one("#problem", Static).update(text(problem, "$text-error"))
