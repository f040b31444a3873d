"""The app with what it keeps: settings, answers in the record, runs behind the screens, and the lab as it was left.

It knows of no screen but that of the settings.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import ModalScreen

from quizapp.settings.file import NOTHING_SET, Found
from quizapp.settings.model import Settings
from quizapp.ui.settings.applying import keymap, times_normal
from quizapp.ui.shared.messages import RecordNews, WorkDone
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.play.session import Session
    from quizapp.review.today import Today
    from quizapp.ui.lab.opening import Opening
    from quizapp.ui.lab.screen import LabScreen
    from quizapp.ui.play.keeper import Keeper
    from quizapp.ui.play.services import Services
    from quizapp.ui.play.sessions import Sessions
    from quizapp.ui.settings.screen import SettingsChanged


class KeptApp(TerminalApp):
    """An app with settings, whose answers go to the record of a profile, or nowhere if that is None."""

    def __init__(self, ascii_only: bool = False, profile: str | None = None, settings: Found = NOTHING_SET) -> None:
        super().__init__(ascii_only)
        self.usual_animation_level = self.animation_level
        self.profile, self.found_settings = profile, settings
        self.lab: Opening | None = None
        self.apply(settings.settings)

    def on_ready(self) -> None:
        """Say what is wrong with the settings."""
        for note in self.found_settings.notes:
            self.notify(note, severity="warning", timeout=15, markup=False)

    def apply(self, settings: Settings) -> None:
        """Let settings count: colours, motion and keys at once, the rest for what is opened from now on."""
        self.found_settings = replace(self.found_settings, settings=settings)
        self.theme = settings.word("theme")
        self.animation_level = self.usual_animation_level if settings.is_on("motion") else "none"
        self.set_keymap(keymap(settings.keys))
        if "services" in vars(self):
            self.services = self._as_set(self.services)

    def action_theme(self) -> None:
        """Go to the next theme, also for next time."""
        from quizapp.settings.file import CannotWrite, with_value, write_value

        super().action_theme()
        if self.found_settings.path is not None:
            with suppress(CannotWrite):
                write_value(self.found_settings.path, "theme", self.theme)
        now = with_value(self.found_settings.settings, "theme", self.theme)
        self.found_settings = replace(self.found_settings, settings=now)

    def action_settings(self) -> None:
        """Show the settings."""
        from quizapp.ui.settings.screen import SettingsScreen

        if not isinstance(self.screen, ModalScreen | SettingsScreen):
            self.push_screen(SettingsScreen(self.found_settings))

    def on_settings_changed(self, message: SettingsChanged) -> None:
        """Let what was set count."""
        self.apply(message.settings)

    @cached_property
    def services(self) -> Services:
        """What the screens of all sessions share."""
        from quizapp.ui.play.services import services

        return self._as_set(services(self._tell, self.keeper.commit))

    def _as_set(self, services: Services) -> Services:
        """Services as the settings want them."""
        from quizapp.runs.pace import SPEEDS

        settings = self.found_settings.settings
        return replace(
            services,
            still=self.animation_level == "none",
            speed=SPEEDS.index(times_normal(settings.word("speed"))),
            asks_certainty=settings.is_on("certainty"),
        )

    @cached_property
    def keeper(self) -> Keeper:
        """What writes answers down."""
        from quizapp.record.record import open_record
        from quizapp.ui.play.keeper import Keeper

        record = None if self.profile is None else open_record(self.profile)
        return Keeper(record, lambda news: self._post(RecordNews(news)))

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions that were begun or gone on with."""
        from quizapp.ui.play.sessions import Sessions

        return Sessions(self.services, self.keeper)

    def _tell(self, key: Hashable) -> None:
        """Pass on what was done in the background."""
        self._post(WorkDone(key))

    def _post(self, message: Message) -> None:
        """Post a message from another thread, perhaps when all is over."""
        with suppress(RuntimeError):
            self.post_message(message)

    def on_record_news(self, message: RecordNews) -> None:
        """Tell the learner what has become of their record."""
        for sentence in message.sentences:
            self.notify(sentence, severity="warning", timeout=15, markup=False)

    def on_work_done(self, message: WorkDone) -> None:
        """Let every session and every screen know what was found out."""
        self.sessions.judge_all()
        for screen in self.screen_stack:
            if isinstance(screen, QuizScreen):
                screen.work_done(message.key)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if "services" in vars(self):
            self.services.background.stop()
        if "keeper" in vars(self):
            self.keeper.stop()
        self._keep_lab()

    def _keep_lab(self) -> bool:
        """Keep what was turned in the lab, if anything was and answers are kept, too."""
        from quizapp.ui.lab.left import keep_lab

        return self.lab is not None and self.lab.touched and self.profile is not None and keep_lab(self.lab)

    def today(self, decks: Sequence[Deck]) -> Today:
        """What there is to do with decks now; takes a while after many answers, and is called by a thread."""
        from quizapp.review.schedule import Aims
        from quizapp.review.today import today

        settings = self.found_settings.settings
        aims = Aims(
            settings.number("retention"), int(settings.number("longest_interval")), int(settings.number("daily_limit"))
        )
        record = self.keeper.record
        attempts = record.attempts() if record else ()
        self.keeper.tell_news()
        left = record is not None and any(each.kind == "play" for each in record.unfinished())
        return replace(today(decks, attempts, datetime.now().astimezone(), aims), left=left)

    def latest_session(self, path: Path) -> Session | None:
        """The session that was begun last with the deck in a file."""
        return self.sessions.latest(path) if "sessions" in vars(self) else None

    def on_lab_screen_changed(self, message: LabScreen.Changed) -> None:
        """Keep the experiments of the lab, its view, and what is tried there."""
        self.lab = message.opening
