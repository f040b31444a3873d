"""An app that is a client of one room: it hears how the room stands, sends what is asked for, and knows its server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from textual.timer import Timer
from textual.worker import Worker, WorkerError

from quizapp.room.client.address import Address
from quizapp.room.client.link import Away, Link, Refusal, Unreachable
from quizapp.room.host import running
from quizapp.room.host.running import Wish
from quizapp.room.host.screen import RoomScreen
from quizapp.room.host.screening import Screening
from quizapp.room.host.warnings import Warned
from quizapp.room.store.file import Unusable
from quizapp.room.store.serving import Serving
from quizapp.settings.file import NOTHING_SET, Found
from quizapp.ui.terminal_app import TerminalApp

State = dict[str, Any]
GONE = (
    "The server has ended. Nothing that was saved is lost, and phones come back by themselves: "
    "R starts it again from its file."
)
AWAY = "The server does not answer just now; it is tried again all the time. q leaves, and the room stays."
STARTING = "The server starts again ..."
ENDING = "The room ends ..."
#: Seconds between two drawings of the time that is left.
TICK = 0.5
TIME_OVER = "The time is over: the vote is closed."


class LinkedApp(TerminalApp):
    """The facilitator's link to a room; `hands` says that nobody has a phone, so that hands are counted."""

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
        #: What was warned of instead of being done, where the room then stood, and when that is forgotten.
        self.warned: tuple[Warned, object] | None = None
        self.forgetting: Timer | None = None
        #: Whether nobody else sees this screen, so that the key may be shown.
        self.private = False
        self.film: Screening | None = None
        #: Whether something was sent and not answered yet, and whether the server is being begun or ended.
        self.busy = self.changing = False
        #: Whether the room may stay open without this screen; a rehearsal ends with it.
        self.stays = True
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
        self.push_screen(RoomScreen())
        self._listen_anew()
        self.set_interval(TICK, self._tick)

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
        if self.changing:  # which is why nothing is heard
            return
        self.served = await asyncio.to_thread(running.is_served, self.path)
        self.trouble = AWAY if self.served else GONE
        self.show()

    def _hear(self, state: State) -> None:
        """How things stand now."""
        time_was_over = self.left == 0 and not state["open"] and not self.busy
        before, self.state = self.state, state
        self.heard_at, self.served = monotonic(), True
        if not self.changing:
            self.trouble = ""
        if time_was_over:
            self.notify(TIME_OVER, timeout=10, markup=False)
        self.heard(before, state)
        self.show()

    def heard(self, before: State | None, state: State) -> None:
        """The room stands so now, and stood so before."""

    def may(self, warning: Warned | None) -> bool:
        """Whether something is done at once, or was asked for again after its warning, which is shown otherwise."""
        asked = None if warning is None else (warning, _place(self.state))
        go, self.warned = asked in (None, self.warned), asked
        if self.forgetting is not None:
            self.forgetting.stop()
        if not go and warning is not None and warning.lasts:
            self.forgetting = self.set_timer(warning.lasts, self._forget)
        self.show()
        return go

    def _forget(self) -> None:
        self.warned = None
        self.show()

    @property
    def warning(self) -> Warned | None:
        """What was just warned of, as long as the room stands where it stood."""
        return self.warned[0] if self.warned and self.warned[1] == _place(self.state) else None

    def show(self) -> None:
        """Draw what is known now."""
        if (room := self.room) is not None:
            room.show()
        if self.screen_stack:
            self.screen.refresh_bindings()

    def _tick(self) -> None:
        if (room := self.room) is not None and self.left is not None:
            room.show_heading()

    # What is sent

    def send(self, *what: Awaitable[Mapping[str, Any]]) -> None:
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

    # The server

    async def move(self, wish: Wish) -> None:
        """Start the server again as wished; the old way if that cannot be."""
        self._say_changing(STARTING)
        back = Wish(self.serving.address, self.serving.port, self.serving.more)
        try:
            await asyncio.to_thread(running.ended, self.path)
            await self._begin(wish)
        except Unusable as error:
            self.notify(f"{error}", severity="error", timeout=15, markup=False)
            await self.begin_or_say(back)

    async def _begin(self, wish: Wish) -> None:
        self.serving = await asyncio.to_thread(running.begun, self.path, wish)
        self.changing = False
        await self.link.close()
        self.link = self._new_link()
        self._listen_anew()

    async def begin_or_say(self, wish: Wish) -> None:
        """Begin the server, or say why it does not."""
        try:
            await self._begin(wish)
        except Unusable as error:
            self.served, self.changing = False, False
            self.trouble = f"The server does not start: {error}. R tries again."
            self.show()

    def _say_changing(self, words: str) -> None:
        self.changing, self.trouble = True, words
        self.show()

    def action_restart(self) -> None:
        """Start the server again from the room's file."""
        self._say_changing(STARTING)
        wish = Wish(self.serving.address, self.serving.port, self.serving.more)
        self.run_worker(self.begin_or_say(wish), group="server")

    async def end_and_leave(self) -> None:
        """End the server, and leave."""
        self._say_changing(ENDING)
        try:
            await asyncio.to_thread(running.ended, self.path)
        except Unusable as error:
            self.changing = False
            self.notify(f"{error}", severity="error", timeout=15, markup=False)
            return
        self.served = False
        self.exit()


def _place(state: State | None) -> object:
    return state and (state["question"] and state["question"]["id"], state["phase"])
