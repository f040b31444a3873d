"""The app: keeps the sessions, and shows the screen that belongs to where a session stands.

What playing needs is imported when it is needed, so that the home screen is there at once.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, Resize
from textual.geometry import Size
from textual.screen import ModalScreen

from quizapp.ui.driver_guard import guarded
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.shared.messages import (
    DeckChosen,
    DeckFinished,
    GoHome,
    PhaseChanged,
    PlayAgain,
    SessionChanged,
    WorkDone,
)
from quizapp.ui.shared.quiz_screen import QuizScreen

if TYPE_CHECKING:
    from quizapp.play.session import Session
    from quizapp.ui.lab.opening import Opening
    from quizapp.ui.lab.screen import LabScreen
    from quizapp.ui.play.services import Services

THEMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")
#: Seconds between two chances for another thread to run: short, so that a key is answered while networks train.
SWITCH_INTERVAL = 0.0005
#: Columns and rows of the smallest window that is laid out: a narrower one is cut. Padding and borders leave their
#: texts no column at all in less, which Textual does not survive.
LEAST = Size(20, 1)


class QuizApp(App[None]):
    """The terminal UI."""

    TITLE = "quizapp"
    CSS_PATH = "shared/quiz_screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", key_display="?"),
        Binding("g", "glossary", "words"),
        Binding("L,upper_l", "lab", "lab"),
        Binding("q", "leave", "quit"),
        Binding("t", "theme", "dark, light or the terminal's own colours", show=False),
        Binding("ctrl+c", "quit", "quit", show=False, priority=True, system=True),
        Binding("ctrl+z", "suspend_process", "back to the shell, and here again with fg", show=False, priority=True),
    ]

    def __init__(self, decks: Sequence[Path], seed: int | None = None, straight_into: bool = False) -> None:
        super().__init__()
        self.decks = list(decks)
        self.seed = random.randrange(2**32) if seed is None else seed
        self.straight_into = straight_into
        self.sessions: dict[str, Session] = {}
        self.warned = False
        self.lab: Opening | None = None
        self.window: Size | None = None

    def on_mount(self) -> None:
        """Open at home, or straight in a deck."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.app_resume_signal.subscribe(self, lambda app: app.refresh(layout=True))
        first = self.first_screen()
        self.push_screen(first)
        if self.straight_into and len(self.decks) == 1 and isinstance(first, HomeScreen):
            first.call_after_refresh(first.open, self.decks[0])

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, guarded against what it does not survive."""
        return guarded(super().get_driver_class())

    @property
    def size(self) -> Size:
        """The size that the screen is laid out for: that of the window, if that is large enough."""
        return _at_least(super().size)

    async def on_event(self, event: Event) -> None:
        """Lay out no less than the least size."""
        if isinstance(event, Resize):
            self.window = event.size
            event = Resize(_at_least(event.size), _at_least(event.size), pixel_size=event.pixel_size)
        await super().on_event(event)

    def first_screen(self) -> QuizScreen:
        """The screen that all others lead back to."""
        return HomeScreen(self.decks, self.latest_session)

    def latest_session(self, path: Path) -> Session | None:
        """The session that was begun last with the deck in a file."""
        begun = (session for session in reversed(self.sessions.values()) if session.deck.path == path)
        return next(begun, None)

    @cached_property
    def services(self) -> Services:
        """What the screens of all sessions share."""
        from quizapp.ui.play.services import services

        return services(self._tell, self.animation_level == "none")

    def _tell(self, key: Hashable) -> None:
        """Pass on what was done in the background; called by its thread, perhaps when all is over."""
        with suppress(RuntimeError):
            self.post_message(WorkDone(key))

    def on_work_done(self, message: WorkDone) -> None:
        """Let every session and every screen know what was found out."""
        for session in list(self.sessions.values()):
            self._keep(session)
        for screen in self.screen_stack:
            if isinstance(screen, QuizScreen):
                screen.work_done(message.key)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if "services" in vars(self):
            self.services.background.stop()

    def _keep(self, session: Session) -> Session:
        """Keep a session, with what is known of its marks, and have the others judged."""
        from quizapp.ui.play.judged_screen import judge_marks

        self.sessions[session.id] = judge_marks(session, self.services)
        return self.sessions[session.id]

    def on_deck_chosen(self, message: DeckChosen) -> None:
        """Begin a deck, or go on with it where it was left."""
        from quizapp.play.session import start

        session = self.latest_session(message.deck.path) or start(message.deck, self.seed, at=self.services.clock())
        self._show(session.at_first_open())

    def on_session_changed(self, message: SessionChanged) -> None:
        """Keep the session."""
        self._keep(message.session)

    def on_phase_changed(self, message: PhaseChanged) -> None:
        """Show the screen of the phase."""
        self._show(message.session)

    def on_deck_finished(self, message: DeckFinished) -> None:
        """Show how it went."""
        from quizapp.ui.play.summary import SummaryScreen

        self._put(SummaryScreen(self._keep(message.session), self.services))

    def on_play_again(self, message: PlayAgain) -> None:
        """Begin anew with the questions that were not right, or with all of them."""
        from quizapp.play.session import start

        self.seed += 1
        again = message.session.not_right() or None
        self._show(start(message.session.deck, self.seed, again, self.services.clock()))

    def on_go_home(self, message: GoHome) -> None:
        """Back to the decks."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def _show(self, session: Session) -> None:
        from quizapp.ui.play.screens import screen_of

        self._put(screen_of(self._keep(session), self.services))

    def _put(self, screen: QuizScreen) -> None:
        while len(self.screen_stack) > 3:
            self.pop_screen()
        if len(self.screen_stack) == 2:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

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

    def action_lab(self) -> None:
        """Open the lab over whatever is in front: with the networks that are shown there, or as it was left."""
        from quizapp.ui.lab.opening import Opening, opening
        from quizapp.ui.lab.screen import LabScreen

        if not isinstance(self.screen, LabScreen):
            self.lab = opening(self.screen, self.lab or Opening())
            self.push_screen(LabScreen(self.lab.comparison, self.services.store, self.services.still, self.lab.about))

    def on_lab_screen_comparison_changed(self, message: LabScreen.ComparisonChanged) -> None:
        """Keep the experiments of the lab."""
        if self.lab is not None:
            self.lab = replace(self.lab, comparison=message.comparison)

    async def action_leave(self) -> None:
        """Quit, after a warning if answers would be forgotten."""
        answered = sum(session.answered for session in self.sessions.values())
        if answered and not self.warned:
            self.warned = True
            count = f"{answered} answer{'s' * (answered != 1)}"
            self.notify(f"Press q again to quit. What you answered this time ({count}) is not kept.", markup=False)
        else:
            await self.action_quit()

    def action_theme(self) -> None:
        """Go through the themes."""
        now = THEMES.index(self.theme) if self.theme in THEMES else -1
        self.theme = THEMES[(now + 1) % len(THEMES)]
        self.notify(f"theme: {self.theme}", markup=False)


def _at_least(size: Size) -> Size:
    return Size(max(size.width, LEAST.width), max(size.height, LEAST.height))
