"""What all screens of the quiz have in common: a header, a footer made of the bindings, and a word for tiny windows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from textwrap import fill
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from quizapp.ui.shared.key_footer import KeyFooter
from quizapp.ui.shared.text import text

TOO_SMALL = "This window is too small for quizapp. Make it at least 60 columns wide and 20 rows high{instead}."


class QuizScreen(Screen[None]):
    """A screen with a header line; fill in `body` and `heading`."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-low"), (30, "-middling"), (40, "-high")]  # noqa: RUF012

    #: What there is where a window cannot be made larger.
    INSTEAD: ClassVar[str] = ", or use quizapp play --plain"
    #: Keys that leave this screen only if they were pressed once it was there.
    LEFT_ONCE_SEEN_BY: ClassVar[tuple[str, ...]] = ()
    #: Whether another screen is about to come; keys wait for it.
    between = False
    there_since = 0.0

    def compose(self) -> ComposeResult:
        """The header, what the screen is about, and the footer, fitted to the window before they are first drawn."""
        for breakpoints, cells in (
            (self.HORIZONTAL_BREAKPOINTS, self.app.size.width),
            (self.VERTICAL_BREAKPOINTS, self.app.size.height),
        ):
            self.add_class(max((least, name) for least, name in breakpoints if least <= cells)[1])
        yield Static(id="heading")
        yield Container(*self.body(), id="body")
        yield Static(text(self.too_small), id="too-small")
        yield KeyFooter()

    @property
    def too_small(self) -> str:
        """What is said in a window that has no room for this screen."""
        return TOO_SMALL.format(instead=self.INSTEAD)

    def body(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        raise NotImplementedError

    def heading(self, width: int) -> str:
        """The header line, for a window of this width."""
        return " quizapp"

    def on_mount(self) -> None:
        """Note since when the screen is there."""
        self.there_since = monotonic()

    def work_done(self, key: Hashable) -> None:
        """Something was done in the background; whom it concerns asks for what came of it."""

    def on_resize(self) -> None:
        """Fit the header to the window, and to a minute one the word for windows that are too small."""
        self.show_heading()
        window = getattr(self.app, "window", None) or self.app.size
        minute = window.width < 20 or window.height < 5
        # What is cut off lies over one another in the last column of the terminal.
        words = fill(self.too_small, max(window.width - 1, 1)) if minute else self.too_small
        self.query_one("#too-small", Static).set_class(minute, "-minute").update(text(words))

    def show_heading(self) -> None:
        """Write the header line anew."""
        self.query_one("#heading", Static).update(text(self.heading(self.size.width)))
