"""The line under a run: how far it is, which moment is shown, and where networks diverged; a click goes there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


@dataclass(frozen=True)
class Moments:
    """Steps of a run: how many there are, how far it is, the one that is shown, and that of the first divergence."""

    steps: int = 0
    newest: int = 0
    shown: int = 0
    diverged: int | None = None


class Timeline(Widget):
    """One row: what was computed, and a mark at the moment that is shown."""

    DEFAULT_CSS = """
    Timeline {
        height: 1;
        width: 1fr;
        min-width: 5;
        .timeline--done { color: $primary; }
        .timeline--ahead { color: $text-muted; }
        .timeline--shown { color: $text-accent; text-style: bold; }
        .timeline--diverged { color: $text-error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {"timeline--done", "timeline--ahead", "timeline--shown", "timeline--diverged"}  # noqa: RUF012

    @dataclass
    class Chosen(Message):
        """A step was clicked."""

        step: int

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.moments = Moments()
        self._styles: dict[str, Style] = {}

    def show(self, moments: Moments) -> None:
        """Show these moments from now on."""
        if moments != self.moments:
            self.moments = moments
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only row."""
        width = self.size.width
        if y or not width or not self.moments.steps:
            return Strip.blank(width, self.rich_style)
        runs = groupby(self._cells(width))
        segments = [Segment(sign * len(list(same)), self._style(part)) for (sign, part), same in runs]
        return Strip(segments, width)

    def _style(self, part: str) -> Style:
        """The style of a part, kept until there is another theme: Textual forgets it whenever a widget is drawn."""
        if part not in self._styles:
            self._styles[part] = self.get_component_rich_style(f"timeline--{part}")
        return self._styles[part]

    def notify_style_update(self) -> None:
        """Forget the colours of the last theme."""
        super().notify_style_update()
        self._styles = {}

    def _cells(self, width: int) -> list[tuple[str, str]]:
        """The sign and the part of each column."""
        moments, done = self.moments, self._column(self.moments.newest) + 1
        cells = [("━", "done")] * done + [("─", "ahead")] * (width - done)
        if moments.diverged is not None:
            cells[self._column(moments.diverged)] = "×", "diverged"
        cells[self._column(moments.shown)] = "●", "shown"
        return cells

    def _column(self, step: int) -> int:
        return round(step / max(self.moments.steps, 1) * (self.size.width - 1))

    def on_click(self, event: events.Click) -> None:
        """Go to the moment under the pointer."""
        event.stop()
        share = event.x / max(self.size.width - 1, 1)
        self.post_message(self.Chosen(round(share * self.moments.steps)))
