"""An experiment to take away: the text, which is on the clipboard already, and a line to save it to a file."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quizapp.lab.sharing import save
from quizapp.text.file_names import BadName, plain
from quizapp.ui.shared.text import text


class ShareScreen(ModalScreen[None]):
    """The text over the screen."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "close"),
        Binding("w", "write", "write to a file"),
        Binding("y,Y,upper_y", "copy", "copy again"),
        Binding("j,down", "scroll(1)", "scroll down", show=False),
        Binding("k,up", "scroll(-1)", "scroll up", show=False),
    ]

    def __init__(self, title: str, about: str, shared: str, file: str) -> None:
        super().__init__()
        self.heading, self.about, self.shared, self.file = title, about, shared, file

    def compose(self) -> ComposeResult:
        """What it is, the text, the line for a file, and how that went."""
        yield Vertical(
            Static(text(self.heading, "bold"), classes="title"),
            Static(text(self.about, "$text-muted")),
            VerticalScroll(Static(text(self.shared)), id="shared"),
            Input(self.file, id="file"),
            Static(id="problem"),
            Static(text("It is on the clipboard. w writes it to a file, escape closes.", "$text-muted"), id="keys"),
            classes="dialog",
        )

    def on_mount(self) -> None:
        """Copy at once."""
        self.query_one("#file").display = False
        self.action_copy()

    def action_copy(self) -> None:
        """Copy to the clipboard of the terminal."""
        self.app.copy_to_clipboard(self.shared)

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#shared").scroll_relative(y=by, animate=False)

    def action_write(self) -> None:
        """Ask for the name of a file."""
        line = self.query_one("#file", Input)
        line.display = True
        line.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the file, or say why not."""
        message.stop()
        try:
            path = save(self.shared, plain(message.value, self.file.rpartition(".")[2]))
        except BadName as error:
            self._say(f"This cannot be written: a name {error}.", "$text-error")
        except FileExistsError:
            self._say(f"{message.value} exists already; choose another name.", "$text-error")
        except OSError as error:
            self._say(f"{message.value} cannot be written: {error.strerror or error}.", "$text-error")
        else:
            self.query_one("#file").display = False
            self.set_focus(None)
            self._say(f"Written to {path}.", "$text-success")

    def _say(self, words: str, style: str) -> None:
        self.query_one("#problem", Static).update(text(words, style))
