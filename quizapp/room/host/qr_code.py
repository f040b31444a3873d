"""An address as a QR code, as large as there is room, black on white whatever the theme."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from quizapp.room.shown.qr import qr_lines

TOO_SMALL = "no room for a QR code"
INK = Style(color="#000000", bgcolor="#ffffff")
ANSI_INK = Style(color="black", bgcolor="bright_white")


class QrCode(Widget):
    """Draws the code of the address that it was last given, in the middle of its room."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "QrCode { width: 1fr; height: 1fr; color: $text-muted; }"

    def __init__(self, url: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.url = url

    def show(self, url: str) -> None:
        """Draw the code of another address."""
        if url != self.url:
            self.url = url
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the code."""
        width, height = self.size
        lines = self._lines(width, height)
        if lines is None:
            words = TOO_SMALL if y == height // 2 and self.url else ""
            return Strip([Segment(words.center(width)[:width], self.rich_style)], width)
        row = y - (height - len(lines)) // 2
        if not 0 <= row < len(lines):
            return Strip.blank(width, self.rich_style)
        left = (width - len(lines[row])) // 2
        ink = ANSI_INK if self.app.current_theme.ansi else INK
        pieces = [Segment(" " * left, self.rich_style), Segment(lines[row], ink)]
        return Strip([*pieces, Segment(" " * (width - left - len(lines[row])), self.rich_style)], width)

    def _lines(self, width: int, height: int) -> tuple[str, ...] | None:
        if not self.url or not width or not height:
            return None
        return qr_lines(self.url, width, height, getattr(self.app, "ascii_only", False))
