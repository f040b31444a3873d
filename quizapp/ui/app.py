"""The app: shows the screen that belongs to where a session stands.

What playing needs is imported when it is needed, so that the home screen is there at once.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import ModalScreen
from textual.timer import Timer

from quizapp.settings.file import NOTHING_SET, Found
from quizapp.ui.kept_app import KeptApp
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.shared.messages import (
    DeckChosen,
    DeckFinished,
    FinishAsked,
    GoHome,
    LabWanted,
    LookAgain,
    PhaseChanged,
    PlayAgain,
    ReviewChosen,
    SessionChanged,
)
from quizapp.ui.shared.quiz_screen import QuizScreen

if TYPE_CHECKING:
    from quizapp.play.session import Session
    from quizapp.review.exams import Wanted
    from quizapp.review.today import Today
    from quizapp.ui.lab.opening import Opening
    from quizapp.ui.play.exam_door import ExamDoor
    from quizapp.ui.play.sessions import Opened
    from quizapp.ui.results.screen import Place

#: Seconds after which the warning before quitting is forgotten.
WARNED_FOR = 4.0


class QuizApp(KeptApp):
    """The terminal UI."""

    TITLE = "quizapp"
    CSS_PATH = "shared/quiz_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?", id="help"),
        Binding("f1", "help", "help", id="help"),
        Binding("g", "glossary", "words", id="words"),
        Binding("L,upper_l", "lab", "lab", key_display="L", id="lab"),
        Binding("f3", "lab", "lab", show=False, id="lab"),
        Binding("q", "leave", "quit", id="quit"),
        Binding("comma", "settings", "settings", key_display=",", id="settings"),
        Binding("ctrl+q", "leave", "quit", priority=True),
    ]

    def __init__(
        self,
        decks: Sequence[Path],
        seed: int | None = None,
        straight_into: bool = False,
        ascii_only: bool = False,
        profile: str | None = None,
        settings: Found = NOTHING_SET,
        anew: bool = False,
        review: Today | None = None,
        exam: Wanted | None = None,
    ) -> None:
        """Play these decks, one as an `exam`, or begin with a `review`; answers go to a profile's record, if any."""
        super().__init__(ascii_only, profile, settings)
        self.decks = list(decks)
        self.seed = random.randrange(2**32) if seed is None else seed
        self.straight_into, self.anew = straight_into, anew
        self.review = review
        self.warned: Timer | None = None
        self.last_key = ""
        self.exam = exam
        self.results_at: Place | None = None

    def on_mount(self) -> None:
        """Open at home, or straight in a deck."""
        first = self.first_screen()
        self.push_screen(first)
        if self.straight_into and len(self.decks) == 1 and isinstance(first, HomeScreen):
            first.between = True
            first.call_after_refresh(first.open, self.decks[0], self.anew)
        elif self.review is not None:
            first.between = True
            first.call_after_refresh(self.post_message, ReviewChosen(self.review))

    def takes(self, event: Key) -> bool:
        """Whether a key is to have an effect: not if it was pressed too early for the screen that it would leave."""
        self._note(event.key)
        return not self._is_too_early(event)

    def _note(self, key: str) -> None:
        """Forget the warning before quitting at any key that does not repeat it."""
        self.last_key = key
        if key not in ("q", "ctrl+q") and self.warned is not None:
            self._forget_warning()
            self.clear_notifications()

    def _is_too_early(self, event: Key) -> bool:
        """Whether a key would leave a screen that was not there yet when it was pressed."""
        screen = self.screen
        leaves = isinstance(screen, QuizScreen) and event.key in screen.LEFT_ONCE_SEEN_BY
        return leaves and isinstance(screen, QuizScreen) and event.time < screen.there_since

    def first_screen(self) -> QuizScreen:
        """The screen that all others lead back to."""
        works_out = self.profile is not None and self.exam is None
        return HomeScreen(self.decks, self.latest_session, self.today if works_out else None)

    def on_deck_chosen(self, message: DeckChosen) -> None:
        """Begin a deck, or go on with it where it was left."""
        if self.exam is not None:
            self.exam_door.open(message.deck)
            return
        self._open(self.sessions.opened(message.deck, self.seed, message.anew))

    def _open(self, opened: Opened) -> None:
        """Show a session, and say what there is to know of where it comes from."""
        self.keeper.tell_news()
        self.show(opened.session)
        for note in opened.notes:
            self.notify(note, markup=False)

    def on_review_chosen(self, message: ReviewChosen) -> None:
        """Practise what is due, in one deck after another; or go on with what is new."""
        self.screen_stack[1].between = False  # type: ignore[attr-defined]
        if (due := message.today.to_review) is not None:
            self.seed += 1
            opened = self.sessions.review(due.deck, due.to_do.due, self.seed)
            self._open(opened)
        elif (new := message.today.to_begin) is not None:
            self.on_deck_chosen(DeckChosen(new.deck))
        else:
            self.notify("There is nothing to do: all is answered, and nothing is due.", markup=False)

    @cached_property
    def exam_door(self) -> ExamDoor:
        """The way into the exam that was asked for, and out of it."""
        from quizapp.ui.play.exam_door import ExamDoor

        assert self.exam is not None
        return ExamDoor(self, self.exam)

    def on_finish_asked(self, message: FinishAsked) -> None:
        """End the exam, if the learner means it."""
        self.exam_door.ask_to_finish(message.session)

    def on_session_changed(self, message: SessionChanged) -> None:
        """Keep the session."""
        self.sessions.keep(message.session)

    def on_phase_changed(self, message: PhaseChanged) -> None:
        """Show the screen of the phase."""
        self.show(message.session)

    def on_lab_wanted(self, message: LabWanted) -> None:
        """Open the lab, and say there what is to be known of its networks."""
        from quizapp.ui.lab.opening import Opening, opening

        found = opening(self.screen, self.lab or Opening())
        self.open_lab(replace(found, about=message.note or found.about))

    def on_look_again(self, message: LookAgain) -> None:
        """Show an answer from the results once more."""
        self.results_at = message.place
        self.show(self.sessions.see_again(message.session))

    def action_results(self) -> None:
        """Show the results, where they were left; not in an exam, as runs of its questions may be seen there."""
        from quizapp.ui.results.screen import Place, ResultsScreen

        exam = self.exam_door.room.session if self.exam is not None else None
        if exam is not None and exam.in_exam:
            self.notify("The results are there again once the exam is over.", markup=False)
            return

        record, aim = self.keeper.record, self.found_settings.settings.number("retention")
        self.put(ResultsScreen(record, self.decks, aim, self.results_at or Place()))

    def _back_to_results(self) -> bool:
        """Show the results again if an answer from there is in front."""
        session = getattr(self.screen, "session", None)
        from_there = session is not None and self.sessions.is_seen_again(session)
        if from_there:
            self.action_results()
        return from_there

    def on_deck_finished(self, message: DeckFinished) -> None:
        """Show how it went."""
        if self._back_to_results():
            return
        from quizapp.ui.play.summary import SummaryScreen

        if message.session.exam is not None:
            self.exam_door.show_summary(message.session)
            return
        self.put(SummaryScreen(self.sessions.finished(message.session), self.services))

    def on_play_again(self, message: PlayAgain) -> None:
        """Begin anew with the questions that were not right, or with all of them."""
        self.seed += 1
        self.show(self.sessions.again(message.session, self.seed))

    def on_go_home(self, message: GoHome) -> None:
        """Back to the decks, or to the results for an answer from there."""
        if self._back_to_results():
            return
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def show(self, session: Session) -> None:
        """Show the screen that belongs to where a session stands."""
        from quizapp.ui.play.screens import screen_of

        session = session.asking_certainty(self.services.asks_certainty)
        self.put(screen_of(self.sessions.keep(session), self.services))

    def put(self, screen: QuizScreen) -> None:
        """Show a screen in place of the one over home."""
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
        """Open the lab over what is in front, with the networks shown there or as it was left; or close it again."""
        from quizapp.ui.lab.left import lab_as_left
        from quizapp.ui.lab.opening import Opening, opening
        from quizapp.ui.lab.screen import LabScreen

        if isinstance(self.screen, LabScreen):
            self.screen.action_close()
        else:
            before = self.lab or (Opening() if self.profile is None else lab_as_left())
            self.open_lab(opening(self.screen, before))

    def open_lab(self, opening: Opening) -> None:
        """Open the lab with these experiments over whatever is in front."""
        from quizapp.ui.lab.screen import LabScreen

        self.lab = opening
        self.push_screen(LabScreen(opening, self.services.store, self.services.still))

    async def action_leave(self) -> None:
        """Quit, after a warning if something would be forgotten."""
        lost = self._would_be_lost()
        if not lost or self.warned is not None:
            await self.action_quit()
            return
        self.warned = self.set_timer(WARNED_FOR, self._forget_warning)
        self.notify(f"Press {self.last_key or 'q'} again to quit. {lost}", timeout=WARNED_FOR, markup=False)

    def _would_be_lost(self) -> str:
        """What is not kept when the program ends, in a sentence; nothing if there is nothing to lose."""
        saved = self.profile is not None and self.keeper.is_saving
        answered = 0 if saved or "sessions" not in vars(self) else self.sessions.answered
        lost = [f"what you answered this time ({answered} answer{'s' * (answered != 1)})"] if answered else []
        turned = self.lab is not None and self.lab.touched and not self._keep_lab()
        lost += ["what you turned in the lab"] if turned else []
        words = " and ".join(lost)
        return f"{words[:1].upper()}{words[1:]} {'is' if len(lost) == 1 else 'are'} not kept." if lost else ""

    def _forget_warning(self) -> None:
        if self.warned is not None:
            self.warned.stop()
        self.warned = None
