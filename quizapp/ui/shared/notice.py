"""Short words on what a key has just done: the next take the place of the last, and so never pile up over a chart."""

from __future__ import annotations

from textual.notifications import Notification, Notify
from textual.widget import Widget

#: Seconds for which such words stand.
SECONDS = 2.0


class Notice:
    """The words that one place says of its keys, of which only the latest stand."""

    def __init__(self) -> None:
        self._last: Notification | None = None

    def say(self, place: Widget, words: str) -> None:
        """Say this, and take away what was said before."""
        if self._last is not None:
            self._last.timeout = 0.0
        self._last = Notification(words, timeout=SECONDS)
        place.app.post_message(Notify(self._last))
