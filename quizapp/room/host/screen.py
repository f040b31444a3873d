"""The one screen of the facilitator: where the room stands, what it answered, and the keys that take it on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.css.query import NoMatches
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Static

from quizapp.room.course.phases import Phase
from quizapp.room.host.film_page import FilmPage
from quizapp.room.host.join_page import JoinPage
from quizapp.room.host.keys import why_not
from quizapp.room.host.question_page import QuestionPage
from quizapp.room.host.track import heading, track
from quizapp.room.host.warnings import warning_words
from quizapp.room.host.words import (
    advice,
    answered,
    disk_words,
    going_on,
    next_words,
    phase_of,
    runs_words,
)
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text

if TYPE_CHECKING:
    from quizapp.room.host.linked_app import LinkedApp

NARROW = 100

#: How the actions of the app begin.
APP = "app."


class RoomScreen(QuizScreen):
    """Lobby, question and runs, one in front at a time; what keys do is done by the app."""

    CSS_PATH = "screen.tcss"
    HELP = (
        "You take the room from phase to phase with space; b takes a step back, but for a reveal, which everybody has "
        "seen. Counts are of people, never names. The key, and what would give it away, is hidden until you press k, "
        "as the room may see this screen; the projector's page shows none of it. The server goes on without this "
        "screen: it can be left and opened again at any time."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "app.next", "next"),
        Binding("R,upper_r", "app.restart", "start the server again", key_display="R"),
        Binding("c", "app.choose", "choose address"),
        Binding("p", "app.play", "play, pause"),
        Binding("full_stop", "app.step(1)", "step", key_display="."),
        Binding("comma", "app.step(-1)", "a step back", key_display=",", show=False),
        Binding("right", "app.beside(1)", "another beside it", show=False),
        Binding("left", "app.beside(-1)", "the one before beside it", show=False),
        Binding("b,u", "app.undo", "undo", key_display="b", tooltip="take back what was done last; a reveal cannot be"),
        Binding("t", "app.time", "+1 min", tooltip="a minute more for this vote"),
        Binding("v", "app.reveal", "reveal", tooltip="reveal at once, without a further vote; pressed twice"),
        Binding("o", "app.reopen", "reopen", tooltip="open the vote again that was closed last"),
        Binding(
            "k", "app.private", "key", tooltip="show or hide the key and the figures, if nobody else sees this screen"
        ),
        Binding("s", "app.show", "bars", tooltip="show the bars on the projector, or hide them"),
        Binding("q", "app.leave", "quit", tooltip="leave this screen; the room may stay open"),
        Binding("a", "app.address", "address", tooltip="the address, the QR code, the projector's page"),
        Binding("j", "app.jump", "jump", tooltip="jump to any question"),
        Binding("x", "app.skip", "skip", tooltip="let this question not count, or count again"),
        Binding("n", "app.next_question", "next question", tooltip="leave this question, and ask the next"),
        Binding("H,upper_h", "app.hands", "hands", key_display="H", tooltip="type how many hands were raised"),
        Binding("T,upper_t", "app.set_time", "set the time", key_display="T", show=False),
        Binding("E,upper_e", "app.end", "end", key_display="E", tooltip="end the session"),
        Binding("down", "scroll(1)", "scroll down", show=False),
        Binding("up", "scroll(-1)", "scroll up", show=False),
        Binding("pagedown", "scroll(10)", "scroll a page down", show=False),
        Binding("pageup", "scroll(-10)", "scroll a page up", show=False),
    ]
    if TYPE_CHECKING:

        @property
        def app(self) -> LinkedApp:  # type: ignore[override]
            """The app of the room."""

    def body(self) -> Iterable[Widget]:
        """Where the room stands, and the three pages."""
        yield Static(id="trouble")
        yield Static(id="track")
        yield Static(id="now")
        yield Static(id="advice")
        yield JoinPage()
        yield QuestionPage()
        yield FilmPage()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys; space says where it goes, and s whether it shows or hides."""
        found, state = dict(super().active_bindings), self.app.state
        shown = bool(state and state["facilitator"]["shown"])
        said = {"app.next": next_words(state), "app.show": "hide bars" if shown else "bars"}
        said["app.private"] = "hide key" if self.app.private else "key"
        for key, active in found.items():
            if words := said.get(active.binding.action):
                found[key] = active._replace(binding=replace(active.binding, description=words))
        return found

    def heading(self, width: int) -> str:
        """The header line."""
        return heading(self.app.state, self.app.left, width, self.app.hands)

    def on_resize(self) -> None:
        """Fit the track, too."""
        super().on_resize()
        self.show()

    def show(self) -> None:
        """Show how things stand."""
        state = self.app.state
        try:
            self._show_trouble()
            if state is not None:
                self._show_state(state)
        except NoMatches:  # it is not composed yet, and shows itself when it is
            return
        self.show_heading()
        self.refresh_bindings()

    def _show_trouble(self) -> None:
        trouble = self.app.trouble or (disk_words(self.app.state) if self.app.state else "")
        self.query_one("#trouble", Static).set_class(bool(trouble), "-there").update(text(trouble))

    def _show_state(self, state: dict[str, Any]) -> None:
        phase = phase_of(state)
        self.query_one("#track", Static).update(text(track(phase, state["transfer"], self.size.width - 2)))
        self.query_one("#now", Static).update(text(_now(state, self.app.hands)))
        said = warning_words(state, self.app.warning) or advice(state, self.app.private)
        self.query_one("#advice", Static).update(text(said))
        self.query_one("#advice", Static).display = bool(said)
        self._show_page(state, phase)

    def _show_page(self, state: dict[str, Any], phase: Phase) -> None:
        join, question, film = self.query_one(JoinPage), self.query_one(QuestionPage), self.query_one(FilmPage)
        front = join if phase is Phase.LOBBY else film if phase is Phase.SIMULATE else question
        for page in (join, question, film):
            page.set_class(page is front, "-front")
        if front is join:
            join.show(self.app.serving, state, self.app.hands)
        elif front is film:
            film.show(self.app.film, runs_words(state))
        else:
            question.show(state, self.app.private)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All but the app's actions are there always."""
        return True

    def on_key(self, event: Key) -> None:
        """Say why a key of the room does nothing now, rather than leave it to whatever else has the same key."""
        bindings = self._bindings.key_to_bindings.get(event.key, [])
        actions = [_name(each.action) for each in bindings if each.action.startswith(APP)]
        if actions and not any(self.app.check_action(each, ()) for each in actions):
            event.stop()
            self.notify(why_not(actions[0], self.app.state, self.app.served), timeout=4, markup=False)

    def action_scroll(self, by: int) -> None:
        """Scroll the question, or what it came to once there is no more of the question."""
        if self.query_one(FilmPage).has_class("-front"):
            for box in self.query(".film-said"):
                box.scroll_relative(y=by, animate=False)
            return
        boxes = [self.query_one(name, VerticalScroll) for name in ("#asked-box", "#figures", "#join-words")]
        there = [box for box in boxes if box.is_on_screen]
        last = [box for box in there if (box.scroll_y < box.max_scroll_y if by > 0 else box.scroll_y > 0)]
        for box in last[:1] if by > 0 else last[-1:]:
            box.scroll_relative(y=by, animate=False)


def _name(action: str) -> str:
    """The name of an action: 'step' of 'app.step(1)'."""
    return action.removeprefix(APP).partition("(")[0]


def _now(state: dict[str, Any], hands: bool) -> str:
    """What is going on, how many have answered, and how far the networks are."""
    runs = runs_words(state) if phase_of(state) in (Phase.ROUND2_CLOSED, Phase.REVEAL, Phase.EXPLAIN) else ""
    shown = "The bars are on the projector." if state["facilitator"]["shown"] and not phase_of(state).is_told else ""
    return " ".join(filter(None, (answered(state), going_on(state, hands), shown, runs)))
