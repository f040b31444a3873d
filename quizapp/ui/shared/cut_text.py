"""Text that says where it is cut off, and which key shows the rest."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static


class CutText(Static):
    """A text in as many rows as there are for it; if these do not hold it, the last one ends in a word on that."""

    def __init__(self, more: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.more = more

    @property
    def is_cut(self) -> bool:
        """Whether there is more text than there are rows in sight."""
        rows = self.rows_in_sight
        return rows > 0 and self.rows_wanted > rows

    @property
    def rows_wanted(self) -> int:
        """The rows that all of the text takes."""
        shown, width = self.visual, self.content_size.width
        if not isinstance(shown, Content) or not width:
            return 0
        wraps = self.styles.text_wrap == "wrap"
        return shown.get_height({}, width) if wraps else len(shown.split("\n"))

    @property
    def rows_in_sight(self) -> int:
        """The rows of this text that what it lies in does not cut off."""
        around = self.parent.content_region if isinstance(self.parent, Widget) else self.region
        return self.content_region.intersection(around).height

    def render_line(self, y: int) -> Strip:
        """A row of the text; where it is cut off, the last one says so."""
        strip = super().render_line(y)
        if y != self.rows_in_sight - 1 or not self.is_cut:
            return strip
        word = f" … {self.more}"
        style = self.rich_style + Style(bold=True)
        return Strip.join([strip.crop(0, max(self.size.width - len(word), 0)), Strip([Segment(word, style)])])
