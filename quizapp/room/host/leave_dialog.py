"""What becomes of the room when its facilitator's screen is left."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.ui.shared.text import lines, text


class Leaving(StrEnum):
    """The room ends, or it stays open without this screen."""

    END = "end"
    OPEN = "open"


class LeaveDialog(ModalScreen[Leaving | None]):
    """It gives what to do, or None to stay."""

    DEFAULT_CSS = """
    LeaveDialog {
        align: center middle;
        #leave { width: 76; max-width: 96%; height: auto; max-height: 90%; border: round $primary; padding: 0 2;
            background: $surface; }
    }
    """
    AUTO_FOCUS = "#leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", f"leave('{Leaving.END}')", "end the room"),
        Binding("o", f"leave('{Leaving.OPEN}')", "leave it open"),
        Binding("escape,q,s", "dismiss(None)", "stay"),
    ]

    def __init__(self, resume: str) -> None:
        """`resume` is the command that comes back to the room."""
        super().__init__()
        self.resume = resume

    def compose(self) -> ComposeResult:
        """The three ways."""
        page = lines(
            text("Leave this screen?", "bold"),
            text(""),
            _way("e", "ends the room: nobody can vote any more. All votes stay in its file."),
            _way("o", "leaves it open: phones go on. Come back with"),
            text(f"   {self.resume}", "bold"),
            _way("escape", "stays here."),
        )
        yield VerticalScroll(Static(page), id="leave")

    def action_leave(self, way: str) -> None:
        """Give it."""
        self.dismiss(Leaving(way))


def _way(key: str, words: str) -> Content:
    return text(f"{key}  ", "bold $text-accent") + text(words)
