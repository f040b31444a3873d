"""What comes from keyboard, mouse and clipboard is given out one by one, each once the one before has had its effect.

Textual hands a key to the widget that has the focus when the key comes in, and on from there from queue to queue. Keys
that come faster than that would act on what was there before: a tick on the answer without the last tick, the number of
a certainty on the options, an enter on a screen that is about to go.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual._callback import invoke
from textual.events import Callback, Event, Key, MouseMove

if TYPE_CHECKING:
    from quizapp.ui.terminal_app import TerminalApp

#: Seconds after which an effect that does not come to its end is waited for no longer.
LONGEST = 2.0
#: Seconds between two looks whether a screen is there.
REST = 0.002
#: Keys that only go a step from where one is, so that they need not wait for one another: they are those held down.
STEPS = frozenset(("up", "down", "left", "right", "shift+left", "shift+right", "pageup", "pagedown", "j", "k", "l")) | {
    "plus",
    "minus",
    "full_stop",
}
#: Steps that may be typed as well, as part of a number for what was gone to before.
TYPED_TOO = frozenset(("minus", "full_stop"))


class OneByOne:
    """The events that wait for their turn in an app."""

    def __init__(self, app: TerminalApp) -> None:
        self.app = app
        self.waiting: deque[Event] = deque()
        self._given: list[Event] = []
        self._of_app: asyncio.Task[None] | None = None
        self._last: Event | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether every event has had its effect."""
        return self._task is None

    def is_its_turn(self, event: Event) -> bool:
        """Whether an event may have its effect now; if not, it comes again when it may."""
        self._of_app = asyncio.current_task()
        if event in self._given:
            self._given.remove(event)
            return True
        if self.is_idle and isinstance(event, MouseMove):
            return True
        if self.is_idle:
            self._last, self._task = event, asyncio.create_task(self._give_out())
            return True
        if not self.waiting and self._only_steps_on(event):
            return True
        self.waiting.append(event)
        return False

    def ask_later(self, request: Callback) -> bool:
        """Keep a request that comes from none of the app's own messages back until what came before it is done.

        Whoever asks from outside and waits for the answer, as Textual's pilot does, has waited for all inputs.
        """
        if self.is_idle or self._is_inside():
            return False
        self.waiting.append(request)
        return True

    def _is_inside(self) -> bool:
        task = asyncio.current_task()
        return task is None or task is self._of_app or task.get_name().startswith("message pump")

    def _only_steps_on(self, event: Event) -> bool:
        """Whether an event is a step after a step, or after the same one where it may be part of a number."""
        last = self._last
        if not isinstance(last, Key) or not isinstance(event, Key):
            return False
        follows = event.key not in TYPED_TOO or event.key == last.key
        return follows and last.key in STEPS and event.key in STEPS

    async def _give_out(self) -> None:
        """Give out what waits, until nothing does."""
        try:
            await self._effect()
            while self.waiting and self.app.is_running:
                self._give(self.waiting.popleft())
                while self.waiting and self._only_steps_on(self.waiting[0]):
                    self._give(self.waiting.popleft())
                await self._effect()
        finally:
            self._task = None
            await self._answer_all()

    async def _answer_all(self) -> None:
        """Let nobody wait for an app that has ended."""
        while self.waiting:
            event = self.waiting.popleft()
            if isinstance(event, Callback):
                await invoke(event.callback)

    def _give(self, event: Event) -> None:
        if not isinstance(event, Callback):
            self._last = event
            self._given.append(event)
        self.app.post_message(event)

    async def _effect(self) -> None:
        """Wait until nothing is on its way any more, and the screen in front is there and has its focus."""
        end = monotonic() + LONGEST
        await asyncio.sleep(0)
        while (self._is_coming() or self._is_on_its_way()) and monotonic() < end:
            await asyncio.sleep(REST if self._is_coming() else 0)

    def _is_coming(self) -> bool:
        """Whether the screen in front is being made, or waits for another to take its place."""
        screens = self.app.screen_stack
        return bool(screens) and (not screens[-1].is_mounted or getattr(screens[-1], "between", False))

    def _is_on_its_way(self) -> bool:
        """Whether a message waits for what has the focus, for what is around it, or for the app.

        What is drawn beside it is not waited for.
        """
        screens = self.app.screen_stack[-1:]
        ends = (end for screen in screens for end in (screen.focused or screen, self.app.mouse_over or screen))
        nodes = (node for end in ends for node in end.ancestors_with_self)
        return any(pump.message_queue_size for pump in (self.app, *nodes))
