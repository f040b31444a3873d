"""Text that says where it is cut off, and which key shows the rest."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static


class CutText(Static):
    """A text in as many rows as there are for it; if these do not hold it, the last one ends in a word on that."""

    def __init__(self, more: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.more = more

    @property
    def is_cut(self) -> bool:
        """Whether there is more text than there are rows."""
        width, height = self.content_size
        shown = self.visual
        return bool(height) and isinstance(shown, Content) and shown.get_height({}, width) > height

    def render_line(self, y: int) -> Strip:
        """A row of the text; where it is cut off, the last one says so."""
        strip = super().render_line(y)
        if y != self.size.height - 1 or not self.is_cut:
            return strip
        word = f" … {self.more}"
        style = self.rich_style + Style(bold=True)
        return Strip.join([strip.crop(0, max(self.size.width - len(word), 0)), Strip([Segment(word, style)])])
