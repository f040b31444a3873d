"""A list to pick one thing from, with what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.ui.shared.text import lines, text

#: A name, and what it is.
Entry = tuple[str, str]


class PickScreen(ModalScreen[str | None]):
    """A list over the screen; it gives the name that was picked, or None."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "close"),
        Binding("j", "move(1)", "down", show=False),
        Binding("k", "move(-1)", "up", show=False),
    ]

    def __init__(self, title: str, entries: Sequence[Entry], at: int = 0) -> None:
        super().__init__()
        self.heading, self.entries, self.at = title, entries, at

    def compose(self) -> ComposeResult:
        """What is picked, and the list."""
        options = [Option(_entry_content(name, about)) for name, about in self.entries]
        picked = OptionList(*options, id="entries", markup=False)
        picked.highlighted = self.at
        yield Vertical(
            Static(text(self.heading, "bold"), classes="title"),
            picked,
            Static(text("enter picks, escape leaves all as it is.", "$text-muted")),
            classes="dialog",
        )

    def action_move(self, by: int) -> None:
        """Highlight the next or the previous one."""
        entries = self.query_one(OptionList)
        entries.action_cursor_down() if by > 0 else entries.action_cursor_up()

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Give its name."""
        message.stop()
        self.dismiss(self.entries[message.option_index][0])


def _entry_content(name: str, about: str) -> Content:
    return lines(text(name, "bold"), text(f"  {about}", "$text-muted")) if about else text(name, "bold")
