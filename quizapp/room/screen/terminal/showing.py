"""What all screens of a projector have in common: the header, and the line that says how many are here."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from quizapp.room.join import words
from quizapp.room.screen.terminal.watcher import Watcher
from quizapp.room.shown.address import counted
from quizapp.room.window.app import header
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text


class Showing(QuizScreen):
    """A screen that goes along with the room; fill in `parts` and `follow`."""

    INSTEAD: ClassVar[str] = ""
    CSS_PATH = "screen.tcss"
    HELP = "What is in front of the room. It follows the facilitator by itself, and shows nothing of the key too early."

    def __init__(self, watcher: Watcher) -> None:
        super().__init__()
        self.watcher = watcher
        self.ends: float | None = None

    def body(self) -> Iterable[Widget]:
        """What the screen is about, and below it how many are here."""
        yield Static(id="away")
        yield from self.parts()
        yield Static(id="counts")

    def parts(self) -> Iterable[Widget]:
        """What the screen is about."""
        raise NotImplementedError

    def heading(self, width: int) -> str:
        """Where the room stands, and at the right its code for those who come late."""
        seen = self.watcher.stand
        if seen is None:
            return " quizapp"
        practice = "rehearsal · " if seen.rehearsal else ""
        place = words.where(seen)
        full, right = f"{seen.title} · {place}", f"{practice}room {seen.code}"
        return header(full if len(full) + len(right) + 4 <= width else place, right, width)

    def on_mount(self) -> None:
        """Show how things stand."""
        super().on_mount()
        self.follow()

    def follow(self) -> None:
        """Show what is new in the room."""
        seen = self.watcher.stand
        if seen is None:
            return
        self.ends = monotonic() + seen.seconds_left if seen.open and seen.seconds_left is not None else None
        self.show_heading()
        away = self.query_one("#away", Static)
        away.update(text(words.away(self.watcher.away) if self.watcher.away else ""))
        away.display = self.watcher.away is not None
        told = counted(seen.counts.get("here"), seen.counts.get("answered"))
        self.query_one("#counts", Static).update(text(words.OVER if seen.over else told))

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the vote is closed by itself, if it ever is."""
        return None if self.ends is None else max(self.ends - monotonic(), 0.0)
