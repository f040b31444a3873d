"""A few paragraphs over the screen, and a yes or no to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.ui.shared.text import lines, text


class AskDialog(ModalScreen[bool]):
    """It gives whether the learner said yes; a key pressed before it could be read says nothing."""

    DEFAULT_CSS = """
    AskDialog {
        align: center middle;
        #asked { width: 76; max-width: 96%; height: auto; max-height: 90%; border: round $primary; padding: 0 2;
            background: $surface; }
    }
    """
    AUTO_FOCUS = "#asked"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "yes", "go on"),
        Binding("escape,q", "dismiss(False)", "back"),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
    ]

    def __init__(self, title: str, paragraphs: Sequence[str], then: str) -> None:
        """`then` says what enter does and what escape does."""
        super().__init__()
        self.heading, self.paragraphs, self.then = title, paragraphs, then
        self.readable = False

    def compose(self) -> ComposeResult:
        """The title, the paragraphs, and what the keys do."""
        parts = [part for each in self.paragraphs for part in (text(each), text(""))]
        page = lines(text(self.heading, "bold"), text(""), *parts, text(self.then, "$text-accent"))
        yield VerticalScroll(Static(page), id="asked")

    def on_mount(self) -> None:
        """Believe keys once it was drawn."""
        self.call_after_refresh(self._be_readable)

    def _be_readable(self) -> None:
        self.readable = True

    def action_yes(self) -> None:
        """Yes."""
        if self.readable:
            self.dismiss(True)

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#asked").scroll_relative(y=by, animate=False)
