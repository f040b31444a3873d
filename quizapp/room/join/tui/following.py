"""What all screens of a participant have in common: the header with the time, and the word for a broken connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from quizapp.room.join import words
from quizapp.room.join.member import Member
from quizapp.room.window.app import header
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text

#: Seconds between two looks at the clock.
TICK = 0.5


class Following(QuizScreen):
    """A screen that goes along with the room; fill in `parts` and `follow`."""

    INSTEAD: ClassVar[str] = ", or use quizapp join --plain"
    CSS_PATH = "join.tcss"

    def __init__(self, member: Member) -> None:
        super().__init__()
        self.member = member

    def body(self) -> Iterable[Widget]:
        """The word for a broken connection above what the screen is about."""
        yield Static(id="away")
        yield from self.parts()

    def parts(self) -> Iterable[Widget]:
        """What the screen is about."""
        raise NotImplementedError

    def heading(self, width: int) -> str:
        """Where the room stands, and at the right the time that is left and who one is."""
        seen, left = self.member.stand, self.member.seconds_left
        if seen is None:
            return " quizapp"
        time = f"{words.time_left(left)} · " if left is not None else ""
        place = words.where(seen)
        full = f"{seen.title} · {place}"
        right = f"{time}{self.member.name}"
        return header(full if len(full) + len(right) + 4 <= width else place, right, width)

    def on_mount(self) -> None:
        """Show how things stand, and the time as it goes."""
        super().on_mount()
        self.set_interval(TICK, self._tick)
        self.follow()

    def _tick(self) -> None:
        if self.member.seconds_left is not None:
            self.show_heading()

    def follow(self) -> None:
        """Show what is new in the room."""
        self.show_heading()
        away = self.query_one("#away", Static)
        away.update(text(words.away(self.member.away) if self.member.away else ""))
        away.display = self.member.away is not None
