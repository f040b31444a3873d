"""The lobby: the address, the code in large letters, and the QR code as large as it fits."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import HorizontalGroup, VerticalGroup
from textual.widget import Widget
from textual.widgets import Static

from quizapp.room.screen.terminal.showing import Showing
from quizapp.room.shown.address import spoken
from quizapp.room.shown.large import large
from quizapp.room.shown.qr import qr_lines
from quizapp.ui.shared.text import text

#: Rows that are left to others, and columns that the words beside the QR code need.
AROUND, WORDS = 6, 40


class LobbyScreen(Showing):
    """People come in."""

    def parts(self) -> Iterable[Widget]:
        """How one comes in."""
        yield HorizontalGroup(
            VerticalGroup(
                Static(id="title"),
                Static(text("Open this address on your phone:"), classes="how"),
                Static(id="address"),
                Static(text("The code of this room is"), classes="how"),
                Static(id="code"),
                Static(id="terminals", classes="how"),
                id="way",
            ),
            Static(id="qr"),
            id="lobby",
        )

    def follow(self) -> None:
        """Show what is new in the room."""
        super().follow()
        seen, url = self.watcher.stand, self.watcher.link.address.room
        if seen is None:
            return
        self.query_one("#title", Static).update(text(seen.title))
        self.query_one("#address", Static).update(text(spoken(url)))
        self.query_one("#terminals", Static).update(text(f"From a terminal: quizapp join {url}"))
        self._fit()

    def on_resize(self) -> None:
        """Draw the codes as large as there is room for."""
        super().on_resize()
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """The QR code takes what the words leave; nothing of it where it cannot be read."""
        seen, url, size = self.watcher.stand, self.watcher.link.address.room, self.app.size
        if seen is None:
            return
        ascii_only = getattr(self.app, "ascii_only", False)
        found = qr_lines(url, size.width - WORDS - 4, size.height - AROUND, ascii_only)
        qr = self.query_one("#qr", Static)
        qr.display = found is not None
        qr.update(text("\n".join(found or ())))
        room = size.width - 4 - (len(found[0]) + 2 if found else 0)
        self.query_one("#code", Static).update(text("\n".join(large(seen.code, room, ascii_only))))
