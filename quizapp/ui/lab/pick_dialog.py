"""A list to pick one thing from, with what each of them is; typing leaves those that have what was typed in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from quizapp.ui.lab.click_words import keys_content
from quizapp.ui.shared.text import lines, text

KEYS = (("↑ ↓ and enter pick", "pick"), ("escape leaves all as it is", "dismiss(None)"))
#: A name, and what it is.
Entry = tuple[str, str]
#: Whether something typed that is in no entry is a good answer all the same.
Accepts = Callable[[str], bool]


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The entries in which every typed word stands: those whose name begins so, then by name, then by what they are."""
    words = typed.lower().replace("_", " ").split()

    def rank(entry: Entry) -> int | None:
        name, about = (part.lower().replace("_", " ") for part in entry)
        if name.startswith(" ".join(words)):
            return 0
        if all(word in name for word in words):
            return 1
        return 2 if all(word in f"{name} {about}" for word in words) else None

    ranked = [(rank(entry), entry) for entry in entries]
    return [entry for place in (0, 1, 2) for found, entry in ranked if found == place]


def nobody(typed: str) -> bool:
    """Nothing but the entries is a good answer."""
    return False


#: The rows of a dialog beside its list: frame, title, line to type in, what is wrong with it, keys, and between them.
BESIDE_LIST = 10


class PickScreen(ModalScreen[str | None]):
    """A list over the screen; it gives the name that was picked, or what was typed if that is accepted, or None."""

    CSS_PATH = "dialog.tcss"
    AUTO_FOCUS = "#filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "close"),
        Binding("down", "move(1)", "down", show=False, priority=True),
        Binding("up", "move(-1)", "up", show=False, priority=True),
        Binding("pagedown", "move(5)", "page down", show=False, priority=True),
        Binding("pageup", "move(-5)", "page up", show=False, priority=True),
    ]

    def __init__(self, title: str, entries: Sequence[Entry], at: int = 0, accepts: Accepts = nobody) -> None:
        super().__init__()
        self.heading, self.entries, self.at, self.accepts = title, list(entries), at, accepts
        #: What was typed last, and the place of what is highlighted among those that have it.
        self.typed, self.place = "", at

    @property
    def left(self) -> list[Entry]:
        """The entries that have what was typed."""
        return matching(self.entries, self.typed) if self.typed.strip() else self.entries

    def compose(self) -> ComposeResult:
        """What is picked, the line to type in, and the list."""
        yield Vertical(
            Static(text(self.heading, "bold"), classes="title"),
            Input(placeholder="type to find one", id="filter"),
            OptionList(*map(_option, self.entries), id="entries", markup=False),
            Static(id="problem"),
            Static(keys_content(*KEYS), classes="keys"),
            classes="dialog",
        )

    def on_mount(self) -> None:
        """Highlight what there is now; only the line takes keys."""
        self.query_one(OptionList).can_focus = False
        self._highlight(self.at)

    def on_resize(self) -> None:
        """Give the list the rows that the rest of the dialog leaves."""
        self.query_one(OptionList).styles.max_height = max(self.app.size.height * 92 // 100 - BESIDE_LIST, 3)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Leave the entries that have it."""
        message.stop()
        self._filter(message.value)

    def _filter(self, typed: str) -> None:
        if typed == self.typed:
            return
        self.typed = typed
        entries = self.query_one(OptionList)
        entries.clear_options()
        entries.add_options(map(_option, self.left))
        self._say("" if self.left or self.accepts(typed) else f"Nothing here has {typed[:40]!r} in it.")
        self._highlight(0)

    def _highlight(self, place: int) -> None:
        last = len(self.left) - 1
        self.place = min(max(place, 0), max(last, 0))
        self.query_one(OptionList).highlighted = self.place if last >= 0 else None

    def action_move(self, by: int) -> None:
        """Highlight another one, of those left by what has been typed."""
        self._filter(self.query_one(Input).value)
        self._highlight(self.place + by)

    async def action_pick(self) -> None:
        """Pick what is highlighted."""
        await self.query_one(Input).action_submit()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give the highlighted one, or what was typed; and say that there is none otherwise."""
        message.stop()
        self._filter(message.value)
        if self.left:
            self.dismiss(self.left[self.place][0])
        elif self.accepts(message.value):
            self.dismiss(message.value)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Give the one that was clicked."""
        message.stop()
        self.dismiss(self.left[message.option_index][0])

    def _say(self, words: str) -> None:
        self.query_one("#problem", Static).update(text(words, "$text-error"))


def _option(entry: Entry) -> Option:
    return Option(_entry_content(*entry))


def _entry_content(name: str, about: str) -> Content:
    return lines(text(name, "bold"), text(f"  {about}", "$text-muted")) if about else text(name, "bold")
