"""The app of a projector's terminal: shows the screen that belongs to where the room stands."""

from __future__ import annotations

from quizapp.room.client.state import Seen
from quizapp.room.course.phases import Phase
from quizapp.room.screen.terminal.showing import Showing
from quizapp.room.screen.terminal.watcher import Watcher
from quizapp.room.window.app import RoomApp


class ScreenApp(RoomApp):
    """A terminal in front of a room; `watcher` knows how things stand already."""

    def __init__(self, watcher: Watcher, ascii_only: bool = False) -> None:
        super().__init__(ascii_only)
        self.watcher = watcher

    async def on_ready(self) -> None:
        """Show how things stand, and follow until the end."""
        self.watcher.told = self._changed
        await self._show()
        self.run_worker(self.watcher.follow(), exit_on_error=True)

    def _changed(self) -> None:
        self.call_next(self._show)

    async def _show(self) -> None:
        seen = self.watcher.stand
        if seen is None:
            return
        await self.show(_what(seen), lambda: self._screen(seen))
        if isinstance(screen := self.in_front, Showing):
            screen.follow()

    def _screen(self, seen: Seen) -> Showing:
        from quizapp.room.screen.terminal.ask import AskScreen
        from quizapp.room.screen.terminal.film import FilmScreen
        from quizapp.room.screen.terminal.lobby import LobbyScreen
        from quizapp.room.screen.terminal.tell import TellScreen

        if seen.asked is None:
            return LobbyScreen(self.watcher)
        if seen.reveal is None:
            return AskScreen(self.watcher, seen.asked)
        return FilmScreen(self.watcher) if seen.phase is Phase.SIMULATE else TellScreen(self.watcher, seen.asked)


def _what(seen: Seen) -> object:
    """What is on the screen: another one comes exactly if this is another."""
    if seen.asked is None:
        return "lobby"
    if seen.reveal is None:
        return (seen.asked.id, "ask")
    return (seen.asked.id, seen.phase)
