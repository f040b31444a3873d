"""The line under a run: how far it is, which moment is shown, and where networks diverged; a click goes there."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
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
        cells = [self._cell(column) for column in range(width)]
        return Strip([Segment(sign, self.get_component_rich_style(f"timeline--{part}")) for sign, part in cells], width)

    def _cell(self, column: int) -> tuple[str, str]:
        moments = self.moments
        if column == self._column(moments.shown):
            return "●", "shown"
        if moments.diverged is not None and column == self._column(moments.diverged):
            return "×", "diverged"
        done = column <= self._column(moments.newest)
        return ("━", "done") if done else ("─", "ahead")

    def _column(self, step: int) -> int:
        return round(step / max(self.moments.steps, 1) * (self.size.width - 1))

    def on_click(self, event: events.Click) -> None:
        """Go to the moment under the pointer."""
        event.stop()
        share = event.x / max(self.size.width - 1, 1)
        self.post_message(self.Chosen(round(share * self.moments.steps)))
