"""The facilitator's app: listens to the room, shows how it stands, and sends what keys ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerError

from quizapp.room.client.address import Address
from quizapp.room.client.link import Away, Link, Refusal, Unreachable
from quizapp.room.course.phases import Phase
from quizapp.room.host import running
from quizapp.room.host.address_screen import AddressScreen
from quizapp.room.host.film import APART, Film, film_of
from quizapp.room.host.hands_dialog import HandsDialog
from quizapp.room.host.keys import COUNTED, HANDS_FOR, REOPENS, allowed
from quizapp.room.host.leave_dialog import LeaveDialog, Leaving
from quizapp.room.host.running import Wish
from quizapp.room.host.screen import RoomScreen
from quizapp.room.host.times import about_time, problem_with_time, seconds_of
from quizapp.room.host.words import (
    RUN,
    following,
    jump_entries,
    next_question,
    phase_of,
    question_at,
)
from quizapp.room.server.addresses import EVERYWHERE, LOOPBACK, Reach, own_addresses
from quizapp.room.store.file import Unusable
from quizapp.room.store.serving import Serving
from quizapp.settings.file import NOTHING_SET, Found
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from quizapp.ui.play.ask_dialog import AskDialog
from quizapp.ui.terminal_app import TerminalApp

State = dict[str, Any]
MINUTE = 60
GONE = (
    "The server has ended. Nothing that was saved is lost, and phones come back by themselves: "
    "R starts it again from its file."
)
AWAY = "The server does not answer just now; it is tried again all the time. q leaves, and the room stays."
STARTING = "The server starts again ..."
ENDING = "The room ends ..."
END = (
    "Phones and the projector say that the session is over. All votes stay in the file of the room.",
    "Until you leave, b takes it back.",
)


class HostApp(TerminalApp):
    """The facilitator's screen of one room; `hands` asks for counts at each vote, as nobody has a phone."""

    TITLE = "quizapp host"
    CSS_PATH = "../../ui/shared/quiz_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("f1", "help", "help", show=False),
        Binding("g", "glossary", "words", show=False),
        Binding("ctrl+t", "theme", "dark, light or the terminal's own colours", show=False),
    ]

    def __init__(
        self,
        path: Path,
        serving: Serving,
        hands: bool = False,
        ascii_only: bool = False,
        settings: Found = NOTHING_SET,
    ) -> None:
        super().__init__(ascii_only)
        self.path, self.serving, self.hands = path, serving, hands
        self.state: State | None = None
        self.heard_at = 0.0
        self.trouble = ""
        self.served = True
        #: The question whose reveal was asked for before its networks were ready.
        self.warned: str | None = None
        #: Whether nobody else sees this screen, so that the key may be shown.
        self.private = False
        self.film: Film | None = None
        self.busy = False
        self.theme = settings.settings.word("theme")
        if not settings.settings.is_on("motion"):
            self.animation_level = "none"
        self.link = self._new_link()
        self.listening: Worker[None] | None = None

    def _new_link(self) -> Link:
        at = self.serving
        return Link(Address(at.local, at.code), running.token(self.path), verify=running.trusted(at))

    @property
    def left(self) -> float | None:
        """The seconds that are left of the open round, or None where no time is set."""
        told = None if self.state is None else self.state["seconds_left"]
        return None if told is None else max(0.0, told - (monotonic() - self.heard_at))

    @property
    def room(self) -> RoomScreen | None:
        """The screen, once it is there."""
        return next((each for each in self.screen_stack if isinstance(each, RoomScreen)), None)

    def on_mount(self) -> None:
        """Show the room, and listen to it."""
        super().on_mount()
        self.push_screen(RoomScreen())
        self._listen_anew()
        self.set_interval(0.5, self._tick)
        self.set_interval(APART, self._play_on)

    async def on_unmount(self) -> None:
        """Let go of the room."""
        if self.listening is not None:
            self.listening.cancel()
            with suppress(WorkerError):
                await self.listening.wait()
        await self.link.close()

    # Listening

    def _listen_anew(self) -> None:
        self.listening = self.run_worker(self._listen(), group="listen", exclusive=True)

    async def _listen(self) -> None:
        async with aclosing(self.link.live()) as messages:
            async for message in messages:
                if isinstance(message, Away):
                    await self._hear_nothing()
                elif "facilitator" in message:
                    self._hear(message)

    async def _hear_nothing(self) -> None:
        if self.trouble in (STARTING, ENDING):  # which is why nothing is heard
            return
        self.served = await asyncio.to_thread(running.is_served, self.path)
        self.trouble = AWAY if self.served else GONE
        self._show()

    def _hear(self, state: State) -> None:
        """How things stand now."""
        before, self.state = self.state, state
        self.heard_at, self.trouble, self.served = monotonic(), "", True
        came = before is None or _place(before) != _place(state)
        if came and not isinstance(before, type(None)) and _place(before)[0] != _place(state)[0]:
            self.film = None
        self._want_film()
        self._show()
        if came and self.hands and state["open"]:
            self.call_later(self.action_hands)

    def _show(self) -> None:
        if (room := self.room) is not None:
            room.show()
        if self.screen_stack:
            self.screen.refresh_bindings()

    def _tick(self) -> None:
        if (room := self.room) is not None and self.left is not None:
            room.show_heading()

    # The film of the runs

    def _want_film(self) -> None:
        state = self.state
        if state is None or not phase_of(state).is_told or not state["question"]:
            return
        status = state["facilitator"]["runs"]
        if self.film is None or (self.film.question, self.film.status) != (state["question"]["id"], status):
            self.run_worker(self._fetch_film(), group="film", exclusive=True)

    async def _fetch_film(self) -> None:
        try:
            film = film_of(await self.link.runs())
        except (Refusal, Unreachable):
            return
        self.film = film if self.animation_level != "none" else film.at_end()
        self._show()

    def _play_on(self) -> None:
        film = self.film
        at_film = self.state is not None and phase_of(self.state) is Phase.SIMULATE
        if film is not None and film.playing and at_film:
            self._set_film(film.ticked())

    def _set_film(self, film: Film) -> None:
        self.film = film
        self._show()

    def action_play(self) -> None:
        """Play the runs, or pause them."""
        if self.film is not None:
            self._set_film(self.film.toggled())

    def action_step(self, by: int) -> None:
        """A moment on or back."""
        if self.film is not None:
            self._set_film(self.film.stepped(by))

    def action_beside(self, by: int) -> None:
        """Another run beside the right one."""
        if self.film is not None:
            self._set_film(self.film.beside(by))

    # What is sent

    def _send(self, *what: Awaitable[Mapping[str, Any]]) -> None:
        """Send something, one thing after another; what comes of it is heard as everything else is."""
        self.busy = True
        self.run_worker(self._sent(what), group="send")

    async def _sent(self, what: tuple[Awaitable[Mapping[str, Any]], ...]) -> None:
        try:
            for each in what:
                await each
        except Refusal as error:
            self.notify(f"{error}.", severity="warning", markup=False)
        except Unreachable:
            await self._hear_nothing()
        finally:
            self.busy = False

    def action_next(self) -> None:
        """Go on to what usually follows."""
        state = self.state
        if state is None or self.busy:
            return
        ahead = following(state)
        if ahead is None:
            self.action_end()
        elif ahead[0] is Phase.REVEAL and not self._is_warned(state):
            self._show()
        else:
            self._go(*ahead)

    def _is_warned(self, state: State) -> bool:
        """Whether a reveal need not wait, or was asked for again."""
        told, question = state["facilitator"], state["question"]["id"]
        if told["runs"] in RUN or self.warned == question:
            return True
        self.warned = question
        return False

    def _go(self, phase: Phase, question: str) -> None:
        is_here = self.state is not None and self.state["question"] and self.state["question"]["id"] == question
        self._send(self.link.go(phase.value, None if is_here else question))

    def action_next_question(self) -> None:
        """Leave this question as it is, and ask the next one."""
        question = self.state and next_question(self.state)
        if question:
            self._go(Phase.ROUND1, question)

    def action_undo(self) -> None:
        """Take the last step back."""
        self._send(self.link.control("undo"))

    def action_time(self) -> None:
        """A minute more."""
        self._send(self.link.control("time", more=MINUTE))

    def action_set_time(self) -> None:
        """Type how much time there is."""

        def set_to(typed: str | None) -> None:
            if typed is not None:
                self._send(self.link.control("time", seconds=seconds_of(typed)))

        screen = TypeScreen("Time for this vote", about_time(), "", problem_with_time)
        self.push_screen(screen, set_to)

    def action_show(self) -> None:
        """Show the bars on the projector, or hide them."""
        if self.state is not None:
            self._send(self.link.control("show", shown=not self.state["facilitator"]["shown"]))

    def action_private(self) -> None:
        """Show the key and the figures here, or hide them."""
        self.private = not self.private
        self._show()

    def action_skip(self) -> None:
        """Let the question not count, or count again."""
        if self.state is not None:
            self._send(self.link.control("skip", skipped=not self.state["facilitator"]["skipped"]))

    def action_reopen(self) -> None:
        """Open the vote again that was closed last."""
        if self.state is not None:
            self._send(self.link.go(REOPENS[phase_of(self.state)].value))

    def action_jump(self) -> None:
        """Pick a question to go to."""
        state = self.state
        if state is None:
            return

        def jump(entry: str | None) -> None:
            if entry is not None:
                question = question_at(entry, state)
                told = {each["question"]: each["told"] for each in state["facilitator"]["agenda"]}[question]
                self._go(Phase.REVEAL if told else Phase.ROUND1, question)

        self.push_screen(PickScreen("Jump to", jump_entries(state), max(state["number"] - 1, 0)), jump)

    def action_hands(self) -> None:
        """Type how many hands were raised; where nobody has a phone, that ends the vote."""
        state = self.state
        if state is None or isinstance(self.screen, ModalScreen) or phase_of(state) not in COUNTED:
            return
        if state["question"]["form"] not in HANDS_FOR:
            self.notify(NO_HANDS, timeout=10, markup=False)
            return
        number, item = COUNTED[phase_of(state)], state["question"]["id"]

        def counted(counts: dict[str, int] | None) -> None:
            if counts is None:
                return
            sent: list[Awaitable[Mapping[str, Any]]] = [
                self.link.control("hands", round=number, counts=counts, question=item)
            ]
            if self.hands and state["open"]:
                sent.append(self.link.go(f"round{number}_closed"))
            self._send(*sent)

        now = state["facilitator"]["hands"][str(number)]
        self.push_screen(HandsDialog(number, state["question"]["choices"], now), counted)

    def action_end(self) -> None:
        """End the session, once that is agreed to."""

        def end(agreed: bool | None) -> None:
            if agreed:
                self._send(self.link.control("end"))

        self.push_screen(AskDialog("End the session?", END, "enter ends it · escape goes on"), end)

    # The address

    def action_address(self) -> None:
        """Show the address and the QR code."""

        def then(choose: bool | None) -> None:
            if choose:
                self.action_choose()

        self.push_screen(AddressScreen(self.serving, self.state), then)

    def action_choose(self) -> None:
        """Choose the address at which others reach the room; the server starts again on it."""
        good = [each for each in own_addresses() if each.reach not in (Reach.LOOPBACK, Reach.LINK)]
        entries = [(each.ip, f"{each.interface}: {each.reach.value}") for each in good]
        entries += [(EVERYWHERE[0], "all of them at once, also those of networks that you may not mean")]
        entries += [(LOOPBACK, "nobody but this machine")]

        def chosen(address: str | None) -> None:
            if address is not None and address != self.serving.address:
                self.run_worker(self._move(Wish(address, self.serving.port, self.serving.more)), group="server")

        self.push_screen(PickScreen("Where others reach the room", entries), chosen)

    async def _move(self, wish: Wish) -> None:
        """Start the server again as wished; the old way if that cannot be."""
        self.trouble = STARTING
        self._show()
        back = Wish(self.serving.address, self.serving.port, self.serving.more)
        try:
            await asyncio.to_thread(running.ended, self.path)
            await self._begin(wish)
        except Unusable as error:
            self.notify(f"{error}", severity="error", timeout=15, markup=False)
            await self._begin_or_say(back)

    async def _begin(self, wish: Wish) -> None:
        self.serving = await asyncio.to_thread(running.begun, self.path, wish)
        await self.link.close()
        self.link = self._new_link()
        self._listen_anew()

    async def _begin_or_say(self, wish: Wish) -> None:
        try:
            await self._begin(wish)
        except Unusable as error:
            self.served, self.trouble = False, f"The server does not start: {error}. R tries again."
            self._show()

    def action_restart(self) -> None:
        """Start the server again from the room's file."""
        self.trouble = STARTING
        self._show()
        wish = Wish(self.serving.address, self.serving.port, self.serving.more)
        self.run_worker(self._begin_or_say(wish), group="server")

    # Leaving

    def action_leave(self) -> None:
        """Ask what becomes of the room, and leave."""

        def leave(way: Leaving | None) -> None:
            if way is Leaving.END:
                self.run_worker(self._end_and_leave(), group="server")
            elif way is Leaving.OPEN:
                self.exit()

        if self.served:
            self.push_screen(LeaveDialog(resume_command(self.path)), leave)
        else:
            self.exit()

    async def _end_and_leave(self) -> None:
        self.trouble = ENDING
        self._show()
        try:
            await asyncio.to_thread(running.ended, self.path)
        except Unusable as error:
            self.notify(f"{error}", severity="error", timeout=15, markup=False)
            return
        self.served = False
        self.exit()

    def action_help(self) -> None:
        """Say what this screen is for, and which keys there are."""
        from quizapp.ui.shared.help import help_for

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(help_for(self.screen))

    def action_glossary(self) -> None:
        """Show what the words on this screen mean."""
        from quizapp.ui.shared.glossary import GlossaryScreen, terms_on

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(GlossaryScreen(terms_on(self.screen)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether there is such a key now."""
        return allowed(action, self.state, self.served, self.hands)


NO_HANDS = (
    "This question is not answered by choosing, so that hands cannot be counted: ask for a few answers aloud, "
    "then press space."
)


def _place(state: State) -> tuple[object, str]:
    return (state["question"] and state["question"]["id"], state["phase"])


def resume_command(path: Path) -> str:
    """The command that comes back to a room."""
    return f"quizapp host --resume {path}"


def run_host(path: Path, serving: Serving, hands: bool) -> HostApp:
    """Open the facilitator's screen until it is left."""
    from quizapp.settings.file import read_settings
    from quizapp.text.terminal import locale_is_ascii_only

    app = HostApp(path, serving, hands, locale_is_ascii_only(), read_settings())
    app.run()
    return app
