"""The app of a room's terminal: the quiz's look, its help and its glossary, and no record of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

import quizapp.ui.shared.quiz_screen as quiz_screen
from quizapp.settings.file import read_settings
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.terminal_app import TerminalApp


class RoomApp(TerminalApp):
    """An app that shows one screen after another, as the room goes on."""

    TITLE = "quizapp"
    CSS_PATH = Path(quiz_screen.__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?", id="help"),
        Binding("f1", "help", "help", id="help"),
        Binding("g", "glossary", "words", show=False, id="words"),
        Binding("q", "quit", "quit", id="quit"),
        Binding("ctrl+q", "quit", "quit", show=False, priority=True),
    ]

    def __init__(self, ascii_only: bool = False) -> None:
        super().__init__(ascii_only)
        settings = read_settings().settings
        self.theme = settings.word("theme")
        if not settings.is_on("motion"):
            self.animation_level = "none"
        self.shown: object = None

    async def show(self, what: object, made: Callable[[], QuizScreen]) -> None:
        """Show `what` on a screen of its own, if that is not what is shown already; help and words are closed then."""
        if what == self.shown:
            return
        first, self.shown = self.shown is None, what
        while isinstance(self.screen, ModalScreen):
            await self.pop_screen()
        await (self.push_screen(made()) if first else self.switch_screen(made()))

    @property
    def in_front(self) -> QuizScreen | None:
        """The screen that the room is on, perhaps below its help."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, QuizScreen)]
        return screens[-1] if screens else None

    def action_help(self) -> None:
        """Show the help of the screen in front."""
        from quizapp.ui.shared.help import HelpScreen, help_for

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(help_for(self.screen))

    def action_glossary(self) -> None:
        """Show what the words on the screens mean, those on the one in front first."""
        from quizapp.ui.shared.glossary import GlossaryScreen, terms_on

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(GlossaryScreen(terms_on(self.screen)))


def header(left: str, right: str, width: int) -> str:
    """A header line with something at each end; the left end is cut where there is no room for both."""
    room = max(width - len(right) - 4, 8)
    shown = left if len(left) <= room else f"{left[: room - 1]}…"
    return f" {shown}{' ' * max(width - len(shown) - len(right) - 2, 1)}{right} "
