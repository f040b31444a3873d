"""How many hands were raised for each option of a vote, typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quizapp.ui.shared.text import text

MOST = 10_000
KEYS = "↑ ↓ or tab the next option · enter saves · escape leaves all as it is"


class HandsDialog(ModalScreen[dict[str, int] | None]):
    """A line for each option; it gives the counts, or None where nothing was changed."""

    DEFAULT_CSS = """
    HandsDialog {
        align: center middle;
        .dialog { width: 76; max-width: 96%; height: auto; max-height: 92%; border: round $primary; padding: 0 1;
            background: $surface; }
        #hands { height: auto; }
        .hand { height: auto; min-height: 1; }
        .hand Static { width: 1fr; padding: 0 1; }
        .hand Input { width: 9; height: 1; border: none; background: $panel; padding: 0 1; }
        .hand Input:focus { background: $block-cursor-background; text-style: bold; }
        #problem { height: auto; color: $text-error; }
        #sum { text-style: bold; }
        .keys { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "close"),
        Binding("down", "app.focus_next", "next", show=False, priority=True),
        Binding("up", "app.focus_previous", "previous", show=False, priority=True),
    ]

    def __init__(self, number: int, options: Sequence[Mapping[str, Any]], now: Mapping[str, int]) -> None:
        super().__init__()
        self.number, self.options, self.now = number, options, now

    def compose(self) -> ComposeResult:
        """The options with a line each, the sum, and the keys."""
        rows = [
            Horizontal(
                Input(str(self.now.get(each["id"], "")), id=f"hand-{place}", select_on_focus=True, max_length=5),
                Static(text(f"{each['letter']}  ", "bold") + text(each["text"])),
                classes="hand",
            )
            for place, each in enumerate(self.options)
        ]
        yield Vertical(
            Static(text(f"Vote {self.number}: how many hands for each?", "bold")),
            VerticalScroll(*rows, id="hands", can_focus=False),
            Static(id="sum"),
            Static(id="problem"),
            Static(text(KEYS), classes="keys"),
            classes="dialog",
        )

    def on_mount(self) -> None:
        """Say what there is so far."""
        self._count()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Add up."""
        message.stop()
        self._count()

    def _count(self) -> None:
        found = counts([each.value for each in self.query(Input)])
        words = found if isinstance(found, str) else f"{sum(found)} hands in all"
        self.query_one("#sum", Static).update(text("" if isinstance(found, str) else words))
        self.query_one("#problem", Static).update(text(words if isinstance(found, str) else ""))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give the counts, if they are some."""
        message.stop()
        found = counts([each.value for each in self.query(Input)])
        if not isinstance(found, str):
            self.dismiss({each["id"]: count for each, count in zip(self.options, found, strict=True)})


def counts(typed: Sequence[str]) -> list[int] | str:
    """The numbers that were typed, nothing being 0; or what is wrong with them."""
    found = []
    for each in typed:
        word = each.strip() or "0"
        if not (word.isascii() and word.isdigit()) or int(word) > MOST:
            return f"{word[:20]!r} is no number of hands; write 0 to {MOST}, as in 12"
        found.append(int(word))
    return found
