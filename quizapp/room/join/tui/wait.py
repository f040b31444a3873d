"""Waiting: who one is in this room, until the first question comes."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from quizapp.room.join import words
from quizapp.room.join.member import Member
from quizapp.room.join.tui.following import Following
from quizapp.ui.shared.text import lines, text


class WaitScreen(Following):
    """The room has not begun."""

    HELP = "The room has not begun. This screen goes on by itself when the facilitator opens the first vote."

    def __init__(self, member: Member, nickname: str | None) -> None:
        super().__init__(member)
        self.nickname = nickname

    def parts(self) -> Iterable[Widget]:
        """The title of the deck, and who one is."""
        yield Static(id="title")
        yield Static(id="welcome")
        yield Static(id="standing")

    def follow(self) -> None:
        """Show what is new in the room."""
        super().follow()
        seen = self.member.stand
        if seen is None:
            return
        self.query_one("#title", Static).update(text(seen.title))
        self.query_one("#welcome", Static).update(text(words.welcome(seen, self.member.name, self.nickname)))
        kept = [] if self.member.is_kept else [text(words.NOT_KEPT, "$text-warning")]
        self.query_one("#standing", Static).update(lines(text(words.what_now(seen)), *kept))
