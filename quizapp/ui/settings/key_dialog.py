"""A dialog that waits for one key, whatever it does elsewhere."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.ui.shared.text import text


class KeyDialog(ModalScreen[str | None], inherit_bindings=False):
    """Gives the key that is pressed, by the name that settings have for it; None for escape."""

    CSS_PATH = "key_dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, what_for: str) -> None:
        super().__init__()
        self.what_for = what_for

    def compose(self) -> ComposeResult:
        """What to do."""
        yield Static(text(f"Press the key for {self.what_for}; escape leaves it as it is."), id="key")

    def on_key(self, event: Key) -> None:
        """Take the key."""
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else name_of(event.key, event.character))


def name_of(key: str, character: str | None) -> str:
    """What settings call a key: the character that it types, where it types one."""
    if character == ",":
        return "comma"
    return character if character and character.isprintable() and character != " " else key
