"""A deck as home lists it: what it is about, how long it takes, how far one is, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.ui.shared.text import lines, text

if TYPE_CHECKING:
    from quizapp.deck.summary import Listing
    from quizapp.play.session import Session
    from quizapp.review.today import DeckToday

#: Of what a deck is about, no more characters than this are shown, and its progress is a bar of this many cells.
ABOUT, BAR = 240, 12
#: What stands left of a deck that is not highlighted, and the fewest cells that its words are fitted to.
INDENT, NARROWEST = "  ", 20


@dataclass(frozen=True)
class Entry:
    """A deck file as the list shows it; without a listing it was not yet looked at."""

    path: Path
    named_alike: bool = False
    listing: Listing | None = None
    being_read: bool = False
    today: DeckToday | None = None

    def content(self, session: Session | None, width: int = 0, highlighted: bool = False) -> Content:
        """Title, what it is about, how much there is to do and what was done, or what is wrong with the file."""
        sign = "▸ " if highlighted else INDENT
        return lines(text(sign) + self._title(), *(text(INDENT) + line for line in self._below(session, width)))

    def _below(self, session: Session | None, width: int) -> Iterator[Content]:
        """The lines below the title."""
        if self.listing is None:
            yield text("looking ...", "$foreground-muted")
        elif self.listing.problem is not None:
            count = len(self.listing.problem.problems)
            about = f"{count} mistake{'s' * (count != 1)}; press enter to read {'it' if count == 1 else 'them'}"
            yield text(f"cannot be played: {about}", "$text-error")
        else:
            about = shorten(self.listing.about, ABOUT, placeholder=" …")
            yield from map(text, wrap(about, max(width - len(INDENT), NARROWEST)))
            yield self._how_far(self.listing.questions, session)

    def _title(self) -> Content:
        """The title, and where the file is if another has the same name."""
        title = text(self.listing.title if self.listing else self.path.stem, "bold")
        return title.append(text(f"  {self.path}", "$foreground-muted")) if self.named_alike else title

    def _how_far(self, questions: int, session: Session | None) -> Content:
        """How much there is to do, how long it takes at a minute a question, and what of it was done.

        What was answered is counted once, over all plays; how far this play has come is said where it is not the same.
        """
        size = f"{questions} question{'s' * (questions != 1)} · about {minutes(questions)} · "
        if self.being_read:
            return text(f"{size}reading ...", "$foreground-muted")
        now, of = (session.answered, len(session.attempts)) if session is not None else (0, questions)
        ever = min(max(self.today.answered if self.today else 0, now), questions)
        if session is None and not ever:
            return text(f"{size}not begun", "$foreground-muted")
        due = len(self.today.to_do.due) if self.today else 0
        said = f" {ever} of {questions} answered so far{' ✓' * (ever == questions)}"
        said += f" · {now} of {of} this time" if session is not None and (now, of) != (ever, questions) else ""
        said += f" · {due} due" if due else ""
        return text(size, "$foreground-muted") + text(bar(ever, questions), "$text-primary") + text(said)


def minutes(questions: int) -> str:
    """How long questions take, at about a minute each: '18 minutes', '2 hours'."""
    hours = round(questions / 60)
    count, unit = (questions, "minute") if questions < 90 else (hours, "hour")
    return f"{count} {unit}{'s' * (count != 1)}"


def bar(done: int, of: int) -> str:
    """A share as a bar; what was begun is never empty, and what is not done never full."""
    cells = BAR * done // of if of else BAR
    cells = max(cells, 1) if done else cells
    return "█" * cells + "░" * (BAR - cells)
